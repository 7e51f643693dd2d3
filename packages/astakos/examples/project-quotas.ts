// What I use, and may use, of each resource in each of my projects.
import { example } from './cloud.ts'

await example(async ({ astakos }) => {
  for (const [project, resources] of Object.entries(await astakos.quotas.get())) {
    console.log(`For project with id ${project}`)
    for (const [resource, { usage, limit }] of Object.entries(resources)) {
      console.log(`  ${resource}: ${usage}/${limit === Number.POSITIVE_INFINITY ? 'unlimited' : limit}`)
    }
  }
})
