import { runsExamples } from '@kamaki-tooling/testing'

/** What each example has to say, on the emulator. */
const says = {
  'create-server.ts': [/Server \d+ is being built/, /is ACTIVE, a debian for root/, /It is deleted/],
  'wait-for-server.ts': [
    /Not yet: Waited 100 ms for server \d+ to be ACTIVE/,
    /(?:BUILD|ACTIVE) \d+% after/,
    /Server \d+ is ACTIVE/,
  ],
  'check-quotas.ts': [/has room for a server/, /Server \d+ runs; the project has 1 of \d+ servers/],
  'choose-image-and-flavor.ts': [/debian, root can log in/, /1 are Linux/, /Flavor \d+ \(C2R2048D\d+ext_/],
  'reboot-server.ts': [/SOFT reboot: .* ACTIVE/, /HARD reboot: .* ACTIVE/, /Turned off: STOPPED/, /Turned on: ACTIVE/],
  'reassign-and-resize.ts': [/is now charged to project/, /From flavor C1R512\w+ to C1R1024\w+/, /ACTIVE again/],
  'unplug-and-plug-volume.ts': [/is on no server/, /Volume \d+ is on server \d+/],
}

runsExamples(new URL('..', import.meta.url), says, ['pick.ts'])
