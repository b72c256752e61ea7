import { proposalsByPlace } from '~/domain/conduct/consequences'
import type { ConductScope } from '~/domain/conduct/kinds'
import { endAfterFreeze, type Kept, reconcile, stillStands } from '~/domain/conduct/reconcile'
import { recordAll } from '~/features/audit/record.server'
import { orderMail } from '~/features/jobs/order-mail.server'
import { findingsOf, type ReadFinding } from '~/features/usage/conduct/queries.server'
import { placesOf, rulesOfPlaces } from '~/features/usage/conduct/place-rules.server'
import { db, transaction, type Tx } from '~/platform/db.server'

type Row = Kept & { proposedAt: Date; frozenAt: Date | null; version: number }

/** Nobody else writes what follows for this person until the transaction ends. */
export async function lockPerson(tx: Tx, personId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 AS locked FROM person WHERE id = ${personId}::uuid FOR NO KEY UPDATE`
}

/**
 * Writes down what follows now from what was found of a person, under the person's lock: warnings in force, heavy
 * consequences proposed; what an open plea stops is stopped, what no longer stands is ended. Asked again it changes nothing.
 */
export async function deriveConduct(tx: Tx, personId: string, now: Date): Promise<void> {
  const [findings, kept] = [await findingsOf([personId], tx), await keptOf(tx, personId)]
  if (findings.length === 0 && kept.length === 0) return
  await tendInForce(tx, personId, kept, findings, now)
  const rulesOf = await rulesOfPlaces(placesOf(findings), now, tx)
  const changes = reconcile(kept, proposalsByPlace(findings, rulesOf, now))
  const whose = universityOf(findings)
  for (const id of changes.withdrawn) {
    await tx.conductConsequence.update({ where: { id }, data: { status: 'withdrawn', version: { increment: 1 } }, select: { id: true } })
  }
  for (const { id, effect, days, because } of changes.renewed) {
    await tx.conductConsequence.update({ where: { id }, data: { effect, days, because, proposedAt: now, version: { increment: 1 } }, select: { id: true } })
  }
  const added: { id: string; action: string; scope: ConductScope; scopeId: string }[] = []
  for (const { scope, scopeId, effect, days, because, needsDecision } of changes.added) {
    const { id } = await tx.conductConsequence.create({
      data: { personId, scope, scopeId, effect, days, because, proposedAt: now, ...(needsDecision ? { status: 'proposed' } : { status: 'in_force', startsAt: now }) },
      select: { id: true },
    })
    const kind = needsDecision ? ('conduct-proposed' as const) : ('conduct-warned' as const)
    await orderMail(tx, { key: `${kind}:${id}`, kind, personId, subjectId: id })
    added.push({ id, action: needsDecision ? 'conduct.proposed' : 'conduct.warned', scope, scopeId })
  }
  const own = (id: string) => kept.find((each) => each.id === id)
  await recordAll(tx, [
    ...added.map(({ id, action, scope, scopeId }) => ({ actorId: null, action, subjectKind: 'conduct_consequence', subjectId: id, universityId: whose(scope, scopeId), data: { personId, scope, scopeId } })),
    ...changes.withdrawn.map((id) => ({ actorId: null, action: 'conduct.proposal_withdrawn', subjectKind: 'conduct_consequence', subjectId: id, universityId: whose(own(id)?.scope, own(id)?.scopeId), data: { personId } })),
    ...changes.renewed.map(({ id, scope, scopeId, effect }) => ({ actorId: null, action: 'conduct.proposal_renewed', subjectKind: 'conduct_consequence', subjectId: id, universityId: whose(scope, scopeId), data: { personId, effect } })),
  ])
}

/** Stops, lets go on or ends what is in force, as the pleas against its grounds and later facts say. */
async function tendInForce(tx: Tx, personId: string, kept: Row[], findings: readonly ReadFinding[], now: Date): Promise<void> {
  const running = kept.filter(({ status, endsAt, frozenAt }) => status === 'in_force' && (endsAt === null || endsAt > now || frozenAt !== null))
  for (const each of running) {
    const grounds = findings.filter(({ id }) => each.because.includes(id))
    const rulesOf = await rulesOfPlaces([each], each.proposedAt, tx)
    const isStopped = grounds.some(({ plea, isWithdrawn }) => plea === 'open' && !isWithdrawn)
    if (!stillStands(each, findings, rulesOf)) {
      await write(tx, each, { status: 'lifted', liftedAt: now, frozenAt: null }, 'conduct.fell', personId)
      each.status = 'lifted'
      await orderMail(tx, { key: `conduct-ended:${each.id}`, kind: 'conduct-ended', personId, subjectId: each.id })
    } else if (isStopped && each.frozenAt === null) {
      await write(tx, each, { frozenAt: now }, 'conduct.frozen', personId)
    } else if (!isStopped && each.frozenAt !== null) {
      await write(tx, each, { frozenAt: null, endsAt: endAfterFreeze({ ...each, frozenAt: each.frozenAt }, now) }, 'conduct.went_on', personId)
    }
  }
}

type Data = { status?: 'lifted'; liftedAt?: Date; frozenAt?: Date | null; endsAt?: Date | null }

async function write(tx: Tx, each: Row, data: Data, action: string, personId: string): Promise<void> {
  await tx.conductConsequence.update({ where: { id: each.id }, data: { ...data, version: { increment: 1 } }, select: { id: true } })
  await recordAll(tx, [{ actorId: null, action, subjectKind: 'conduct_consequence', subjectId: each.id, data: { personId, scope: each.scope, scopeId: each.scopeId } }])
}

async function keptOf(tx: Tx, personId: string): Promise<Row[]> {
  const rows = await tx.conductConsequence.findMany({
    where: { personId, status: { not: 'withdrawn' } },
    orderBy: [{ proposedAt: 'asc' }, { id: 'asc' }],
    select: { id: true, scope: true, scopeId: true, effect: true, days: true, because: true, status: true, startsAt: true, endsAt: true, proposedAt: true, frozenAt: true, version: true },
  })
  return rows.map((each) => ({ ...each, isFrozen: each.frozenAt !== null }))
}

/** Whose audit log a consequence belongs to; the alliance's own is nobody's. */
function universityOf(findings: readonly ReadFinding[]) {
  return (scope: ConductScope | undefined, scopeId: string | undefined): string | null => {
    if (scope === undefined || scope === 'alliance') return null
    if (scope === 'university') return scopeId ?? null
    return findings.find((each) => (scope === 'lab' ? each.labId : each.resourceId) === scopeId)?.universityId ?? null
  }
}

const BATCH = 200

/** The same for everybody of whom something was found lately or for whom something is open: found late rather than never. Gives how many. */
export async function deriveForAll(now: Date, since: Date, signal?: AbortSignal): Promise<number> {
  let seen = 0
  let after = '00000000-0000-0000-0000-000000000000'
  for (let hasMore = true; hasMore; ) {
    const rows = await db.$queryRaw<{ id: string }[]>`
      SELECT x.id::text FROM (
        SELECT f.person_id AS id FROM conduct_finding f WHERE f.at > ${since}::timestamptz AND f.withdrawn_at IS NULL
        UNION SELECT c.person_id FROM conduct_consequence c WHERE c.status IN ('proposed', 'in_force') AND (c.ends_at IS NULL OR c.ends_at > ${since}::timestamptz)) x
       WHERE x.id > ${after}::uuid ORDER BY x.id LIMIT ${BATCH}`
    for (const { id } of rows) {
      if (signal?.aborted) return seen
      await transaction(async (tx) => {
        await lockPerson(tx, id)
        await deriveConduct(tx, id, now)
      })
    }
    seen += rows.length
    hasMore = rows.length === BATCH
    after = rows.at(-1)?.id ?? after
  }
  return seen
}

/** Tells people, once, that a term is over. Gives how many. */
export async function tellEnded(now: Date): Promise<number> {
  const over = await db.conductConsequence.findMany({
    where: { status: 'in_force', effect: { not: 'warning' }, endsAt: { lte: now }, endToldAt: null, frozenAt: null }, select: { id: true, personId: true }, take: 500,
  })
  for (const { id, personId } of over) {
    await transaction(async (tx) => {
      const { count } = await tx.conductConsequence.updateMany({ where: { id, endToldAt: null }, data: { endToldAt: now } })
      if (count > 0) await orderMail(tx, { key: `conduct-ended:${id}`, kind: 'conduct-ended', personId, subjectId: id })
    })
  }
  return over.length
}
