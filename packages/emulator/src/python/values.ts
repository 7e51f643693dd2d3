/**
 * A JSON number that was written as a fraction or with an exponent and has no fraction (`1.0`, `1e3`): a float to Python, which
 * shows and takes it otherwise than an integer. Floats with a fraction are JavaScript numbers, integers beyond 2^53 bigints.
 */
export class PythonFloat {
  readonly value: number

  constructor(value: number) {
    this.value = value
  }
}

/** Python's `bool(value)` of a JSON value: empty strings, lists and objects are false. */
export function pythonTruth(value: unknown): boolean {
  if (value instanceof PythonFloat) return value.value !== 0
  if (Array.isArray(value)) return value.length > 0
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0
  return Boolean(value) || Number.isNaN(value)
}

/** Has Python a `len()` for it? */
export function hasLength(value: unknown): boolean {
  return typeof value === 'string' || (typeof value === 'object' && value !== null && !(value instanceof PythonFloat))
}

/** Can Python use it as a key? Lists and objects it cannot. */
export function isHashable(value: unknown): boolean {
  return typeof value !== 'object' || value === null || value instanceof PythonFloat
}

/** The number that Python compares with others: booleans and floats count; undefined for what is not a number. */
export function pythonNumber(value: unknown): number | bigint | undefined {
  if (value instanceof PythonFloat) return value.value
  if (typeof value === 'boolean') return Number(value)
  return typeof value === 'number' || typeof value === 'bigint' ? value : undefined
}

const LARGEST = 2n ** 63n - 1n

/** Is it an `int` to Python 2? Booleans are; what does not fit into 64 bits is a `long`. */
export function isShortInteger(value: unknown): boolean {
  if (typeof value === 'bigint') return value <= LARGEST && value >= -LARGEST - 1n
  return typeof value === 'boolean' || Number.isInteger(value)
}

/** How Python 2 shows a float: `repr` with all digits that are needed, `str` with no more than twelve. */
export function floatText(value: number, how: 'repr' | 'str'): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  const [most, scientific] = how === 'repr' ? [16, withoutZeros(value.toExponential())] : [11, twelveDigits(value)]
  const [mantissa = '0', power = '0'] = scientific.split('e')
  const exponent = Number(power)
  const digits = mantissa.replace('-', '')
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  if (exponent < -4 || exponent >= most)
    return `${sign}${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
  const all = digits.replace('.', '')
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${all}`
  const whole = all.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  return `${sign}${whole}.${all.slice(exponent + 1) || '0'}`
}

const withoutZeros = (scientific: string): string => scientific.replace(/\.?0*(?=e)/, '')

/** Twelve digits: of two that are equally near Python takes the even one, JavaScript the larger. */
function twelveDigits(value: number): string {
  const [digits = '', power = '0'] = value.toExponential(50).split('e')
  const tie = /^(-?\d\.\d{10}[02468])50*$/.exec(digits)
  if (!tie) return withoutZeros(value.toExponential(11))
  const even = `${tie[1]}e${power}`
  // Python's own conversion leaves the zeros of such an integer, if it has no more than 15 digits.
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? even : withoutZeros(even)
}
