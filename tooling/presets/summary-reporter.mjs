import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const fileOf = (name) => join('.tmp', `${name}.json`)

/** Writes what npm test reports of this package at its end, into `.tmp/`. */
export function writeSummary(name, summary) {
  mkdirSync('.tmp', { recursive: true })
  const all = { passed: 0, failed: 0, seconds: 0, skipped: [], finished: Date.now(), ...summary }
  writeFileSync(fileOf(name), JSON.stringify(all))
}

/** A reporter of Vitest that counts tests, and lists those that were skipped with the reason that they name. */
export class SummaryReporter {
  #name
  #start = 0

  constructor(name) {
    this.#name = name
  }

  onInit() {
    this.#start = Date.now()
    // A run that breaks off leaves no summary of an earlier one.
    rmSync(fileOf(this.#name), { force: true })
  }

  onTestRunEnd(modules, errors) {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const results = tests.map((test) => ({ name: test.fullName, file: test.module, ...test.result() }))
    const passed = results.filter(({ state }) => state === 'passed').length
    const failed = results.filter(({ state }) => state === 'failed').length
    const broken = modules.filter((module) => module.errors().length > 0).length
    const skipped = results
      .filter(({ state }) => state === 'skipped')
      .map(({ name, file, note }) => ({
        name,
        reason: note ?? (file.state() === 'failed' ? 'its set-up failed' : undefined),
      }))
    const seconds = (Date.now() - this.#start) / 1000
    writeSummary(this.#name, { passed, failed: failed + broken + errors.length, seconds, skipped })
  }
}
