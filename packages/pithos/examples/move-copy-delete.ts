// Objects are copied and moved on the cloud; nothing is downloaded. Deleted ones come back from history.
import { PithosClient } from '@kamaki/pithos'
import { example } from '../../astakos/examples/cloud.ts'

await example(async ({ astakos }) => {
  const pithos = await astakos.client(PithosClient)
  const [work, archive] = [pithos.container(`work-${Date.now()}`), pithos.container(`archive-${Date.now()}`)]
  await work.create()
  await archive.create()
  try {
    const report = work.object('report.txt')
    await report.upload('First draft', { metadata: { state: 'draft' } })

    // A copy is another object; its metadata can be changed on the way.
    const copy = archive.object('2031/report.txt')
    await copy.copyFrom(report, { metadata: { state: 'archived' }, ifNotExist: true })
    console.log(`${copy.name}: ${(await copy.info()).metadata['state']}`)

    // A move keeps the identity of the object.
    const { uuid } = await report.info()
    await report.moveTo(work.object('final.txt'))
    console.log(
      `moved: ${(await work.object('final.txt').info()).uuid === uuid}, still there: ${await report.exists()}`,
    )

    // A directory with all that is in it.
    await work.object('drafts').createDirectory()
    await work.object('drafts/a').upload('a')
    await work.object('drafts/b').upload('b')
    await work.object('drafts').moveTo(archive.object('drafts'), { delimiter: '/' })
    console.log((await archive.objects.list()).map(({ name }) => name).join(' '))

    // What is deleted stays in history until it is purged.
    const final = work.object('final.txt')
    await final.delete()
    const [last] = await final.versions()
    console.log(await final.download({ version: last?.version }).text())
    await archive.object('drafts').deleteTree()
  } finally {
    for (const container of [work, archive]) {
      await container.empty()
      await container.delete()
    }
  }
})
