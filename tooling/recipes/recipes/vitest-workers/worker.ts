import { AstakosClient } from '@kamaki/astakos'
import { PithosClient } from '@kamaki/pithos'
import { inject } from 'vitest'

/** The storage of the user whose number is that of the worker. */
export async function pithosOfWorker(): Promise<PithosClient> {
  const user = `user${process.env['VITEST_POOL_ID']}`
  return new AstakosClient(inject('authUrl'), inject('tokens')[user] ?? '').client(PithosClient)
}
