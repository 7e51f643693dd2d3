import { runsExamples } from '@kamaki-tooling/testing'

/** What each example has to say, on the emulator. */
const says = {
  'init.ts':
    /^Object storage is at http.*\/v1\n.*containers with \d+ of \d+ bytes\ninit-\d+: made, versioning auto, blocks of 4194304 bytes\n$/,
  'list.ts':
    /^list-\d+: 3 objects, 68 bytes\n(?:.*\n)* {2}photos\/\n {2}readme\.txt\n2 photos\nFrom the beach: photos\/sea\.jpg\na page of 2\na page of 1\n$/m,
  'download-and-upload.ts':
    /hashing[\s\S]*sending[\s\S]*Up: 20971520 of 20971520 bytes sent, version \d+\nUp again: 4194304 of 20971520 bytes sent\nDown: 20971520 bytes, verified\nThe version before: 4194304 bytes had to come\n16 bytes of the beginning, 20971520 as a stream\n$/,
  'move-copy-delete.ts':
    /^2031\/report\.txt: archived\nmoved: true, still there: false\n2031\/report\.txt drafts drafts\/a drafts\/b\nFirst draft\n$/,
  'sync.ts':
    /^Would upload a\/one\.txt\nWould upload a\/two\.txt\nWould upload index\.html\nUp: 3 files, 31 bytes\nAgain: nothing to do, 3 unchanged, 2 requests\nUp: 1 file changed, 1 deleted\nDown: a\/two\.txt index\.html, without \.\.\/outside\.txt \(dot-segment\)\n$/,
  'reassign.ts': /^reassign-\d+ is paid for by project \S+\nNow by project \S+\n$/,
}

runsExamples(new URL('..', import.meta.url), says)
