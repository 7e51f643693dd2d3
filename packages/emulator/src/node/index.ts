export { DiskBlocks } from './disk-blocks.ts'
