// Containers and objects, with the filters that there are.
import { meta, PithosClient } from '@kamaki/pithos'
import { example } from '../../astakos/examples/cloud.ts'

await example(async ({ astakos }) => {
  const pithos = await astakos.client(PithosClient)
  const container = pithos.container(`list-${Date.now()}`)
  await container.create()
  try {
    for (const name of ['readme.txt', 'photos/sea.jpg', 'photos/2031/hill.jpg']) {
      await container
        .object(name)
        .upload(`This is ${name}`, { metadata: { place: name.includes('sea') ? 'beach' : 'home' } })
    }

    for await (const { name, objectCount, bytesUsed } of pithos.containers.list())
      console.log(`${name}: ${objectCount} objects, ${bytesUsed} bytes`)
    for await (const { name, bytes } of container.objects.list()) console.log(`  ${name} (${bytes} bytes)`)

    // As directories: what lies deeper is rolled up.
    for await (const entry of container.objects.list({ delimiter: '/' })) console.log(`  ${entry.subdir ?? entry.name}`)

    // By prefix, and by metadata.
    const photos = await container.objects.list({ prefix: 'photos/' })
    console.log(`${photos.length} photos`)
    const beach = await container.objects.list({ meta: meta.is('place', '=', 'beach') })
    console.log(`From the beach: ${beach.map(({ name }) => name).join(', ')}`)

    // Page by page, of a size of your own.
    for await (const page of container.objects.list({ pageSize: 2 }).pages()) console.log(`a page of ${page.length}`)
  } finally {
    await container.empty()
    await container.delete()
  }
})
