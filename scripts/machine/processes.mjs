import { execFileSync, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal } from './output.mjs'

const isWindows = process.platform === 'win32'
const KEPT_LINES = 2_000
const SHOWN_LINES = 25

/**
 * A process, safe against reused ids; `end` is the signal that ends it well.
 * @typedef {{ pid: number, started: string, end?: NodeJS.Signals }} ProcessMark
 */

/** @returns {ProcessMark | null} null when no such process lives */
export function markOf(pid) {
  const started = startOf(pid)
  return started === null ? null : { pid, started }
}

/** @param {ProcessMark | null | undefined} mark */
export function isAlive(mark) {
  return mark !== null && mark !== undefined && startOf(mark.pid) === mark.started
}

/** When a process began, in whatever unit the system gives; null when it is gone or a zombie. */
function startOf(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return null
  if (process.platform === 'linux') {
    const fields = statOf(pid)
    return fields === null || fields[0] === 'Z' ? null : fields[19]
  }
  if (isWindows) {
    try {
      process.kill(pid, 0)
      return 'alive'
    } catch {
      return null
    }
  }
  const started = ps('stat=,lstart=', pid).trim()
  return started === '' || started.startsWith('Z') ? null : started.replace(/^\S+\s+/, '')
}

/**
 * The processes without which this one was not meant to go on: its parent, and where that is only
 * the shell npm puts between, npm itself.
 * @returns {ProcessMark[]}
 */
export function launchers() {
  const parent = markOf(process.ppid)
  if (parent === null || isWindows) return []
  const { above, command } = parentage(parent.pid)
  const isShell = /^(\S*\/)?\w*sh\s+-c\s/.test(command)
  const grandparent = isShell ? markOf(above) : null
  return grandparent === null ? [parent] : [parent, grandparent]
}

function parentage(pid) {
  if (process.platform === 'linux') {
    const fields = statOf(pid)
    const command = fields === null ? '' : readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    return { above: Number(fields?.[1]), command }
  }
  const [above, ...command] = ps('ppid=,args=', pid).trim().split(/\s+/)
  return { above: Number(above), command: command.join(' ') }
}

/** Linux: state, parent and so on; the command's name before them may itself hold blanks. */
function statOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)\s/s, '').split(' ')
  } catch {
    return null
  }
}

function ps(columns, pid) {
  try {
    return execFileSync('ps', ['-o', columns, '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch {
    return ''
  }
}

/**
 * Ends a process of an earlier run: asks first, then insists.
 * @param {ProcessMark} mark
 */
export async function endProcess(mark, graceMs = 30_000) {
  for (const each of [mark.end ?? 'SIGTERM', 'SIGKILL']) {
    if (!isAlive(mark)) return
    try {
      process.kill(mark.pid, each)
    } catch {
      return
    }
    const until = Date.now() + graceMs
    while (isAlive(mark) && Date.now() < until) await sleep(50)
  }
}

/** What this process has started and must end before it goes. */
const running = new Set()

/**
 * Runs a command to its end, out of reach of the terminal's own Ctrl-C: the caller decides.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, inherit?: boolean, onLine?: (line: string) => void,
 *   onMessage?: (message: unknown) => void, onStart?: (mark: ProcessMark) => void, shell?: boolean,
 *   uid?: number, gid?: number, handles?: number[] }} [options] `handles` are handed over as descriptors 3 and up
 * @returns {Promise<{ code: number, tail: string }>} `tail` is what to show of its output
 */
export function run(command, args, options = {}) {
  const { inherit = false, onLine, onMessage, onStart, handles = [], ...spawnOptions } = options
  return new Promise((resolve, reject) => {
    const output = inherit ? 'inherit' : 'pipe'
    const child = spawn(command, args, {
      ...spawnOptions,
      detached: !isWindows,
      stdio: ['ignore', output, output, ...handles, ...(onMessage === undefined ? [] : ['ipc'])],
    })
    const lines = []
    running.add(child)
    const mark = child.pid === undefined ? null : markOf(child.pid)
    if (mark !== null) onStart?.(mark)
    if (onMessage !== undefined) child.on('message', onMessage)
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8')
      let rest = ''
      stream?.on('data', (chunk) => {
        const parts = (rest + chunk).split(/\r?\n|\r/)
        rest = parts.pop() ?? ''
        for (const line of parts.filter((part) => part.trim() !== '')) {
          lines.push(line)
          if (lines.length > KEPT_LINES) lines.shift()
          onLine?.(line)
        }
      })
      stream?.on('end', () => {
        if (rest.trim() !== '') lines.push(rest)
      })
    }
    child.on('error', (error) => {
      running.delete(child)
      reject(new Refusal(`Could not run ${command}: ${error.message}`))
    })
    child.on('close', (code, signal) => {
      running.delete(child)
      resolve({ code: code ?? (signal === null ? 1 : 128), tail: lastWords(lines) })
    })
  })
}

/** What a failed command said went wrong: from its first complaint on, or its end. */
function lastWords(lines) {
  const first = lines.findIndex((line) => /^\W*(npm err|\w*error\b|fatal|fail)|build failed/i.test(line))
  return (first === -1 ? lines.slice(-SHOWN_LINES) : lines.slice(first, first + SHOWN_LINES)).join('\n')
}

/** Ends every command begun by `run`, with all it has started in turn. */
export async function endCommands(first = 'SIGTERM') {
  const children = [...running]
  for (const signal of [first, 'SIGTERM', 'SIGKILL']) {
    for (const child of children.filter((each) => running.has(each))) signalGroup(child, signal)
    const until = Date.now() + 5_000
    while (children.some((each) => running.has(each)) && Date.now() < until) await sleep(25)
  }
}

/** @param {import('node:child_process').ChildProcess} child */
function signalGroup(child, signal) {
  try {
    if (isWindows || child.pid === undefined) child.kill(signal)
    else process.kill(-child.pid, signal)
  } catch {
    // It ended by itself in the meantime.
  }
}
