/** How much of what takes minutes: `sample` in the usual tests, `full` in those that `pnpm test:long` runs. */
export function atScale<T>(sample: T, full: T): T {
  return process.env['TEST_LONG'] === undefined ? sample : full
}
