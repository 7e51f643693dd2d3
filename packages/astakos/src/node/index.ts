export { CloudConfigError } from './cloud-config-error.ts'
export { type LoadCloudOptions, LoadedCloud, loadCloud } from './load-cloud.ts'
