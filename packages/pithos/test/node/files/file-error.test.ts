import { TransferError } from '@kamaki/core'
import { describe, expect, it } from 'vitest'
import { fileError, ignoreUnsupported } from '../../../src/node/files/file-error.ts'

describe("what Node's permission model denies", () => {
  const denied = Object.assign(new Error('Access to this API has been restricted'), { code: 'ERR_ACCESS_DENIED' })

  it('is a TransferError that names the option', () => {
    const error = fileError(denied, 'write', '/data/a')
    expect(error).toBeInstanceOf(TransferError)
    expect(error).toHaveProperty('message', expect.stringContaining('--allow-fs-write'))
    expect(error).toHaveProperty('cause', denied)
  })

  it('ends no download where it is only the change of permissions', async () => {
    expect(await ignoreUnsupported(Promise.reject(denied))).toBe(false)
  })
})
