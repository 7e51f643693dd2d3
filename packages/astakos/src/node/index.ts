export { CloudConfigError } from './cloud-config-error.ts'
export { type LoadCloudOptions, LoadedCloud, loadCloud } from './load-cloud.ts'
export { type BrowserLoginOptions, login } from './login.ts'
export { type SaveCloudOptions, type SavedCloud, saveCloud } from './save-cloud.ts'
