import { Client } from 'pg'
import { loadWorld } from './load'
import { loadWide } from './wide'

/* Loads one of the bench's worlds into the database of DATABASE_URL, which is migrated and seeded. */

const client = new Client({ connectionString: process.env.DATABASE_URL, application_name: 'alliance-bench' })
await client.connect()
const note = (text: string) => void process.send?.({ kind: 'note', text })
try {
  if (process.env.BENCH_WORLD === 'wide') await loadWide(client, Number(process.env.BENCH_BOOKINGS), note)
  else await loadWorld(client, Number(process.env.BENCH_BOOKINGS ?? 10_000), note)
} finally {
  await client.end()
}
if (process.connected) process.disconnect()
