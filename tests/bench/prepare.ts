import { Client } from 'pg'
import { loadWorld } from './load'

/* Loads the bench's world into the database of DATABASE_URL, which is migrated and seeded. */

const client = new Client({ connectionString: process.env.DATABASE_URL, application_name: 'alliance-bench' })
await client.connect()
try {
  await loadWorld(client, Number(process.env.BENCH_BOOKINGS ?? 10_000), (text) => process.send?.({ kind: 'note', text }))
} finally {
  await client.end()
}
if (process.connected) process.disconnect()
