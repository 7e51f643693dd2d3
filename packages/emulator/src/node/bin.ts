#!/usr/bin/env node
import * as modules from 'node:module'

// From Node 22 on the second start need not compile anything: that must be said before there is something to compile.
const { enableCompileCache } = modules as { enableCompileCache?(): unknown }
enableCompileCache?.()
const { runCommand } = await import('./command.ts')
await runCommand()
