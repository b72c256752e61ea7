import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import type { World } from './load'

/*
 * What the database alone can do: the rows of a booking (booking, item, allocation, presence, audit
 * row) behind a check for overlap, in one prepared statement and so in one transaction, over plain
 * connections. No rules, no locks, no HTTP: the most that any program above it can reach.
 */

const STATEMENT = {
  name: 'limit',
  text: `
    WITH free AS (
      SELECT r.id, r.university_id, r.campus_id FROM resource r
       WHERE r.id = $1 AND NOT EXISTS (
         SELECT 1 FROM allocation a WHERE a.resource_id = r.id AND a.unit = 1 AND tstzrange(a.starts_at, a.ends_at) && tstzrange($4, $5))
    ), b AS (
      INSERT INTO booking (id, code, status, booker_id, attendee_id, home_university_id, origin_class, purpose, policy_hash, quoted_fen)
        SELECT $2::uuid, $2::text, 'approved', $6::uuid, $6::uuid, university_id, 'own_university', 'research', 'bench', 5000 FROM free RETURNING id
    ), i AS (
      INSERT INTO booking_item (id, booking_id, resource_id, mode, starts_at, ends_at)
        SELECT $3::uuid, b.id, $1, 'self_operation', $4, $5 FROM b RETURNING id
    ), a AS (
      INSERT INTO allocation (resource_id, starts_at, ends_at, cause, item_id) SELECT $1, $4, $5, 'booking', i.id FROM i
    ), p AS (
      INSERT INTO presence (person_id, campus_id, starts_at, ends_at, attended, item_id) SELECT $6::uuid, free.campus_id, $4, $5, true, i.id FROM i, free
    )
    INSERT INTO audit_event (actor_id, action, subject_kind, subject_id, university_id, data)
      SELECT $6::uuid, 'booking.created', 'booking', b.id::text, free.university_id, '{"status": "approved", "problems": []}' FROM b, free`,
}

export type LimitRun = { clients: Client[]; next: (client: number) => Promise<boolean>; close: () => Promise<void> }

/** Books half hours in nights far ahead, which no other measurement touches. */
export async function limitRun(url: string, world: World, count: number, offset: number): Promise<LimitRun> {
  const clients = await Promise.all(
    Array.from({ length: count }, async () => {
      const client = new Client({ connectionString: url, application_name: 'alliance-bench-limit' })
      await client.connect()
      return client
    }),
  )
  const { rows } = await clients[0]!.query<{ id: string }>(`SELECT id FROM person WHERE email LIKE 'bench-%' ORDER BY id`)
  const persons = rows.map(({ id }) => id)
  const midnight = new Date().setUTCHours(0, 0, 0, 0)
  let taken = offset
  const next = async (client: number): Promise<boolean> => {
    const at = taken++
    const resource = world.resources[at % world.resources.length]!
    const slot = Math.floor(at / world.resources.length)
    // 12:00 to 24:00 UTC is evening and night on every campus.
    const start = midnight + (800 + Math.floor(slot / 24)) * 86_400_000 + 12 * 3_600_000 + (slot % 24) * 1_800_000
    const { rowCount } = await clients[client]!.query({
      ...STATEMENT,
      values: [resource, randomUUID(), randomUUID(), new Date(start), new Date(start + 1_800_000), persons[at % persons.length]],
    })
    return rowCount === 1
  }
  return { clients, next, close: async () => void (await Promise.all(clients.map((each) => each.end()))) }
}
