export { type DownloadFileOptions, downloadFile } from './download-file.ts'
export { type FileSource, fileSource } from './file-source.ts'
export { uploadFile } from './upload-file.ts'
