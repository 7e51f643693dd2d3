import { readFileSync } from 'node:fs'

type Segment =
  | { repeat: { byte: number; count: number } }
  | { ramp: { modulus: number; count: number } }
  | { hex: string }

export interface Vector {
  name: string
  size: number
  blockSize: number
  blockHash: string
  blockHashes: string[]
  rootHash: string
  input: Segment[]
}

/** Hash vectors, computed with the server's own code. */
export const vectors: Vector[] = (
  JSON.parse(readFileSync(new URL('../vectors/hashes.json', import.meta.url), 'utf8')) as { vectors: Vector[] }
).vectors

function segment(part: Segment): Uint8Array {
  if ('repeat' in part) return new Uint8Array(part.repeat.count).fill(part.repeat.byte)
  if ('ramp' in part) return Uint8Array.from({ length: part.ramp.count }, (_, index) => index % part.ramp.modulus)
  return new Uint8Array(Buffer.from(part.hex, 'hex'))
}

/** The content of a vector. */
export function contentOf(vector: Vector): Uint8Array {
  return new Uint8Array(Buffer.concat(vector.input.map(segment)))
}
