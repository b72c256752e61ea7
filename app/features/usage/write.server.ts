import { randomUUID } from 'node:crypto'
import { type ItemStatus, statusOfItems } from '~/domain/booking/states'
import { addMinutes } from '~/domain/time/interval'
import { beneficiaryOf } from '~/domain/usage/beneficiary'
import type { UseFact } from '~/domain/usage/facts'
import { reduceUse, type UseRecord } from '~/domain/usage/record'
import { recordAll } from '~/features/audit/record.server'
import { keepFindings } from '~/features/usage/findings.server'
import type { HeldUse } from '~/features/usage/facts.server'
import type { Prisma } from '~/platform/generated/prisma/client'
import type { Tx } from '~/platform/db.server'

/** The one place that writes uses, and what follows from them for items, bookings and what they take. */

export type NewFact = UseFact & { byId: string | null; reason?: string; device?: { id: string; at: Date; offsetMs: number } }

export type Written = { recordId: string | null; record: UseRecord; isNew: boolean }

/**
 * Adds facts to a use and writes down what all of them amount to. The caller holds the locks of the booking, or of
 * the resource for a use without one, and read `use` after them. A fact that is known already changes nothing.
 */
export async function addFacts(tx: Tx, use: HeldUse, added: readonly NewFact[], by: { actorId: string | null; action: string; now: Date }): Promise<Written> {
  // An id stands for one fact of one use, wherever it was first sent.
  const known = await tx.usageEvent.findMany({ where: { id: { in: added.map(({ id }) => id) } }, select: { id: true } })
  const fresh = added.filter(({ id }) => !known.some((each) => each.id === id))
  const facts = [...use.facts, ...fresh]
  const record = reduceUse(facts, { plan: use.plan, rules: use.rules, now: by.now })
  // What is merely assumed needs no row of its own: its item says so.
  const isTold = facts.length > 0 || record.status === 'no_show'
  if (!isTold && use.recordId === null) {
    await writeItem(tx, use, record, by)
    return { recordId: null, record, isNew: false }
  }
  const recordId = await saveRecord(tx, use, record, by.now)
  const isNew = fresh.length > 0
  if (isNew) await insertEvents(tx, recordId, fresh, by.now)
  await writeItem(tx, use, record, by)
  await keepFindings(tx, { ...use, recordId }, record, by.now)
  if (isNew || use.recordId === null) {
    await recordAll(tx, [{
      actorId: by.actorId, action: by.action, subjectKind: 'use', subjectId: recordId, universityId: use.universityId,
      data: { bookingId: use.bookingId, itemId: use.itemId, resourceId: use.resourceId, status: record.status, startsAt: iso(record.startsAt), endsAt: iso(record.endsAt), facts: fresh.map(({ id }) => id), reason: added[0]?.reason ?? null },
    }])
  }
  return { recordId, record, isNew }
}

const iso = (at: Date | null) => at?.toISOString() ?? null

async function saveRecord(tx: Tx, use: HeldUse, record: UseRecord, now: Date): Promise<string> {
  const { details, split } = record
  const origin = use.originClass ?? 'own_university'
  const data = {
    status: record.status, startsAt: record.startsAt, endsAt: record.endsAt, startSource: record.startSource, endSource: record.endSource,
    spells: record.spells.map(({ start, end }) => ({ start: start.toISOString(), end: end.toISOString() })),
    usedSeconds: record.usedSeconds, warmUpSeconds: split.warmUp, measuringSeconds: split.measuring, postSeconds: split.post, standbySeconds: split.standby,
    isVoid: record.isVoid, operatorId: details.operatorId ?? null,
    operation: details.operation ?? (use.mode === 'self_operation' || use.mode === 'remote' ? ('self' as const) : ('staff' as const)),
    purpose: details.purpose ?? use.purpose ?? ('research' as const),
    beneficiary: details.beneficiary ?? beneficiaryOf({ groupId: use.groupId, ownerGroupIds: use.ownerGroupIds, origin }),
    samples: details.samples ?? null,
    ...(details.counters && { counters: details.counters as Prisma.InputJsonObject }),
    remarks: details.remarks ?? null,
    updatedAt: now,
  }
  if (use.recordId === null) {
    const id = randomUUID()
    await tx.usageRecord.create({ data: { id, itemId: use.itemId, resourceId: use.resourceId, personId: use.personId, createdAt: now, ...data }, select: { id: true } })
    return id
  }
  await tx.usageRecord.update({ where: { id: use.recordId, version: use.recordVersion ?? 1 }, data: { ...data, version: { increment: 1 } }, select: { id: true } })
  return use.recordId
}

async function insertEvents(tx: Tx, recordId: string, facts: readonly NewFact[], now: Date): Promise<void> {
  await tx.usageEvent.createMany({
    data: facts.map(({ id, kind, source, at, until, correction, details, byId, reason, device }) => ({
      id, recordId, kind, source, at, byId, reason: reason ?? null,
      data: JSON.parse(JSON.stringify({ until, correction, details })) as Prisma.InputJsonObject,
      deviceId: device?.id ?? null, deviceAt: device?.at ?? null, offsetMs: device?.offsetMs ?? null, recordedAt: now,
    })),
  })
}

/** The item, its booking and what it takes follow the use. */
async function writeItem(tx: Tx, use: HeldUse, record: UseRecord, { actorId, now }: { actorId: string | null; now: Date }): Promise<void> {
  if (use.itemId === null || use.bookingId === null) return
  const source = record.status === 'completed' ? completionOf(record) : null
  await tx.bookingItem.update({ where: { id: use.itemId }, data: { status: record.status, completionSource: source }, select: { id: true } })
  const items = await tx.bookingItem.findMany({ where: { bookingId: use.bookingId }, select: { status: true } })
  const status = statusOfItems(items.map((each) => each.status as ItemStatus))
  if (status !== use.bookingStatus) {
    await tx.booking.update({ where: { id: use.bookingId }, data: { status, version: { increment: 1 }, updatedAt: now }, select: { id: true } })
    await recordAll(tx, [{
      actorId, action: `booking.${status}`, subjectKind: 'booking', subjectId: use.bookingId, universityId: use.universityId,
      data: { from: use.bookingStatus, source: source ?? record.startSource },
    }])
  }
  if (record.status === 'completed' || record.status === 'no_show') await giveBackRest(tx, use, record, now)
}

function completionOf({ endSource }: UseRecord): string {
  if (endSource === 'assumed') return 'assumed'
  return endSource === 'import' ? 'imported' : endSource === 'correction' || endSource === null ? 'corrected' : 'checked_out'
}

/** What is left of the time of a use that is over, or that nobody began, is free from the next whole minute on. The past stays as it was. */
async function giveBackRest(tx: Tx, use: HeldUse, record: UseRecord, now: Date): Promise<void> {
  if (!use.plan || use.plan.end <= now) return
  const minute = new Date(Math.ceil(now.getTime() / 60_000) * 60_000)
  const isUsed = record.spells.length > 0
  const cut = isUsed ? addMinutes(minute, use.cleanUpMinutes) : minute
  await tx.$executeRaw`
    UPDATE allocation SET ends_at = greatest(${cut}::timestamptz, starts_at + interval '1 minute')
     WHERE item_id = ${use.itemId}::uuid AND ends_at > greatest(${cut}::timestamptz, starts_at + interval '1 minute')`
  await tx.$executeRaw`DELETE FROM presence WHERE item_id = ${use.itemId}::uuid AND starts_at >= ${minute}::timestamptz`
  await tx.$executeRaw`UPDATE presence SET ends_at = ${minute}::timestamptz WHERE item_id = ${use.itemId}::uuid AND ends_at > ${minute}::timestamptz`
}
