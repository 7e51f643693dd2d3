export { ImageClient } from './image-client.ts'
export type { ImageOrder, ImageSummaryOrder, ListImageSummariesOptions, ListImagesOptions } from './image-filters.ts'
export type {
  ContainerFormat,
  DiskFormat,
  Image,
  ImageChanges,
  ImageFile,
  ImageLocation,
  ImageStatus,
  ImageSummary,
  ImageVersion,
  NewImage,
  Properties,
} from './image-types.ts'
export { Images } from './images.ts'
export { parseLocation } from './location.ts'
export { type ImageMember, Members } from './members.ts'
export { propertyName } from './properties.ts'
export { type SharedImage, SharedImages } from './shared-images.ts'
