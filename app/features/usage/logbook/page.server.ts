import { type Actor, can } from '~/domain/access/permission'
import { countingFacts, type Counted } from '~/domain/usage/counting'
import type { UseDetails, UseFactKind, UseSource } from '~/domain/usage/facts'
import { reduceUse, type UseRecord } from '~/domain/usage/record'
import { noteReads } from '~/features/audit/note-reads.server'
import { beneficiaryOf } from '~/domain/usage/beneficiary'
import { type HeldUse, heldUse } from '~/features/usage/facts.server'
import { db } from '~/platform/db.server'

type Named = { nameZh: string | null; nameEn: string | null; email: string }

export type FactLine = {
  id: string
  kind: UseFactKind
  source: UseSource
  at: Date
  recordedAt: Date
  deviceId: string | null
  deviceAt: Date | null
  /** Server time less device time, in minutes, where the clock was wrong. */
  offsetMinutes: number | null
  by: Named | null
  reason: string | null
  correction: { startsAt: Date | null; endsAt: Date | null; outcome: 'void' | 'absent' | 'happened' | null } | null
  details: Partial<UseDetails> | null
  counts: Counted[]
}

/** A use with all its facts, which of them hold, and what may be done; null: none that the actor records. */
export async function recordPage(actor: Actor, id: string, now: Date) {
  const use = await heldUse(id)
  if (use === null || !can(actor, 'record:use', use.target)) return null
  const [events, row, place, person, booking] = await Promise.all([
    use.recordId === null ? [] : db.usageEvent.findMany({
      where: { recordId: use.recordId }, orderBy: [{ at: 'asc' }, { id: 'asc' }],
      select: { id: true, reason: true, byId: true, recordedAt: true, deviceId: true, deviceAt: true, offsetMs: true },
    }),
    use.recordId === null ? null : db.usageRecord.findUnique({ where: { id: use.recordId }, select: { operation: true, purpose: true, beneficiary: true } }),
    db.resource.findUniqueOrThrow({ where: { id: use.resourceId }, select: { id: true, nameZh: true, nameEn: true, isIllustrative: true, campus: { select: { timeZone: true } } } }),
    db.person.findUniqueOrThrow({ where: { id: use.personId }, select: { nameZh: true, nameEn: true, email: true } }),
    use.bookingId === null ? null : db.booking.findUnique({ where: { id: use.bookingId }, select: { id: true, code: true } }),
  ])
  const record = reduceUse(use.facts, { plan: use.plan, rules: use.rules, now })
  const operatorId = record.details.operatorId
  const names = new Map((await db.person.findMany({
    where: { id: { in: [...events.flatMap(({ byId }) => byId ?? []), ...(operatorId ? [operatorId] : [])] } }, select: { id: true, nameZh: true, nameEn: true, email: true },
  })).map(({ id: personId, ...named }) => [personId, named]))
  const external = use.recordId === null ? null : await db.importedUse.findUnique({ where: { recordId: use.recordId }, select: { system: true, externalId: true } })
  await noteReads(actor, [use.personId], 'uses', now)
  const counting = countingFacts(use.facts, record)
  const facts = use.facts.flatMap((fact): FactLine[] => {
    const event = events.find((each) => each.id === fact.id)
    if (!event) return []
    const { offsetMs, byId, ...rest } = event
    return [{
      ...rest, kind: fact.kind, source: fact.source, at: fact.at,
      offsetMinutes: offsetMs === null ? null : Math.round(Number(offsetMs) / 60_000),
      by: byId === null ? null : (names.get(byId) ?? null),
      correction: fact.correction ? { startsAt: fact.correction.startsAt ?? null, endsAt: fact.correction.endsAt ?? null, outcome: fact.correction.outcome ?? null } : null,
      details: fact.details ?? null, counts: counting.get(fact.id) ?? [],
    }]
  }).toSorted((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1))
  const { campus, ...resource } = place
  return {
    id: use.itemId ?? use.recordId ?? id, itemId: use.itemId, recordVersion: use.recordVersion, plan: use.plan, bookingStatus: use.bookingStatus,
    resource, timeZone: campus.timeZone, person, booking, external, record, facts,
    operator: operatorId ? (names.get(operatorId) ?? null) : null,
    kinds: row ?? assumedKinds(use),
    can: actionsOn(actor, use, record, now),
  }
}
export type UsePage = NonNullable<Awaited<ReturnType<typeof recordPage>>>

/** What holds of a use about which nobody has told anything. */
function assumedKinds({ mode, purpose, originClass, groupId, ownerGroupIds }: HeldUse) {
  return {
    operation: mode === 'self_operation' || mode === 'remote' ? ('self' as const) : ('staff' as const),
    purpose: purpose ?? ('research' as const),
    beneficiary: beneficiaryOf({ groupId, ownerGroupIds, origin: originClass ?? 'own_university' }),
  }
}

/** What the page offers; the commands judge again. */
function actionsOn(actor: Actor, use: HeldUse, record: UseRecord, now: Date) {
  const isOwn = use.personId === actor.personId
  const isGranted = use.bookingStatus === 'approved' || use.bookingStatus === 'in_use' || use.bookingStatus === 'completed'
  return {
    checkIn: use.itemId !== null && isGranted && use.plan !== null && record.status === 'not_started' && now < use.plan.end,
    checkOut: use.itemId !== null && record.status === 'in_use',
    correct: !isOwn && (use.plan === null || now >= use.plan.start),
    isOwn,
  }
}
