export { DiskBlocks } from './disk-blocks.ts'
export { readSeedFile, SeedFileError, type SeedFileProblem } from './seed-file.ts'
