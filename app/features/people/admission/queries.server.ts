import type { Actor } from '~/domain/access/permission'
import type { CertificateKind } from '~/domain/eligibility/facts'
import { plainDateOf } from '~/domain/time/zone'
import { noteReads } from '~/features/audit/note-reads.server'
import { labsIn, managedScope } from '~/features/catalogue/managed.server'
import { db } from '~/platform/db.server'
import type { Prisma } from '~/platform/generated/prisma/client'

const ALLIANCE_ZONE = 'Asia/Shanghai'
const DAY_MS = 86_400_000
/** What ends within so many days is shown as ending soon. */
const SOON_DAYS = 60

export const admissionFields = {
  id: true, layer: true, validFrom: true, validUntil: true, revokedAt: true, reason: true, score: true,
  university: { select: { shortZh: true, abbr: true } },
  lab: { select: { nameZh: true, nameEn: true } },
  room: { select: { buildingZh: true, buildingEn: true, number: true } },
} as const satisfies Prisma.SafetyAdmissionSelect
export type AdmissionLine = Prisma.SafetyAdmissionGetPayload<{ select: typeof admissionFields }>

export async function admissionsOf(personId: string): Promise<AdmissionLine[]> {
  return db.safetyAdmission.findMany({ where: { personId }, select: admissionFields, orderBy: [{ validFrom: 'desc' }, { id: 'asc' }], take: 100 })
}

export const certificateFields = {
  id: true, kind: true, number: true, issuer: true, validUntil: true, verifiedAt: true, refusedAt: true, reason: true, version: true, fileId: true,
} as const satisfies Prisma.CertificateSelect
type CertificateRow = Prisma.CertificateGetPayload<{ select: typeof certificateFields }>
export type CertificateLine = Omit<CertificateRow, 'kind' | 'validUntil'> & {
  kind: CertificateKind
  /** YYYY-MM-DD, included. */
  lastDay: string
  state: 'waiting' | 'verified' | 'refused' | 'lapsed'
}

export function certificateLine<Row extends CertificateRow>({ validUntil, ...row }: Row, today: string) {
  const lastDay = validUntil.toISOString().slice(0, 10)
  const state: CertificateLine['state'] = row.refusedAt ? 'refused' : lastDay < today ? 'lapsed' : row.verifiedAt ? 'verified' : 'waiting'
  return { ...row, lastDay, state }
}

export async function certificatesOf(personId: string, now = new Date()): Promise<CertificateLine[]> {
  const rows = await db.certificate.findMany({ where: { personId }, select: certificateFields, orderBy: [{ createdAt: 'desc' }, { id: 'asc' }], take: 100 })
  return rows.map((row) => certificateLine(row, today(now)))
}

/** The people of universities whose certificates the actor verifies: at home or staying there now. */
export function verifiedPeople(actor: Actor, now: Date): Prisma.PersonWhereInput {
  const { all, universityIds } = managedScope(actor, 'verify:certificate')
  if (all) return {}
  return { affiliations: { some: { universityId: { in: universityIds }, startsAt: { lte: now }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] } } }
}

export const today = (now: Date) => plainDateOf(now, ALLIANCE_ZONE)

export const named = { person: { select: { id: true, nameZh: true, nameEn: true, email: true } } } as const

/** How many certificates wait for the actor to verify them. */
export async function countCertificatesToVerify(actor: Actor, now: Date): Promise<number> {
  return db.certificate.count({ where: { verifiedAt: null, refusedAt: null, person: verifiedPeople(actor, now) } })
}

export async function certificatesToVerify(actor: Actor, now: Date) {
  const rows = await db.certificate.findMany({
    where: { verifiedAt: null, refusedAt: null, person: verifiedPeople(actor, now) },
    select: { ...certificateFields, ...named },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: 100,
  })
  await noteReads(actor, rows.map(({ person }) => person.id), 'people', now)
  return rows.map((row) => ({ ...certificateLine(row, today(now)), person: row.person }))
}

/** Rooms of the actor's universities whose class and level are to be assessed anew within a while, overdue ones first. */
export async function roomsDue(actor: Actor, now: Date) {
  const { all, universityIds } = managedScope(actor, 'manage:admission')
  const rows = await db.room.findMany({
    where: { retiredAt: null, reassessOn: { lte: new Date(now.getTime() + SOON_DAYS * DAY_MS) }, ...(all ? {} : { campus: { universityId: { in: universityIds } } }) },
    select: { id: true, buildingZh: true, buildingEn: true, number: true, hazardClass: true, safetyLevel: true, reassessOn: true, version: true },
    orderBy: [{ reassessOn: 'asc' }, { id: 'asc' }],
    take: 100,
  })
  return rows.map(({ reassessOn, ...row }) => ({ ...row, day: reassessOn!.toISOString().slice(0, 10), isOverdue: reassessOn!.toISOString().slice(0, 10) < today(now) }))
}

/** Admissions and verified certificates of the actor's people that end soon. */
export async function endingSoon(actor: Actor, now: Date) {
  const person = verifiedPeople(actor, now)
  const soon = new Date(now.getTime() + SOON_DAYS * DAY_MS)
  const [admissions, certificates] = await Promise.all([
    db.safetyAdmission.findMany({ where: { revokedAt: null, validUntil: { gt: now, lte: soon }, person }, select: { ...admissionFields, ...named }, orderBy: { validUntil: 'asc' }, take: 100 }),
    db.certificate.findMany({ where: { verifiedAt: { not: null }, validUntil: { gte: now, lte: soon }, person }, select: { ...certificateFields, ...named }, orderBy: { validUntil: 'asc' }, take: 100 }),
  ])
  await noteReads(actor, [...admissions, ...certificates].map((row) => row.person.id), 'people', now)
  return { admissions, certificates: certificates.map((row) => ({ ...certificateLine(row, today(now)), person: row.person })) }
}

/** The rules of admission that hold where the actor keeps them, and those of the alliance. */
export async function admissionRules(actor: Actor) {
  const { all, universityIds } = managedScope(actor, 'manage:admission')
  return db.admissionRule.findMany({
    where: {
      endedAt: null,
      ...(all ? {} : {
        OR: [
          { universityId: null, labId: null, roomId: null },
          { universityId: { in: universityIds } },
          { lab: { hostUniversityId: { in: universityIds } } },
          { room: { campus: { universityId: { in: universityIds } } } },
        ],
      }),
    },
    include: {
      university: { select: { nameZh: true, nameEn: true } },
      lab: { select: { nameZh: true, nameEn: true } },
      room: { select: { buildingZh: true, buildingEn: true, number: true } },
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    take: 200,
  })
}
export type AdmissionRuleRow = Awaited<ReturnType<typeof admissionRules>>[number]

/** Places for which the actor may set rules, and the texts that a rule may ask to be signed. */
export async function admissionPlaces(actor: Actor) {
  const { all, universityIds } = managedScope(actor, 'manage:admission')
  const mine = all ? {} : { in: universityIds }
  const [universities, labs, rooms, commitments] = await Promise.all([
    db.university.findMany({ where: all ? {} : { id: mine }, select: { id: true, nameZh: true, nameEn: true }, orderBy: { position: 'asc' } }),
    db.lab.findMany({ where: { retiredAt: null, ...(all ? {} : { hostUniversityId: mine }) }, select: { id: true, nameZh: true, nameEn: true }, orderBy: { id: 'asc' }, take: 500 }),
    db.room.findMany({ where: { retiredAt: null, ...(all ? {} : { campus: { universityId: mine } }) }, select: { id: true, buildingZh: true, buildingEn: true, number: true }, orderBy: { id: 'asc' }, take: 500 }),
    db.document.findMany({ where: { kind: { startsWith: 'commitment' } }, distinct: ['kind'], orderBy: [{ kind: 'asc' }, { publishedAt: 'desc' }], select: { kind: true, titleZh: true, titleEn: true } }),
  ])
  return { isAlliance: all, universities, labs, rooms, commitments }
}
export type AdmissionPlaces = Awaited<ReturnType<typeof admissionPlaces>>

/** The labs to which the actor may admit people. */
export async function admissionLabs(actor: Actor) {
  return db.lab.findMany({
    where: { AND: [{ retiredAt: null }, labsIn(managedScope(actor, 'grant:admission'))] },
    select: { id: true, nameZh: true, nameEn: true }, orderBy: { id: 'asc' }, take: 500,
  })
}
