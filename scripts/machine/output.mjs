import process from 'node:process'

/** A failure that is told to the person in words, without a stack. */
export class Refusal extends Error {}

// Whoever read along may be gone, as when a terminal is killed: what is said then is lost, and that is
// no reason to stop, still less to say so over and over.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

const isTerminal = Boolean(process.stdout.isTTY)
const HEARTBEAT_MS = isTerminal ? 1_000 : 10_000

export function say(text = '') {
  process.stdout.write(`${text}\n`)
}

/**
 * Shows a long step while it runs: its name, the seconds since it began, and how it ended.
 * @template T
 * @param {string} title
 * @param {(note: (text: string) => void) => Promise<T>} work `note` tells what is going on within the step
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const began = performance.now()
  const seconds = () => ((performance.now() - began) / 1000).toFixed(1)
  let latest = ''
  const line = () => `… ${title} (${Math.round(Number(seconds()))} s)${latest === '' ? '' : `: ${latest}`}`
  const show = () => {
    if (isTerminal) process.stdout.write(`\r\x1b[2K${line().slice(0, (process.stdout.columns ?? 80) - 1)}`)
    else say(line())
  }
  const end = (mark) => {
    clearInterval(timer)
    say(`${isTerminal ? '\r\x1b[2K' : ''}${mark} ${title} (${seconds()} s)`)
  }
  const timer = setInterval(show, HEARTBEAT_MS)
  timer.unref()
  if (isTerminal) show()
  else say(`… ${title}`)
  try {
    const result = await work((text) => {
      latest = text
    })
    end('✓')
    return result
  } catch (error) {
    end('✗')
    throw error
  }
}
