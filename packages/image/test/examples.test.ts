import { runsExamples } from '@kamaki-tooling/testing'

/** What each example has to say, on the emulator. */
const says = {
  'list-images.ts': [/Debian Base, 4\.8 MiB/, /Debian Base: debian, log in as root/, /is AVAILABLE, a diskdump/],
  'register-image.ts': [
    /sending: \d+ of 9437184/,
    /My Debian, 9437184 bytes, AVAILABLE/,
    /"Με ελληνικά"/,
    /2 may use it/,
  ],
  'delete-image.ts': [/Old is not an image any more/],
}

runsExamples(new URL('..', import.meta.url), says)
