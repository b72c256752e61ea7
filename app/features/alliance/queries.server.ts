import type { CampusPlace, RailLeg } from '~/domain/scheduling/travel'
import type { CalendarDay } from '~/domain/time/working-calendar'
import { db } from '~/platform/db.server'
import type { Prisma } from '~/platform/generated/prisma/client'

/** What everybody may see: in service, at a confirmed lab, not kept inside its university. */
const LISTED: Prisma.ResourceWhereInput = {
  status: 'active',
  shareScope: { not: 'own_university' },
  lab: { confirmedAt: { not: null } },
}

const names = { id: true, nameZh: true, nameEn: true } as const

const campusFields = {
  ...names,
  districtZh: true,
  districtEn: true,
  city: true,
  railHub: true,
  localMinutes: true,
} as const

const universityFields = {
  ...names,
  shortZh: true,
  abbr: true,
  formerNames: true,
  province: true,
  city: true,
  isChair: true,
  campuses: { select: campusFields, orderBy: { id: 'asc' } },
  _count: { select: { hostedLabs: { where: { retiredAt: null } }, resources: { where: LISTED } } },
} satisfies Prisma.UniversitySelect

/** The members in the order of the founding list, with their campuses and what they bring in. */
export async function listUniversities() {
  const rows = await db.university.findMany({ orderBy: { position: 'asc' }, select: universityFields })
  return rows.map(({ _count, ...university }) => ({
    ...university,
    labCount: _count.hostedLabs,
    resourceCount: _count.resources,
  }))
}
export type ListedUniversity = Awaited<ReturnType<typeof listUniversities>>[number]

const labFields = {
  ...names,
  level: true,
  access: true,
  confirmedAt: true,
  _count: { select: { resources: { where: LISTED } } },
} satisfies Prisma.LabSelect

/** One member with its labs, those it shares in others' lead, and its mail domains; null when there is none. */
export async function getUniversity(id: string) {
  const found = await db.university.findUnique({
    where: { id },
    select: {
      ...universityFields,
      mailDomains: { select: { domain: true }, orderBy: { domain: 'asc' } },
      hostedLabs: { where: { retiredAt: null }, select: labFields, orderBy: [{ level: 'asc' }, { id: 'asc' }] },
      ownedLabs: {
        where: { lab: { retiredAt: null, OR: [{ hostUniversityId: null }, { hostUniversityId: { not: id } }] } },
        select: { role: true, lab: { select: labFields } },
        orderBy: { labId: 'asc' },
      },
    },
  })
  if (!found) return null
  const { _count, mailDomains, hostedLabs, ownedLabs, ...university } = found
  return {
    ...university,
    labCount: _count.hostedLabs,
    resourceCount: _count.resources,
    mailDomains: mailDomains.map(({ domain }) => domain),
    labs: hostedLabs.map(labOf),
    sharedLabs: ownedLabs.map(({ role, lab }) => ({ ...labOf(lab), role })),
  }
}

function labOf({ _count, confirmedAt, ...lab }: Prisma.LabGetPayload<{ select: typeof labFields }>) {
  return { ...lab, isConfirmed: confirmedAt !== null, resourceCount: _count.resources }
}

/** Every campus as the journey rules need it. */
export async function getCampusPlaces(): Promise<(CampusPlace & { universityId: string; nameZh: string; nameEn: string })[]> {
  return db.campus.findMany({
    select: { ...names, universityId: true, city: true, lat: true, lon: true, railHub: true, localMinutes: true },
    orderBy: { id: 'asc' },
  })
}

export async function getRailLegs(): Promise<RailLeg[]> {
  return db.railLeg.findMany({ select: { a: true, b: true, typicalMinutes: true }, orderBy: [{ a: 'asc' }, { b: 'asc' }] })
}

/** The working calendar in [from, to): plain dates. Rows of every university, the alliance's first. */
export async function calendarDays(from: string, to: string): Promise<CalendarDay[]> {
  const rows = await db.calendarDay.findMany({
    where: { date: { gte: new Date(from), lt: new Date(to) } },
    select: { date: true, kind: true, universityId: true, nameZh: true, nameEn: true },
    orderBy: [{ date: 'asc' }, { universityId: { sort: 'asc', nulls: 'first' } }],
  })
  return rows.map((row) => ({ ...row, date: row.date.toISOString().slice(0, 10) }))
}

/** The text in force of a kind, such as `privacy`; null before one is published. */
export async function currentDocument(kind: string) {
  return db.document.findFirst({
    where: { kind },
    orderBy: [{ publishedAt: 'desc' }, { version: 'desc' }],
    select: { id: true, kind: true, version: true, bodyZh: true, bodyEn: true, publishedAt: true },
  })
}

/** The member whose people have addresses at exactly this domain; null for every other domain. */
export async function universityOfDomain(domain: string) {
  const found = await db.mailDomain.findUnique({
    where: { domain: domain.trim().toLowerCase() },
    select: { university: { select: names } },
  })
  return found?.university ?? null
}

/** Every mail domain with its member, for those who keep the list. */
export async function listMailDomains() {
  return db.mailDomain.findMany({
    select: { domain: true, university: { select: names } },
    orderBy: [{ university: { position: 'asc' } }, { domain: 'asc' }],
  })
}
