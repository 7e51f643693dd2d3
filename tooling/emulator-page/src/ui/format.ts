const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']

/** `1536` as `1.5 KiB`. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024
    unit += 1
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1
  return `${value.toFixed(digits).replace(/\.0$/, '')} ${bytes === 1 ? 'byte' : UNITS[unit]}`
}

/** Date and time to the second, in the reader's time zone and in an order that sorts: `2026-03-01 14:05:09`. */
export function formatTime(time: number | Date): string {
  const date = new Date(time)
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000)
  return Number.isNaN(local.getTime()) ? '' : local.toISOString().slice(0, 19).replace('T', ' ')
}

/** Time of the day alone, to the millisecond. */
export function formatTimeOfDay(time: number): string {
  const date = new Date(time)
  const pad = (value: number, digits = 2): string => String(value).padStart(digits, '0')
  return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${pad(date.getMilliseconds(), 3)}`
}

const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

/** A name from the cloud with what cannot be seen made visible: tabs, spaces at its ends, characters that turn the direction of writing. */
export function visible(name: string): string {
  return name
    .replace(INVISIBLE, (character) => `⟨U+${hex(character)}⟩`)
    .replace(/^ +| +$/g, (spaces) => '·'.repeat(spaces.length))
}

const hex = (character: string): string => character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')

/** "1 server", "2 servers". */
export function count(number: number, singular: string, plural = `${singular}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? singular : plural}`
}

/** What went wrong, for the reader. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
