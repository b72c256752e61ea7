import type { OwnerKind } from '~/domain/scheduling/layers'
import type { OpeningBlock, OpeningException, OpeningSchedule } from '~/domain/scheduling/opening'
import type { OwnerRef } from '~/features/scheduling/owner.server'
import { db, type Tx } from '~/platform/db.server'

export type ScheduleRow = OpeningSchedule & { id: string; ownerKind: OwnerKind; ownerId: string }
export type ExceptionRow = OpeningException & { id: string; ownerKind: OwnerKind; ownerId: string }

const dateOf = (day: Date) => day.toISOString().slice(0, 10)
export const dayOf = (date: string) => new Date(`${date}T00:00:00Z`)

/** The schedules of the owners that hold on a date or after it, in order of their beginning. */
export async function scheduleRows(owners: readonly OwnerRef[], from: string, client: Tx | typeof db = db): Promise<ScheduleRow[]> {
  const rows = await client.openingSchedule.findMany({
    where: { OR: byOwner(owners), AND: { OR: [{ validTo: null }, { validTo: { gt: dayOf(from) } }] } },
    orderBy: [{ validFrom: 'asc' }, { id: 'asc' }],
  })
  return rows.map(({ validFrom, validTo, weekly, ...row }) => ({
    ...row,
    validFrom: dateOf(validFrom),
    validTo: validTo && dateOf(validTo),
    weekly: weekly as unknown as OpeningSchedule['weekly'],
  }))
}

/** The exceptions of the owners on a date or after it. */
export async function exceptionRows(owners: readonly OwnerRef[], from: string, client: Tx | typeof db = db): Promise<ExceptionRow[]> {
  const rows = await client.openingException.findMany({
    where: { OR: byOwner(owners), date: { gte: dayOf(from) } },
    orderBy: [{ date: 'asc' }, { id: 'asc' }],
  })
  return rows.map(({ date, blocks, reasonZh, reasonEn, ...row }) => ({
    ...row,
    date: dateOf(date),
    blocks: blocks as unknown as OpeningBlock[],
    ...(reasonZh === null ? {} : { reasonZh }),
    ...(reasonEn === null ? {} : { reasonEn }),
  }))
}

function byOwner(owners: readonly OwnerRef[]) {
  const kinds = [...new Set(owners.map(({ kind }) => kind))]
  return kinds.map((ownerKind) => ({ ownerKind, ownerId: { in: owners.filter(({ kind }) => kind === ownerKind).map(({ id }) => id) } }))
}

/** Tells whether somebody changed an owner's own rows since they were shown. */
export const seenOf = (rows: readonly { id: string; validTo?: string | null }[]) =>
  rows.map(({ id, validTo }) => `${id.slice(0, 8)}${validTo ?? ''}`).join('.').slice(-400) || 'none'
