// All projects that I own or belong to.
import { example } from './cloud.ts'

await example(async ({ astakos }) => {
  for await (const project of astakos.projects.list()) {
    console.log(`Project ${project.name} (${project.id}), ${project.state}`)
    if (project.description) console.log(`\t${project.description}`)
    if (project.homepage) console.log(`\t${project.homepage}`)
  }
})
