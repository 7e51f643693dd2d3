// Who am I? Checks a token.
import { UnauthorizedError } from '@kamaki/core'
import { example } from './cloud.ts'

await example(async ({ astakos }) => {
  try {
    const { user, token } = await astakos.authenticate()
    console.log(`Authentication was successful for ${user.name}, with uuid ${user.id}`)
    console.log(`The token is good until ${token.expires}`)
  } catch (error) {
    if (!UnauthorizedError.isInstance(error)) throw error
    console.log(`Authentication failed: ${error.message}`)
  }
})
