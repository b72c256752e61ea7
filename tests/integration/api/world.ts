import type { Actor, AffiliationKind, GrantRole } from '~/domain/access/permission'
import { createApiToken } from '~/features/auth/create-api-token.server'
import { API_SCOPES, type ApiScope } from '~/features/auth/schema'
import { searchText, sortKey } from '~/features/catalogue/search-text'
import { db } from '~/platform/db.server'

/** Two universities, an open instrument and one that asks, and people with tokens. */
export async function makeWorld() {
  await db.university.createMany({
    data: [
      { id: 'scu', nameZh: '四川大学', nameEn: 'Sichuan University', shortZh: '川大', abbr: 'SCU', province: 'Sichuan', city: 'Chengdu', position: 1 },
      { id: 'cqu', nameZh: '重庆大学', nameEn: 'Chongqing University', shortZh: '重大', abbr: 'CQU', province: 'Chongqing', city: 'Chongqing', position: 2 },
    ],
  })
  await db.campus.createMany({
    data: [
      { id: 'scu-1', universityId: 'scu', nameZh: '望江', nameEn: 'Wangjiang', city: 'Chengdu', lat: 30.63, lon: 104.08, railHub: 'Chengdu', localMinutes: 30 },
      { id: 'cqu-1', universityId: 'cqu', nameZh: 'A区', nameEn: 'Campus A', city: 'Chongqing', lat: 29.57, lon: 106.46, railHub: 'Chongqing', localMinutes: 30 },
    ],
  })
  await db.railLeg.create({ data: { a: 'Chengdu', b: 'Chongqing', minutes: 62, typicalMinutes: 80 } })
  await db.resourceKind.create({ data: { id: 'sem', nature: 'instrument', zh: '扫描电子显微镜', en: 'Scanning electron microscope' } })
  const confirmedAt = new Date('2026-01-01T00:00:00Z')
  await db.lab.createMany({
    data: [
      { id: 'scu-lab', hostUniversityId: 'scu', campusId: 'scu-1', nameZh: '川大实验室', nameEn: 'SCU Laboratory', level: 'national_key_lab', confirmedAt },
      { id: 'cqu-lab', hostUniversityId: 'cqu', campusId: 'cqu-1', nameZh: '重大实验室', nameEn: 'CQU Laboratory', level: 'national_key_lab', confirmedAt },
    ],
  })
  // Open at all hours, so that a test may choose any time to come.
  await db.openingSchedule.create({
    data: {
      ownerKind: 'alliance', ownerId: '*', validFrom: new Date('2026-01-01'), observesHolidays: false,
      weekly: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: 0, to: 1440 })),
    },
  })
}

export async function makeResource(
  id: string,
  wanted: {
    at?: 'scu' | 'cqu'
    approval?: 'none' | 'lab_manager'
    shareScope?: 'own_university' | 'alliance' | 'all' | 'contact_only'
    status?: 'draft' | 'active'
  } = {},
): Promise<string> {
  const at = wanted.at ?? 'scu'
  const nameZh = `电镜${id}`
  await db.resource.create({
    data: {
      id, labId: `${at}-lab`, universityId: at, campusId: `${at}-1`, kindId: 'sem', nameZh,
      maker: 'ZEISS', model: 'Sigma', modes: ['self_operation'], sortKey: sortKey(nameZh),
      shareScope: wanted.shareScope, status: wanted.status,
      searchText: searchText({ nameZh, kind: { zh: '扫描电子显微镜', en: 'Scanning electron microscope' }, labs: [], universities: [] }),
      prices: {
        create: (['own_university', 'alliance_member'] as const).map((originClass, rank) => ({
          originClass, perHourFen: 10_000 + rank * 2_000, validFrom: new Date('2026-01-01T00:00:00Z'),
        })),
      },
    },
  })
  await db.policyVersion.create({
    data: { ownerKind: 'resource', ownerId: id, validFrom: new Date('2026-01-01'), rules: { approval: wanted.approval ?? 'none', allowParallel: true } },
  })
  return id
}

export type Person = { personId: string; email: string; token: string }

export async function makePerson(
  name: string,
  wanted: { at?: string; kind?: AffiliationKind; role?: GrantRole; over?: string; scopes?: ApiScope[] } = {},
): Promise<Person> {
  const email = `${name}@example.invalid`
  const startsAt = new Date('2026-01-01T00:00:00Z')
  const { id: personId } = await db.person.create({
    data: {
      email, nameZh: name, nameEn: name, status: 'active',
      affiliations: { create: { universityId: wanted.at ?? 'scu', kind: wanted.kind ?? 'teacher', isHome: true, startsAt } },
      ...(wanted.role
        ? { roleGrants: { create: { role: wanted.role, scopeKind: 'university', universityId: wanted.over ?? 'scu', startsAt } } }
        : {}),
    },
    select: { id: true },
  })
  return { personId, email, token: await makeToken({ personId, email }, wanted.scopes) }
}

export async function makeToken(person: { personId: string; email: string }, scopes: ApiScope[] = [...API_SCOPES]): Promise<string> {
  const actor: Actor = { ...person, homeUniversityId: null, homeKind: null, grants: [] }
  const made = await createApiToken(actor, { name: 'test', scopes, days: 30 }, new Date())
  if (!made.ok) throw new Error('no token')
  return made.value.secret
}

const HOUR = 3_600_000

/** A full hour, so many hours after the midnight (UTC) two days from now: always to come, never beyond the horizon. */
export function hour(count: number): Date {
  const midnight = new Date().setUTCHours(0, 0, 0, 0)
  return new Date(midnight + 48 * HOUR + count * HOUR)
}

export const slot = (from: number, to = from + 1) => ({ startsAt: hour(from).toISOString(), endsAt: hour(to).toISOString() })

/** How many rows there are of whatever a refused call must not have written. */
export async function rowCounts() {
  const [bookings, items, allocations, presences, changes, requests, decisions, keys, events] = await Promise.all([
    db.booking.count(), db.bookingItem.count(), db.allocation.count(), db.presence.count(), db.bookingChange.count(),
    db.approvalRequest.count(), db.approvalDecision.count(), db.idempotencyKey.count(), db.auditEvent.count(),
  ])
  return { bookings, items, allocations, presences, changes, requests, decisions, keys, events }
}
