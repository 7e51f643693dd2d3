import { type Case, CLIENTS, call, expectGreeting, type Outcome, PROGRAM } from './case.ts'

/** npm packages that hold a runtime, how it is started, and what it prints for --version. */
const RUNTIMES: readonly [spec: string, args: string[], note: string][] = [
  ['node@20', [], ''],
  ['node@22', [], ''],
  ['node@24', [], ''],
  ['bun', ['run'], ''],
  ['deno', ['run', '--no-prompt', '--quiet', '--allow-net=127.0.0.1'], 'with no permission but `--allow-net`'],
]

/** The program on each runtime. */
export const runtimesCase: Case = {
  title: 'Runtimes',
  async run(around) {
    const outcomes: Outcome[] = []
    for (const [spec, args, note] of RUNTIMES) {
      const [name = ''] = spec.split('@')
      const consumer = around.consumer()
      await consumer.install(...CLIENTS, spec)
      consumer.write('program.js', PROGRAM)
      consumer.write('entry.js', `import { useCloud } from './program.js'\n${call(around)}`)
      const version = /\d+\.\d+\.\d+/.exec(await consumer.run(name, ['--version']))?.[0]
      expectGreeting(await consumer.run(name, [...args, 'entry.js']), `${name} ${version}`)
      outcomes.push({ title: `${name[0]?.toUpperCase()}${name.slice(1)} ${version}`, note })
    }
    return outcomes
  },
}
