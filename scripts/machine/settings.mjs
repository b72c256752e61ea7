import fs from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { Refusal } from './output.mjs'

const YES = ['1', 'true', 'yes']
const NO = ['0', 'false', 'no']

/**
 * What the start itself must know, before packages are there; the app parses the same names with
 * zod in app/platform/env.server.ts. A file `.env` may hold settings too; the environment wins.
 */
export function readSettings(root) {
  const file = path.join(root, '.env')
  if (fs.existsSync(file)) process.loadEnvFile(file)
  const { DATABASE_URL, DEMO, HOST, PORT, DATA_DIR, DEMO_PASSWORD } = process.env
  const databaseUrl = DATABASE_URL || null
  if (databaseUrl !== null && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    throw new Refusal('DATABASE_URL must look like postgresql://user:password@host:5432/name')
  }
  return {
    databaseUrl,
    demo: flag('DEMO', DEMO, databaseUrl === null),
    host: HOST || '127.0.0.1',
    port: portNumber(PORT),
    dataDir: path.resolve(root, DATA_DIR || '.data'),
    demoPassword: DEMO_PASSWORD || 'alliance-demo',
  }
}

/** Demo and real data live in databases of their own, so that one start never mixes them. */
export const databaseName = (demo) => (demo ? 'alliance_demo' : 'alliance')

/** What a reader types. */
export function addressOf({ host, port }) {
  if (process.env.BASE_URL) return process.env.BASE_URL.replace(/\/+$/, '')
  const name = ['127.0.0.1', '0.0.0.0', '::', '::1'].includes(host) ? 'localhost' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

function flag(name, text, fallback) {
  const value = (text ?? '').trim().toLowerCase()
  if (value === '') return fallback
  if (YES.includes(value)) return true
  if (NO.includes(value)) return false
  throw new Refusal(`${name} must be 1 or 0, not "${text}"`)
}

function portNumber(text) {
  const port = Number(text || 3000)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw new Refusal(`PORT must be a whole number from 1 to 65535, not "${text}"`)
}
