// Checked by tsc, with the rest of the tests; nothing here runs.
import {
  type ApiError,
  type ApiResponse,
  Client,
  type ClientClass,
  type ClientOptions,
  type CloudContext,
  List,
  NotFoundError,
  type Path,
  type TokenSource,
  waitFor,
} from '@kamaki/core'
import { type Http, type LiteralUnion, path } from '@kamaki/core/toolkit'
import { expectTypeOf } from 'vitest'

declare const error: unknown
if (NotFoundError.isInstance(error)) {
  expectTypeOf(error).toEqualTypeOf<NotFoundError>()
  expectTypeOf(error).toExtend<ApiError>()
  expectTypeOf(error.retryAfterMs).toEqualTypeOf<number | undefined>()
}

expectTypeOf(path`a/${1}/${'b'}/${2n}`).toEqualTypeOf<Path>()
// @ts-expect-error nothing else is a segment
path`a/${{}}`

type Status = LiteralUnion<'ACTIVE' | 'BUILD'>
expectTypeOf<'ACTIVE'>().toExtend<Status>()
expectTypeOf<string>().toExtend<Status>()

const list = List.of(async () => [1, 2])
expectTypeOf(list).toEqualTypeOf<List<number>>()
expectTypeOf(list.catch(() => 'none')).toEqualTypeOf<Promise<number[] | string>>()
expectTypeOf(list.finally(() => undefined)).toEqualTypeOf<Promise<number[]>>()
expectTypeOf<Awaited<typeof list>>().toEqualTypeOf<number[]>()

class OwnClient extends Client {
  static override readonly serviceType = 'own'
  readonly own: Http = this.http
}
interface AccountOptions extends ClientOptions {
  readonly account?: string
}
class StorageClient extends Client {
  static override readonly serviceType = 'object-store'
  static async forCloud(options: AccountOptions | undefined, cloud: CloudContext): Promise<AccountOptions> {
    return { account: await cloud.userId(), ...options }
  }
  constructor(endpointUrl: string | URL, token: TokenSource, options?: AccountOptions) {
    super(endpointUrl, token, options)
  }
}
expectTypeOf(OwnClient).toExtend<ClientClass<OwnClient>>()
expectTypeOf(StorageClient).toExtend<ClientClass<StorageClient, AccountOptions>>()
// @ts-expect-error `http` is for subclasses
new OwnClient('', '').http

expectTypeOf(new Client('', '').request<{ a: 1 }>('GET', 'x')).toEqualTypeOf<Promise<{ a: 1 }>>()
expectTypeOf(new Client('', '').request('GET', 'x')).toEqualTypeOf<Promise<unknown>>()
expectTypeOf(new Client('', '').send('GET', 'x')).toEqualTypeOf<Promise<ApiResponse>>()

expectTypeOf(
  waitFor(async (): Promise<Status> => 'BUILD', { describe: 'x', done: (state) => state === 'ACTIVE' }),
).toEqualTypeOf<Promise<Status>>()
