import { type Actor, can } from '~/domain/access/permission'
import { median, officeSeconds } from '~/domain/scheduling/office-hours'
import { calendarDays } from '~/features/alliance/queries.server'
import { secretHash } from '~/features/auth/facts.server'
import { ALLIANCE_ZONE } from '~/features/catalogue/enquiries/ask.server'
import type { EnquiryFilter } from '~/features/catalogue/enquiries/schema'
import { managedScope, resourcesIn } from '~/features/catalogue/managed.server'
import { db } from '~/platform/db.server'
import type { Prisma } from '~/platform/generated/prisma/client'

export const ENQUIRY_PAGE = 20
const YEAR_MS = 365 * 86_400_000
const names = { nameZh: true, nameEn: true } as const

const fields = {
  id: true, version: true, status: true, name: true, email: true, phone: true, organisation: true, question: true,
  createdAt: true, dueAt: true, answer: true, answeredById: true, answeredAt: true,
  resource: { select: { id: true, ...names, labId: true, universityId: true, university: { select: names } } },
} as const satisfies Prisma.EnquirySelect

type Row = Prisma.EnquiryGetPayload<{ select: typeof fields }>
type Someone = { email: string; nameZh: string | null; nameEn: string | null }
export type EnquiryView = Omit<Row, 'answeredById'> & { answeredBy: Someone | null; waitedSeconds: number }

/** The enquiries that the actor may answer, the most urgent first; what is answered newest first. */
export async function listEnquiries(
  actor: Actor, { state, page }: { state: EnquiryFilter; page: number }, now: Date,
): Promise<{ items: EnquiryView[]; counts: Record<EnquiryFilter, number> }> {
  const where = mine(actor)
  const [rows, open, answered] = await Promise.all([
    db.enquiry.findMany({
      where: { ...where, status: state },
      orderBy: state === 'open' ? [{ dueAt: 'asc' }, { id: 'asc' }] : [{ answeredAt: 'desc' }, { id: 'asc' }],
      take: ENQUIRY_PAGE,
      skip: (page - 1) * ENQUIRY_PAGE,
      select: fields,
    }),
    db.enquiry.count({ where: { ...where, status: 'open' } }),
    db.enquiry.count({ where: { ...where, status: 'answered' } }),
  ])
  return { items: await withNames(rows, now), counts: { open, answered } }
}

/** How many wait for the actor's answer. */
export async function countOpenEnquiries(actor: Actor): Promise<number> {
  return db.enquiry.count({ where: { ...mine(actor), status: 'open' } })
}

/** What an asker reads by the secret of the newest mail; null for every other text. */
export async function enquiryByKey(key: string, now: Date): Promise<EnquiryView | null> {
  const row = await db.enquiry.findUnique({ where: { keyHash: secretHash(key) }, select: fields })
  return row === null ? null : ((await withNames([row], now))[0] ?? null)
}

export type EnquiryFigure = { nameZh: string; nameEn: string; count: number; answered: number; medianSeconds: number | null }

/** The last year's enquiries by university: how many, and how long an answer took in office hours. */
export async function enquiryFigures(actor: Actor, now: Date): Promise<EnquiryFigure[]> {
  const since = new Date(now.getTime() - YEAR_MS)
  const rows = await db.enquiry.findMany({
    where: { ...mine(actor), createdAt: { gte: since } },
    select: { createdAt: true, answeredAt: true, resource: { select: { universityId: true, university: { select: names } } } },
    orderBy: { createdAt: 'desc' },
    take: 5000,
  })
  const days = await calendarDays(since.toISOString().slice(0, 10), new Date(now.getTime() + 86_400_000).toISOString().slice(0, 10))
  const ids = [...new Set(rows.map((row) => row.resource.universityId))]
  return ids.map((universityId) => {
    const own = rows.filter((row) => row.resource.universityId === universityId)
    const taken = own.flatMap(({ createdAt, answeredAt }) =>
      answeredAt === null ? [] : [officeSeconds(createdAt, answeredAt, { calendarDays: days, timeZone: ALLIANCE_ZONE, universityId })])
    return { ...own[0]!.resource.university, count: own.length, answered: taken.length, medianSeconds: median(taken) }
  })
}

function mine(actor: Actor): Prisma.EnquiryWhereInput {
  if (!can(actor, 'answer:enquiry')) return { id: { in: [] } }
  return { resource: resourcesIn(managedScope(actor, 'answer:enquiry')) }
}

async function withNames(rows: Row[], now: Date): Promise<EnquiryView[]> {
  const ids = [...new Set(rows.flatMap(({ answeredById }) => answeredById ?? []))]
  const people = await db.person.findMany({ where: { id: { in: ids } }, select: { id: true, email: true, ...names } })
  const byId = new Map(people.map(({ id, ...person }) => [id, person]))
  const first = rows.reduce((least, { createdAt }) => (createdAt < least ? createdAt : least), now)
  const days = await calendarDays(first.toISOString().slice(0, 10), new Date(now.getTime() + 86_400_000).toISOString().slice(0, 10))
  return rows.map(({ answeredById, ...row }) => ({
    ...row,
    answeredBy: answeredById === null ? null : (byId.get(answeredById) ?? null),
    waitedSeconds: officeSeconds(row.createdAt, row.answeredAt ?? now, { calendarDays: days, timeZone: ALLIANCE_ZONE, universityId: row.resource.universityId }),
  }))
}
