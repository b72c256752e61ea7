import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'

const output = pathToFileURL(path.resolve('scripts/machine/output.mjs')).href

test('a script whose reader is gone goes on to its end', async () => {
  // As scripts/start.mjs does: what breaks is said, and saying it must not break it again.
  const script = `
    import { say } from ${JSON.stringify(output)}
    let broken = 0
    process.on('uncaughtException', (error) => { broken += 1; if (broken > 3) process.exit(9); say(error.stack) })
    process.stdin.once('end', () => { say('one'); setTimeout(() => { say('two'); setTimeout(() => process.exit(7), 50) }, 50) }).resume()`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['pipe', 'pipe', 'ignore'] })
  const ended = once(child, 'exit')
  child.stdout.destroy()
  child.stdin.end()
  expect((await ended)[0]).toBe(7)
})
