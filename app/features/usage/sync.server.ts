import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { effectiveConductRules, type ConductRules } from '~/domain/conduct/rules'
import { attribute } from '~/domain/usage/attribution'
import { mendTime, OLDEST_DAYS } from '~/domain/usage/clock'
import { openUse } from '~/features/usage/open-use.server'
import { judgeOperator } from '~/features/usage/operator.server'
import type { SyncInput } from '~/features/usage/schema'
import { addFacts } from '~/features/usage/write.server'
import { db } from '~/platform/db.server'

/** What became of an event: taken now, known already, or refused for good with why. Refused ones are not sent again. */
export type Synced = { id: string; is: 'taken' | 'known' | 'refused'; why?: string }

type Sent = SyncInput['events'][number] & { mendedAt: Date; offsetMs: number }

/**
 * Takes what a device kept while it was cut off, in the order in which it happened by the server's clock. Each
 * event stands alone: when the network drops in the middle, the whole may be sent again. The actor answers for the
 * device: who records uses there.
 */
export async function syncDevice(actor: Actor, input: SyncInput, receivedAt: Date): Promise<Outcome<Synced[]>> {
  const resources = await db.resource.findMany({
    where: { id: { in: [...new Set(input.events.map(({ resourceId }) => resourceId))] } }, select: { id: true, labId: true, universityId: true },
  })
  const allowed = new Set(resources.filter((each) => can(actor, 'record:use', each)).map(({ id }) => id))
  if (!can(actor, 'record:use')) return refused(problem('not_allowed', {}))
  const results = new Map<string, Synced>()
  const sent: Sent[] = []
  for (const event of input.events) {
    const mended = mendTime(event, { sentAt: input.sentAt, receivedAt })
    if (!mended.ok) results.set(event.id, { id: event.id, is: 'refused', why: mended.why })
    else if (!allowed.has(event.resourceId)) results.set(event.id, { id: event.id, is: 'refused', why: 'resource' })
    else sent.push({ ...event, mendedAt: mended.at, offsetMs: Math.round(mended.offsetMs) })
  }
  for (const event of sent.toSorted((a, b) => a.mendedAt.getTime() - b.mendedAt.getTime())) {
    results.set(event.id, await take(actor, event, input, receivedAt))
  }
  return done([...results.values()])
}

async function take(actor: Actor, event: Sent, { deviceId, source }: SyncInput, now: Date): Promise<Synced> {
  const { id } = event
  const known = await db.usageEvent.count({ where: { id } })
  if (known > 0) return { id, is: 'known' }
  const itemId = await itemOf(event)
  if (itemId === null) return { id, is: 'refused', why: 'booking' }
  const outcome = await openUse(itemId, now, (seen) => can(actor, 'record:use', seen.target), async (tx, use) => {
    const problems = await judgeOperator(tx, event.details)
    if (problems.length > 0) return refused(...problems)
    return done(await addFacts(tx, use, [{
      id, kind: event.kind, source, at: event.mendedAt, byId: null, device: { id: deviceId, at: event.at, offsetMs: event.offsetMs },
      ...(event.details && { details: event.details }),
    }], { actorId: actor.personId, action: `use.${source}_${event.kind}`, now }))
  })
  if (!outcome.ok) return { id, is: 'refused', why: outcome.problems[0]?.code ?? 'not_allowed' }
  return { id, is: outcome.value.isNew ? 'taken' : 'known' }
}

type Row = { itemId: string; start: Date; end: Date; layers: Partial<ConductRules>[] }

/** The granted item that an event belongs to: of the booking with that code, or of that person, around that time. */
async function itemOf({ resourceId, code, personId, mendedAt, kind }: Sent): Promise<string | null> {
  if (code === undefined && personId === undefined) return null
  const rows = await db.$queryRaw<Row[]>`
    SELECT i.id::text AS "itemId", i.starts_at AS start, i.ends_at AS end, conduct_layers(i.resource_id, b.created_at) AS layers
      FROM booking_item i JOIN booking b ON b.id = i.booking_id
     WHERE i.resource_id = ${resourceId} AND b.status IN ('approved', 'in_use', 'completed', 'no_show')
       AND (${code ?? null}::text IS NULL OR b.code = upper(${code ?? null}::text))
       AND (${personId ?? null}::uuid IS NULL OR b.attendee_id = ${personId ?? null}::uuid)
       AND i.starts_at < ${mendedAt}::timestamptz + interval '7 days' AND i.ends_at > ${mendedAt}::timestamptz - ${OLDEST_DAYS} * interval '1 day'`
  return attribute(kind, mendedAt, rows.map(({ itemId, start, end, layers }) => ({ itemId, plan: { start, end }, rules: effectiveConductRules(layers) })))
}
