// What I use, and may use, in the project that every user has: it has the uuid of the user.
import { example } from './cloud.ts'

await example(async ({ astakos }) => {
  const { id: uuid } = await astakos.userInfo()
  const mine = (await astakos.quotas.get())[uuid]
  const { 'cyclades.vm': servers, 'cyclades.floating_ip': addresses } = mine ?? {}
  console.log(
    `You are using ${servers?.usage}/${servers?.limit} servers and ${addresses?.usage}/${addresses?.limit} IPs`,
  )
})
