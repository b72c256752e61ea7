import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { Client } from 'pg'
import { startCluster } from '../../scripts/machine/cluster.mjs'
import { readLock, takeLock } from '../../scripts/machine/lock.mjs'
import { migrationsDigest, TEMPLATE } from './template'

declare module 'vitest' {
  interface ProvidedContext {
    /** Any database of the test server, as a user who may create others. */
    testServer: string
    template: string
  }
}

const root = path.resolve(import.meta.dirname, '../..')
const SERVERS = 6

/**
 * A PostgreSQL for the run and a migrated template in it. TEST_DATABASE_URL names another server;
 * otherwise the embedded one runs from `.data/test`, or beside it when another run is using that.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL
  const server = given === undefined || given === '' ? await embeddedServer() : { url: given, stop: async () => {} }
  const template = `${TEMPLATE}_${(await migrationsDigest()).slice(0, 12)}`
  await makeTemplate(server.url, template)
  project.provide('testServer', server.url)
  project.provide('template', template)
  return server.stop
}

async function embeddedServer() {
  for (let number = 1; ; number += 1) {
    const dataDir = path.join(root, '.data', number === 1 ? 'test' : `test-${number}`)
    const file = path.join(dataDir, 'running.json')
    if (readLock(file) !== null && number < SERVERS) continue
    const lock = await takeLock(file, {
      onHeld: () => {
        throw new Error('Too many test runs at once')
      },
    })
    const cluster = await startCluster({ root, dataDir, fast: true, onStart: lock.addChild })
    const stop = async () => {
      await cluster.stop()
      lock.release()
    }
    return { url: cluster.url('postgres'), stop }
  }
}

/** Databases are built from the migrations, so that tests meet every constraint and trigger. */
async function makeTemplate(url: string, template: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1)`,
      [`${TEMPLATE}_`],
    )
    const names = rows.map(({ name }) => name)
    const isForeign = process.env.TEST_DATABASE_URL !== undefined
    for (const old of names.filter((name) => !isForeign && !name.startsWith(template))) {
      await client.query(`DROP DATABASE "${old}" WITH (FORCE)`)
    }
    if (names.includes(template)) return
    const draft = `${template}_draft`
    await client.query(`DROP DATABASE IF EXISTS "${draft}" WITH (FORCE)`)
    await client.query(`CREATE DATABASE "${draft}" ENCODING 'UTF8' TEMPLATE template0`)
    const { migrate } = await import('../../scripts/migrate')
    const draftUrl = new URL(url)
    draftUrl.pathname = `/${draft}`
    await migrate(draftUrl.href)
    await client.query(`ALTER DATABASE "${draft}" RENAME TO "${template}"`)
  } finally {
    await client.end()
  }
}
