import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { takeLock } from './lock.mjs'
import { Refusal, say, step } from './output.mjs'
import { installPackages } from './packages.mjs'
import { run } from './processes.mjs'

const BUILT_FROM = ['app', 'emails', 'public', 'vite.config.ts', 'remix.config.js', 'tsconfig.json', 'package-lock.json']
const GENERATED_FROM = ['prisma/schema.prisma', 'prisma.config.ts', 'package-lock.json']
const GENERATED = 'app/platform/generated'
const CLIENT = `${GENERATED}/prisma/client.ts`
const BUILT = 'build/server/index.js'

/**
 * Brings the checkout into a state that can run: packages, database client, and the built app.
 * Whatever is already right is left alone; two starts on one checkout take turns.
 * @param {string} root
 * @param {{ dev?: boolean, build: boolean }} options
 */
export async function prepareCheckout(root, { dev = false, build }) {
  const cache = path.join(root, '.cache')
  let told = false
  const lock = await takeLock(path.join(cache, 'prepare.json'), {
    onHeld: () => {
      if (!told) say('… Waiting for another start of this checkout to finish installing and building')
      told = true
    },
  })
  const onStart = (mark) => lock.addChild(mark)
  try {
    await installPackages(root, { dev, onStart })
    await onChange(root, 'client', GENERATED_FROM, CLIENT, () => generateClient(root, onStart))
    if (build) await onChange(root, 'build', BUILT_FROM, BUILT, () => buildApp(root, onStart))
  } finally {
    lock.release()
  }
}

async function generateClient(root, onStart) {
  await step('Generating the database client', async (note) => {
    const env = {
      ...process.env,
      // The schema engine is not needed to generate; naming a program that exists keeps Prisma from
      // downloading one.
      PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY ?? process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    }
    await runTool(root, 'prisma/build/index.js', ['generate'], { env, onStart, onLine: note })
  })
}

async function buildApp(root, onStart) {
  await step('Building', async (note) => {
    fs.rmSync(path.join(root, 'build'), { recursive: true, force: true })
    const env = { ...process.env, NODE_ENV: 'production' }
    await runTool(root, '@remix-run/dev/dist/cli.js', ['vite:build'], { env, onStart, onLine: note })
  })
}

/** Runs the script of an installed package to its end. */
export async function runTool(root, script, args, options) {
  const file = path.join(root, 'node_modules', script)
  const { code, tail } = await run(process.execPath, [file, ...args], { cwd: root, env: process.env, ...options })
  if (code !== 0) throw new Refusal(`${path.basename(path.dirname(file))} ${args.join(' ')} failed:\n${tail}`)
}

/** Whether the built app is made from the sources as they lie here. */
export const isCurrentBuild = (root) => isCurrent(root, 'build', BUILT_FROM, BUILT)
export const isCurrentClient = (root) => isCurrent(root, 'client', GENERATED_FROM, CLIENT)

const stampOf = (root, name) => path.join(root, '.cache', `${name}.sha256`)

function isCurrent(root, name, sources, product) {
  return fs.existsSync(path.join(root, product)) && read(stampOf(root, name)) === digestOf(root, sources)
}

/** Does the work when the sources differ from those of the last time it ended well. */
async function onChange(root, name, sources, product, work) {
  if (isCurrent(root, name, sources, product)) return
  const stamp = stampOf(root, name)
  const digest = digestOf(root, sources)
  fs.rmSync(stamp, { force: true })
  await work()
  fs.writeFileSync(stamp, digest)
}

/** SHA-256 over names and contents of all files below the given places, tests and products left out. */
export function digestOf(root, places) {
  const hash = createHash('sha256')
  const add = (relative) => {
    const file = path.join(root, relative)
    const stat = fs.statSync(file, { throwIfNoEntry: false })
    if (stat === undefined || relative === GENERATED || /\.test\.tsx?$/.test(relative)) return
    if (stat.isDirectory()) {
      for (const name of fs.readdirSync(file).toSorted()) add(`${relative}/${name}`)
    } else {
      hash.update(`${relative}\0${stat.size}\0`).update(fs.readFileSync(file))
    }
  }
  for (const place of places) add(place)
  return hash.digest('hex')
}

function read(file) {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
