/** What a gateway in front of a cloud responds to pages of other origins; docs/browsers.md tells operators the same. */
export interface CorsPolicy {
  readonly allowMethods: string
  readonly allowHeaders: string
  readonly exposeHeaders: string
}

/** Everything. Stars count since the clients send no cookies. */
export const openPolicy: CorsPolicy = { allowMethods: '*', allowHeaders: '*', exposeHeaders: '*' }

/** Each header by its name; metadata of other names than those that are listed cannot travel. */
export const namedPolicy: CorsPolicy = {
  allowMethods: 'GET, HEAD, POST, PUT, DELETE, COPY, MOVE',
  allowHeaders:
    'X-Auth-Token, Content-Type, Content-Encoding, Content-Disposition, Content-Range, Range, If-Match, If-None-Match, If-Modified-Since, ' +
    'If-Unmodified-Since, Destination, X-Copy-From, X-Move-From, X-Source-Account, X-Source-Object, X-Source-Version, ' +
    'X-Object-Bytes, X-Object-Manifest, X-Object-Public, X-Object-Sharing, X-Container-Policy-Quota, ' +
    'X-Container-Policy-Versioning, X-Container-Policy-Project',
  exposeHeaders:
    'ETag, Content-Range, Content-Encoding, Content-Disposition, Date, Retry-After, Available, Tag-Status, ' +
    'X-Account-Bytes-Used, X-Account-Container-Count, X-Account-Policy-Quota, X-Account-Until-Timestamp, X-Container-Block-Size, ' +
    'X-Container-Block-Hash, X-Container-Bytes-Used, X-Container-Object-Count, X-Container-Object-Meta, ' +
    'X-Container-Policy-Quota, X-Container-Policy-Versioning, X-Container-Policy-Project, X-Container-Until-Timestamp, ' +
    'X-Object-Hash, X-Object-UUID, X-Object-Version, X-Object-Version-Timestamp, X-Object-Modified-By, X-Object-Manifest, ' +
    'X-Object-Sharing, X-Object-Shared-By, X-Object-Allowed-To, X-Object-Public',
}
