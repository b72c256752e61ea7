import { type Actor, can } from '~/domain/access/permission'
import { managedScope } from '~/features/catalogue/managed.server'
import { admissionFields, certificateFields, certificateLine, named, today, verifiedPeople } from '~/features/people/admission/queries.server'
import { UUID } from '~/features/people/training/queries.server'
import { db } from '~/platform/db.server'
import type { Prisma } from '~/platform/generated/prisma/client'

export const HELD_PAGE = 50

/** The admissions that the actor may revoke: to their labs and rooms, and their universities' own exams. */
function admissionsIn(actor: Actor): Prisma.SafetyAdmissionWhereInput {
  const local = managedScope(actor, 'grant:admission')
  const general = managedScope(actor, 'manage:admission')
  const within = ({ labIds, universityIds }: typeof local): Prisma.SafetyAdmissionWhereInput[] => [
    { labId: { in: labIds } },
    { room: { labId: { in: labIds } } },
    { lab: { hostUniversityId: { in: universityIds } } },
    { room: { campus: { universityId: { in: universityIds } } } },
  ]
  return {
    OR: [
      { layer: 'local', ...(local.all ? {} : { OR: within(local) }) },
      { layer: 'general', ...(general.all ? {} : { universityId: { in: general.universityIds } }) },
    ],
  }
}

/** Of those whose name or address has the words in it; null: of all. */
function personLike(q: string): Prisma.PersonWhereInput {
  const like = { contains: q, mode: 'insensitive' as const }
  return q === '' ? {} : { OR: [{ email: like }, { nameZh: like }, { nameEn: like }] }
}

/** What is in force now, newest first. */
export async function heldAdmissions(actor: Actor, { q, page }: { q: string; page: number }, now: Date) {
  const where: Prisma.SafetyAdmissionWhereInput = {
    AND: [admissionsIn(actor), { revokedAt: null, OR: [{ validUntil: null }, { validUntil: { gt: now } }], person: personLike(q) }],
  }
  const [items, total] = await Promise.all([
    db.safetyAdmission.findMany({ where, select: { ...admissionFields, ...named }, orderBy: [{ validFrom: 'desc' }, { id: 'asc' }], take: HELD_PAGE, skip: (page - 1) * HELD_PAGE }),
    db.safetyAdmission.count({ where }),
  ])
  return { items, total }
}

export async function verifiedCertificates(actor: Actor, q: string, now: Date) {
  if (!can(actor, 'verify:certificate')) return null
  const rows = await db.certificate.findMany({
    where: { verifiedAt: { not: null }, refusedAt: null, validUntil: { gte: new Date(`${today(now)}T00:00:00Z`) }, person: { AND: [verifiedPeople(actor, now), personLike(q)] } },
    select: { ...certificateFields, ...named },
    orderBy: [{ verifiedAt: 'desc' }, { id: 'asc' }],
    take: HELD_PAGE,
  })
  return rows.map((row) => ({ ...certificateLine(row, today(now)), person: row.person }))
}

/** One admission that the actor may revoke, revoked ones too; null where there is none for them. */
export async function heldAdmission(actor: Actor, id: string) {
  if (!UUID.test(id)) return null
  return db.safetyAdmission.findFirst({ where: { AND: [{ id }, admissionsIn(actor)] }, select: { ...admissionFields, ...named } })
}

export async function heldCertificate(actor: Actor, id: string, now: Date) {
  if (!UUID.test(id) || !can(actor, 'verify:certificate')) return null
  const row = await db.certificate.findFirst({ where: { id, verifiedAt: { not: null }, person: verifiedPeople(actor, now) }, select: { ...certificateFields, ...named } })
  return row && { ...certificateLine(row, today(now)), person: row.person }
}
