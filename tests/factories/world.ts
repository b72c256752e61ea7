import { randomUUID } from 'node:crypto'
import type { Actor, Grant } from '~/domain/access/permission'
import type { Policy } from '~/domain/scheduling/policy'
import type { BookingInput } from '~/features/bookings/schema'
import { db } from '~/platform/db.server'

/** Monday 23 November 2026, 9:00 in Chengdu. Everything in a test's world happens after it. */
export const NOW = new Date('2026-11-23T01:00:00Z')
const LONG_AGO = new Date('2026-01-01T00:00:00Z')

/** An instant of the week after NOW in Asia/Shanghai: `at(1, 9.5)` is Tuesday 9:30. */
export function at(day: number, hour: number): Date {
  return new Date(Date.parse('2026-11-22T16:00:00Z') + day * 86_400_000 + hour * 3_600_000)
}

/** Two universities, a campus and a lab each (`a` in Chengdu, `b` in Chongqing), open on workdays 9 to 18. */
export async function makeWorld(): Promise<void> {
  const kind = { id: 'kind', nature: 'instrument' as const, zh: '测试仪器', en: 'Test instrument' }
  await db.resourceKind.create({ data: kind })
  for (const [id, city] of [['a', 'Chengdu'], ['b', 'Chongqing']] as const) {
    await db.university.create({
      data: {
        id, nameZh: `${id} 大学`, nameEn: `University ${id}`, shortZh: id, abbr: id.toUpperCase(), province: city, city,
        campuses: { create: { id: `${id}-campus`, nameZh: '校区', nameEn: 'Campus', city, lat: id === 'a' ? 30.6 : 29.5, lon: 104, railHub: city, localMinutes: 30 } },
        hostedLabs: { create: { id: `${id}-lab`, nameZh: '实验室', nameEn: 'Laboratory', level: 'national_key_lab', confirmedAt: LONG_AGO } },
      },
    })
  }
  await db.railLeg.create({ data: { a: 'Chengdu', b: 'Chongqing', minutes: 62, typicalMinutes: 80 } })
  await db.openingSchedule.create({
    data: { ownerKind: 'alliance', ownerId: '*', validFrom: LONG_AGO, weekly: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: 540, to: 1080 })) },
  })
}

export type ResourceWish = {
  id?: string
  university?: 'a' | 'b'
  capacity?: number
  parentId?: string
  modes?: ('self_operation' | 'assisted_booking' | 'entrusted_test' | 'remote')[]
  shareScope?: 'own_university' | 'alliance' | 'all' | 'contact_only'
  needsQualification?: boolean
  status?: 'draft' | 'active' | 'retired'
  policy?: Partial<Policy>
  /** Yuan an hour for the own university; the alliance pays a fifth more. */
  yuan?: number
}

export async function makeResource(wish: ResourceWish = {}): Promise<string> {
  const { university = 'a', policy, yuan, id = `r-${randomUUID().slice(0, 8)}`, modes = ['self_operation'], ...rest } = wish
  await db.resource.create({
    data: { id, labId: `${university}-lab`, universityId: university, campusId: `${university}-campus`, kindId: 'kind', nameZh: '仪器', modes, createdAt: LONG_AGO, ...rest },
  })
  if (policy) await setPolicy(id, policy)
  if (yuan !== undefined) {
    await db.listPrice.createMany({
      data: [
        { resourceId: id, originClass: 'own_university', perHourFen: BigInt(yuan * 100), validFrom: LONG_AGO },
        { resourceId: id, originClass: 'alliance_member', perHourFen: BigInt(yuan * 120), validFrom: LONG_AGO },
      ],
    })
  }
  return id
}

/** Somebody who assists, on duty when the lab is open or as said, who can run what is given. */
export async function makeOperator(runs: string[], wish: { id?: string; university?: 'a' | 'b'; personId?: string; weekly?: { weekday: number; from: number; to: number }[] } = {}): Promise<string> {
  const { university = 'a', id = `o-${randomUUID().slice(0, 8)}`, personId, weekly } = wish
  await db.resourceKind.upsert({ where: { id: 'operator' }, create: { id: 'operator', nature: 'operator', zh: '技术员', en: 'Operator' }, update: {} })
  await makeResource({ id, university, status: 'draft', modes: [] })
  await db.resource.update({ where: { id }, data: { kindId: 'operator' } })
  if (weekly) await db.openingSchedule.create({ data: { ownerKind: 'resource', ownerId: id, validFrom: LONG_AGO, weekly } })
  await db.operator.create({ data: { resourceId: id, personId: personId ?? null, skills: { create: runs.map((resourceId) => ({ resourceId })) } } })
  return id
}

export async function setPolicy(resourceId: string, rules: Partial<Policy>, validFrom = LONG_AGO): Promise<void> {
  await db.policyVersion.create({ data: { ownerKind: 'resource', ownerId: resourceId, rules, validFrom } })
}

/** A confirmed person at home in a university, with the grants given. */
export async function makePerson(university: 'a' | 'b' | null = 'a', grants: Grant[] = []): Promise<Actor> {
  const email = `${randomUUID().slice(0, 12)}@${university ?? 'nowhere'}.example`
  const person = await db.person.create({
    data: {
      email,
      status: 'active',
      emailVerifiedAt: LONG_AGO,
      ...(university && { affiliations: { create: { universityId: university, kind: 'student', isHome: true, startsAt: LONG_AGO } } }),
      roleGrants: {
        create: grants.map(({ role, scopeKind, scopeId }) => ({
          role, scopeKind, startsAt: LONG_AGO,
          universityId: scopeKind === 'university' ? scopeId : null,
          labId: scopeKind === 'lab' ? scopeId : null,
        })),
      },
    },
    select: { id: true },
  })
  return { personId: person.id, email, homeUniversityId: university, homeKind: university ? 'student' : null, grants }
}

export const managerOf = (university: 'a' | 'b') =>
  makePerson(university, [{ role: 'lab_manager', scopeKind: 'university', scopeId: university }])

export const coordinatorOf = (university: 'a' | 'b') =>
  makePerson(university, [{ role: 'coordinator', scopeKind: 'university', scopeId: university }])

/** The input of a booking of one resource. */
export function booking(
  resourceId: string, startsAt: Date, endsAt: Date,
  rest: Partial<Omit<BookingInput, 'items'>> & { quantity?: number } = {},
): BookingInput {
  const { quantity = 1, ...details } = rest
  return { ...details, items: [{ resourceId, startsAt, endsAt, quantity, mode: undefined }] }
}

/** What the database holds of a resource, in order, as [unit, from hour, to hour, cause] relative to NOW's Monday. */
export async function occupancy(resourceId: string): Promise<[number, number, number, string][]> {
  const rows = await db.allocation.findMany({ where: { resourceId }, orderBy: [{ startsAt: 'asc' }, { unit: 'asc' }] })
  const hour = (instant: Date) => (instant.getTime() - at(0, 0).getTime()) / 3_600_000
  return rows.map((each) => [each.unit, hour(each.startsAt), hour(each.endsAt), each.cause])
}
