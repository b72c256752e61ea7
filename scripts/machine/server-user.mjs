import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { Refusal } from './output.mjs'

/*
 * PostgreSQL refuses to run as root. Started by root it runs as the system's user `postgres`, who
 * may not be able to walk to folders below, say, /root. The data folder is therefore handed over as
 * an open directory (/proc/self/fd/3), which needs no walk; programs that the user cannot reach are
 * copied to where it can.
 */

const HANDED_OVER = 3
const USER = 'postgres'

/**
 * @typedef {{ own: (file: string) => void, ids: { uid?: number, gid?: number },
 *   launch: (command: string, folder: string, args: (data: string) => string[]) =>
 *     { command: string, args: string[], options: { handles: number[], cwd: string, env: NodeJS.ProcessEnv, uid?: number, gid?: number }, done: () => void } }} ServerUser
 */

/** @returns {Promise<ServerUser>} */
export async function serverUser() {
  if (process.platform === 'win32' || process.getuid?.() !== 0) {
    return {
      own: () => {},
      ids: {},
      launch: (command, folder, args) => ({ command, args: args(folder), options: { handles: [], cwd: folder, env: environment() }, done: () => {} }),
    }
  }
  const ids = idsOf(USER) ?? createUser()
  return {
    ids,
    own: (file) => fs.chownSync(file, ids.uid, ids.gid),
    launch: (command, folder, args) => {
      const handle = fs.existsSync('/proc/self/fd') ? fs.openSync(folder, 'r') : null
      return {
        command,
        args: args(handle === null ? folder : `/proc/self/fd/${HANDED_OVER}`),
        options: { ...ids, handles: handle === null ? [] : [handle], cwd: '/', env: environment() },
        done: () => {
          if (handle !== null) fs.closeSync(handle)
        },
      }
    },
  }
}

/**
 * The programs where the user can run them.
 * @param {ServerUser} user
 * @param {{ folder: string, program: (tool: string) => string }} found
 */
export async function programsFor(user, { folder, program }) {
  const at = (base) => ({ path: (tool) => path.join(base, program(tool)) })
  if (process.platform !== 'win32') {
    for (const tool of ['initdb', 'pg_ctl', 'postgres']) makeExecutable(at(folder).path(tool))
  }
  if (user.ids.uid === undefined || canRun(user, at(folder).path('postgres'))) return at(folder)
  const digest = createHash('sha256').update(folder).update(String(fs.statSync(at(folder).path('postgres')).mtimeMs)).digest('hex')
  for (const parent of ['/var/cache', '/var/lib', '/usr/local/lib', os.tmpdir()]) {
    const copy = path.join(parent, `alliance-booking-postgres-${digest.slice(0, 16)}`)
    try {
      if (!isTrusted(copy)) {
        const draft = `${copy}.${process.pid}`
        fs.cpSync(folder, draft, { recursive: true, verbatimSymlinks: true })
        fs.chmodSync(draft, 0o755)
        fs.rmSync(copy, { recursive: true, force: true })
        fs.renameSync(draft, copy)
      }
    } catch {
      continue
    }
    if (canRun(user, at(copy).path('postgres'))) return at(copy)
  }
  throw new Refusal(`The user ${USER} cannot run the database's programs in ${folder}. Move the project to a folder that other users may enter, or set DATABASE_URL.`)
}

/** A copy of ours, which nobody but root can have put there. */
function isTrusted(copy) {
  const stat = fs.lstatSync(copy, { throwIfNoEntry: false })
  return stat !== undefined && stat.isDirectory() && stat.uid === 0 && (stat.mode & 0o022) === 0
}

function canRun(user, command) {
  return spawnSync(command, ['--version'], { ...user.ids, cwd: '/', env: environment(), stdio: 'ignore' }).status === 0
}

function makeExecutable(file) {
  const { mode } = fs.statSync(file)
  if ((mode & 0o555) !== 0o555) fs.chmodSync(file, mode | 0o555)
}

/** Messages in English, which the log's reader can look up; nothing that points to another server. */
function environment() {
  const own = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name))
  return { ...Object.fromEntries(own), LC_ALL: 'C' }
}

function idsOf(name) {
  try {
    const read = (flag) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
    return { uid: read('-u'), gid: read('-g') }
  } catch {
    return null
  }
}

function createUser() {
  for (const [command, args] of [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', USER]],
    ['adduser', ['-S', '-D', '-H', USER]],
  ]) {
    spawnSync(command, args, { stdio: 'ignore' })
    const ids = idsOf(USER)
    if (ids !== null) return ids
  }
  const nobody = idsOf('nobody')
  if (nobody !== null) return nobody
  throw new Refusal('PostgreSQL does not run as root, and no other user could be made. Start as another user, or set DATABASE_URL.')
}
