import { spawn } from 'node:child_process'
import net from 'node:net'
import path from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { startCluster } from './machine/cluster.mjs'
import { ensureDatabase, lockFile, openDatabase, runTypeScript } from './machine/database.mjs'
import { takeLock } from './machine/lock.mjs'
import { Refusal, say, step } from './machine/output.mjs'
import { requireNode } from './machine/packages.mjs'
import { prepareCheckout } from './machine/prepare.mjs'
import { endCommands, endProcess, isAlive, launchers, markOf } from './machine/processes.mjs'
import { addressOf, databaseName, readSettings } from './machine/settings.mjs'

/*
 * `npm start`: from a bare checkout to a serving system. Only Node's own modules are loaded until
 * the packages are there. This process owns the database server and the web server, and ends them.
 */

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const isDev = process.argv.includes('--dev')
const isReset = process.argv.includes('--reset-demo')
const PORT_WAIT_MS = 8_000
const DRAIN_MS = 15_000
const LAUNCHER_CHECK_MS = 1_000

const stopping = new AbortController()
/** What to end, the last begun first. */
const owned = []
let lock = null
let stopped = null

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void stop(0, 'Stopping'))
// A closed terminal ends the system; under nohup, or without a terminal, it goes on.
process.on('SIGHUP', () => process.stdin.isTTY && void stop(0, 'Stopping'))
process.on('uncaughtException', (error) => {
  say(error.stack)
  void stop(1, 'Something broke; stopping')
})
watchLauncher()

try {
  process.chdir(root)
  requireNode()
  const settings = readSettings(root)
  await (isReset ? reset(settings) : start(settings))
} catch (error) {
  if (stopped === null) {
    say(`\n${error instanceof Refusal ? error.message : error?.stack}`)
    await stop(1)
  }
  await stopped
}

async function start(settings) {
  if (settings.databaseUrl === null) lock = await takeDataLock(settings)
  await requirePort(settings)
  await prepareCheckout(root, { build: !isDev })
  stopping.signal.throwIfAborted()
  const url = settings.databaseUrl ?? (await startDatabase(settings))
  const server = loadServer(settings, url)
  const { accounts, firstAdminLink } = await Promise.race([prepareDatabase(settings, url, []), server.failed])
  stopping.signal.throwIfAborted()
  await step('Starting the web server', () => Promise.race([server.listen(), server.failed]))
  void server.exited.then((how) => stop(1, `The web server ended unexpectedly (${how}); stopping`))
  lock?.note({ state: 'running', address: addressOf(settings), databaseUrl: url })
  greet(settings, accounts, firstAdminLink)
}

async function reset(settings) {
  if (!settings.demo) throw new Refusal('Only demo data can be renewed, and this is not demo mode. DEMO=1 turns it on.')
  await prepareCheckout(root, { build: false })
  const { url, close } = await openDatabase(root, settings, stopping.signal)
  owned.push(close)
  await prepareDatabase(settings, url, ['--reset'])
  say('The demo data is new.')
  await stop(0)
}

async function takeDataLock(settings) {
  let told = false
  const patientUntil = Date.now() + 3 * LAUNCHER_CHECK_MS
  return takeLock(lockFile(settings.dataDir), {
    onHeld: (held) => {
      stopping.signal.throwIfAborted()
      // One whose launcher was just killed notices that within a moment.
      if (held.state !== 'stopping' && Date.now() > patientUntil) {
        const where = typeof held.address === 'string' ? `runs already at ${held.address}` : 'is starting already'
        throw new Refusal(`The system ${where} (process ${held.owner.pid}), with its data in ${settings.dataDir}.
Stop that one first, or start another beside it with DATA_DIR and PORT of its own.`)
      }
      if (!told && held.state === 'stopping') say('… Waiting for the start before this one to stop')
      told ||= held.state === 'stopping'
    },
  })
}

async function startDatabase(settings) {
  const cluster = await startCluster({ root, dataDir: settings.dataDir, onStart: lock.addChild, signal: stopping.signal })
  owned.push(cluster.stop)
  void cluster.exited.then(() => stop(1, 'The database ended unexpectedly; stopping'))
  return ensureDatabase(cluster.url, databaseName(settings.demo))
}

function childEnvironment(settings, url) {
  return {
    ...process.env,
    DATABASE_URL: url,
    DATA_DIR: settings.dataDir,
    DEMO: settings.demo ? '1' : '0',
    HOST: settings.host,
    PORT: String(settings.port),
    NODE_ENV: isDev ? 'development' : 'production',
  }
}

/** @returns {Promise<{ accounts: string[], firstAdminLink: string | null }>} */
async function prepareDatabase(settings, url, args) {
  return step('Bringing the database up to date', async (note) => {
    let last = null
    const onMessage = (message) => {
      if (message.kind === 'note') note(message.text)
      else last = message
    }
    const env = childEnvironment(settings, url)
    const { code, tail } = await runTypeScript(root, 'scripts/prepare-database.ts', args, { env, onMessage, onStart: lock?.addChild })
    if (last?.kind === 'refused') throw new Refusal(last.text)
    if (code !== 0 || last === null) throw new Refusal(`The database could not be brought up to date:\n${tail}`)
    return last
  })
}

/** Starts the web process, which loads its modules and waits for the word to listen. */
function loadServer(settings, url) {
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(root, 'server.ts')], {
    cwd: root,
    env: childEnvironment(settings, url),
    // Out of reach of the terminal's Ctrl-C: it stops when told, after this process has begun to.
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const mark = markOf(child.pid ?? 0)
  if (mark !== null) lock?.addChild(mark)
  const exited = new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`))
    child.once('error', (error) => resolve(error.message))
  })
  owned.push(async () => {
    if (child.connected) child.send({ kind: 'stop' })
    await Promise.race([exited, sleep(DRAIN_MS)])
    if (isAlive(mark)) await endProcess(mark, 1_000)
  })
  const heard = (kind) =>
    new Promise((resolve) => {
      child.on('message', (message) => {
        if (message?.kind === kind) resolve(undefined)
      })
    })
  const loaded = heard('loaded')
  const listening = heard('listening')
  const failed = exited.then((how) => {
    throw new Refusal(`The web server did not start (${how}).`)
  })
  failed.catch(() => {})
  const listen = async () => {
    await loaded
    if (child.connected) child.send({ kind: 'listen' })
    await listening
  }
  return { exited, failed, listen }
}

function greet(settings, accounts, firstAdminLink) {
  say()
  say(`  联盟预约系统已启动  ·  The alliance's booking system is running`)
  say(`  地址 Address:  ${addressOf(settings)}`)
  if (accounts.length > 0) {
    say()
    say(`  演示账号 Demo accounts (密码 password: ${settings.demoPassword})`)
    for (const account of accounts) say(`    ${account}`)
  }
  if (firstAdminLink !== null) {
    say()
    say('  首位管理员链接（一次有效） One-time link that makes the first administrator:')
    say(`    ${firstAdminLink}`)
  }
  say()
  say('  停止 Stop: Ctrl-C')
  say()
}

/** Early and in words, before anything long begins; a server just told to stop gets a moment. */
async function requirePort({ host, port }) {
  const until = Date.now() + PORT_WAIT_MS
  for (;;) {
    const problem = await new Promise((resolve) => {
      const probe = net.createServer()
      probe.once('error', (error) => resolve(error))
      probe.listen({ host, port }, () => probe.close(() => resolve(null)))
    })
    if (problem === null) return
    if (problem.code === 'EADDRINUSE' && Date.now() < until) {
      await sleep(250, undefined, { signal: stopping.signal })
      continue
    }
    const why = { EADDRINUSE: 'another program listens there', EACCES: 'that needs more rights', EADDRNOTAVAIL: 'this machine has no such address' }
    throw new Refusal(`Cannot listen on ${host}, port ${port}: ${why[problem.code] ?? problem.message}. Choose another with PORT (or HOST).`)
  }
}

/** Ends the web server, then the database, then this process. Further signals change nothing. */
function stop(code, words) {
  stopped ??= (async () => {
    if (words !== undefined) say(`\n${words} …`)
    stopping.abort(new Refusal('Stopped'))
    try {
      lock?.note({ state: 'stopping' })
      await endCommands()
      for (const end of owned.toReversed()) await end()
      for (const child of lock?.children() ?? []) await endProcess(child)
      lock?.release()
      if (words !== undefined) say('Stopped.')
    } catch (error) {
      say(error.stack)
    } finally {
      process.exit(code)
    }
  })()
  return stopped
}

/**
 * npm or a shell that was killed outright cannot pass that on; this process would serve on unseen.
 */
function watchLauncher() {
  if (process.env.npm_lifecycle_event === undefined) return
  const watched = launchers()
  const timer = setInterval(() => {
    if (watched.every(isAlive)) return
    clearInterval(timer)
    void stop(1, 'The command that started this is gone; stopping')
  }, LAUNCHER_CHECK_MS)
  timer.unref()
}
