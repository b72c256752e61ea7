import { type Actor, can } from '~/domain/access/permission'
import { done, isAcceptable, type Outcome, problem, type Problem, refused } from '~/domain/problem'
import { effectiveConductRules, type ConductRules } from '~/domain/conduct/rules'
import { attribute } from '~/domain/usage/attribution'
import { judgeCheckIn, judgeCheckOut } from '~/domain/usage/judge'
import { mendTime, OLDEST_DAYS } from '~/domain/usage/clock'
import { reduceUse } from '~/domain/usage/record'
import { stillHeld } from '~/features/usage/check-in.server'
import { type HeldUse, heldUse } from '~/features/usage/facts.server'
import { fitnessNow } from '~/features/usage/fitness.server'
import { openUse } from '~/features/usage/open-use.server'
import { judgeOperator } from '~/features/usage/operator.server'
import type { SyncInput } from '~/features/usage/schema'
import { addFacts } from '~/features/usage/write.server'
import { db, type Tx } from '~/platform/db.server'

/**
 * What became of an event: taken now, known already, or refused for good with why: a code of its own, or of the
 * problem that stands beside it. Refused ones are not sent again.
 */
export type Synced = { id: string; is: 'taken' | 'known' | 'refused'; why?: string; problem?: Problem }

type Sent = SyncInput['events'][number] & { mendedAt: Date; offsetMs: number }

/** What a kiosk tells within so long happens now: its person stands there and is judged as on a phone. */
const LIVE_MS = 2 * 60_000

/**
 * Takes what a device kept while it was cut off, in the order in which it happened by the server's clock. Each
 * event stands alone: when the network drops in the middle, the whole may be sent again. The actor answers for the
 * device: who records uses there. A device that signs in by itself is nobody (`actsAs` null) in the log.
 */
export async function syncDevice(actor: Actor, input: SyncInput, receivedAt: Date, actsAs: string | null = actor.personId): Promise<Outcome<Synced[]>> {
  if (!can(actor, 'record:use')) return refused(problem('not_allowed', {}))
  const named = [...new Set(input.events.flatMap(({ resourceId }) => resourceId ?? []))]
  const resources = await db.resource.findMany({ where: { id: { in: named } }, select: { id: true, labId: true, universityId: true } })
  const allowed = new Set(resources.filter((each) => can(actor, 'record:use', each)).map(({ id }) => id))
  const results = new Map<string, Synced>()
  const sent: Sent[] = []
  for (const event of input.events) {
    const mended = mendTime(event, { sentAt: input.sentAt, receivedAt })
    if (!mended.ok) results.set(event.id, { id: event.id, is: 'refused', why: mended.why })
    else if (event.resourceId !== undefined && !allowed.has(event.resourceId)) results.set(event.id, { id: event.id, is: 'refused', why: 'resource' })
    else sent.push({ ...event, mendedAt: mended.at, offsetMs: Math.round(mended.offsetMs) })
  }
  for (const event of sent.toSorted((a, b) => a.mendedAt.getTime() - b.mendedAt.getTime())) {
    results.set(event.id, await take(actor, event, { ...input, actsAs }, receivedAt))
  }
  return done([...results.values()])
}

async function take(actor: Actor, event: Sent, { deviceId, source, actsAs }: SyncInput & { actsAs: string | null }, now: Date): Promise<Synced> {
  const { id, kind } = event
  const known = await db.usageEvent.count({ where: { id } })
  if (known > 0) return { id, is: 'known' }
  const isLive = source === 'kiosk' && now.getTime() - event.mendedAt.getTime() <= LIVE_MS
  const itemId = await itemOf(event, isLive)
  if (itemId === null) return { id, is: 'refused', why: 'booking' }
  // Asked before the transaction, as with a check-in by phone.
  const before = kind === 'start' ? await heldUse(itemId) : null
  const unfit = before === null ? [] : isLive ? await fitnessNow(before, now) : before.resourceStatus === 'retired' ? [problem('resource_not_in_service', {})] : []
  const outcome = await openUse(itemId, now, (seen) => can(actor, 'record:use', seen.target), async (tx, use) => {
    const problems = [...(await judgeOperator(tx, event.details)), ...(isLive ? await judgeLive(tx, use, kind, now) : []), ...unfit]
    if (!isAcceptable(problems)) return refused(...problems)
    return done(await addFacts(tx, use, [{
      id, kind, source, at: event.mendedAt, byId: null, device: { id: deviceId, at: event.at, offsetMs: event.offsetMs },
      ...(event.details && { details: event.details }),
    }], { actorId: actsAs, action: `use.${source}_${kind}`, now }))
  })
  if (outcome.ok) return { id, is: outcome.value.isNew ? 'taken' : 'known' }
  const [why] = outcome.problems
  // A booking of another lab is none here.
  return why === undefined || why.code === 'not_allowed' ? { id, is: 'refused', why: 'booking' } : { id, is: 'refused', why: why.code, problem: why }
}

/** Who stands at the kiosk now is told what would be told on a phone. */
async function judgeLive(tx: Tx, use: HeldUse, kind: Sent['kind'], now: Date): Promise<Problem[]> {
  const record = reduceUse(use.facts, { plan: use.plan, rules: use.rules, now })
  const item = { bookingStatus: use.bookingStatus ?? ('declined' as const), plan: use.plan }
  if (kind === 'end') return judgeCheckOut(item, record, use.rules, now)
  if (record.status === 'in_use') return []
  const problems = judgeCheckIn(item, record, use.rules, now)
  return problems.length > 0 ? problems : stillHeld(tx, use, now)
}

type Row = { itemId: string; start: Date; end: Date; layers: Partial<ConductRules>[] }

/**
 * The granted item that an event belongs to: the one named, of the booking with that code, or of that person,
 * around that time. What happens now and names a booking is that booking's even at the wrong time, to be told so.
 */
async function itemOf({ resourceId, itemId, code, personId, mendedAt, kind }: Sent, isLive: boolean): Promise<string | null> {
  if (itemId === undefined && code === undefined && (personId === undefined || resourceId === undefined)) return null
  const rows = await db.$queryRaw<Row[]>`
    SELECT i.id::text AS "itemId", i.starts_at AS start, i.ends_at AS end, conduct_layers(i.resource_id, b.created_at) AS layers
      FROM booking_item i JOIN booking b ON b.id = i.booking_id
     WHERE b.status IN ('approved', 'in_use', 'completed', 'no_show')
       AND (${resourceId ?? null}::text IS NULL OR i.resource_id = ${resourceId ?? null}::text)
       AND (${itemId ?? null}::uuid IS NULL OR i.id = ${itemId ?? null}::uuid)
       AND (${code ?? null}::text IS NULL OR b.code = upper(${code ?? null}::text))
       AND (${personId ?? null}::uuid IS NULL OR b.attendee_id = ${personId ?? null}::uuid)
       AND i.starts_at < ${mendedAt}::timestamptz + interval '7 days' AND i.ends_at > ${mendedAt}::timestamptz - ${OLDEST_DAYS} * interval '1 day'`
  const found = attribute(kind, mendedAt, rows.map(({ itemId, start, end, layers }) => ({ itemId, plan: { start, end }, rules: effectiveConductRules(layers) })))
  if (found !== null || !isLive || personId !== undefined) return found
  const away = ({ start }: Row) => Math.abs(start.getTime() - mendedAt.getTime())
  return rows.toSorted((a, b) => away(a) - away(b))[0]?.itemId ?? null
}
