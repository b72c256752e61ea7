import { beforeAll, describe, expect, it } from 'vitest'
import type { Route } from '~/domain/approval/route'
import { mayDecide } from '~/domain/approval/route'
import { type FrozenRules } from '~/domain/booking/freeze'
import { BOOKING_STATUSES, holdsSlot } from '~/domain/booking/states'
import { allocatedPeriod } from '~/domain/scheduling/occupancy'
import { openingPeriods, type OpeningSchedule } from '~/domain/scheduling/opening'
import type { Policy } from '~/domain/scheduling/policy'
import { policyProblems } from '~/domain/scheduling/policy-problems'
import { addMinutes, contains, intersectAll, merge, minutes, type Period } from '~/domain/time/interval'
import { addDays, plainDateOf, startOfDay } from '~/domain/time/zone'
import { calendarDays } from '~/features/alliance/queries.server'
import { verifyPassword } from '~/features/auth/verify-password.server'
import { db } from '~/platform/db.server'
import { resetDemo, seed, type SeedOptions } from '../../prisma/seed'

/** A Tuesday morning in Chengdu. */
const now = new Date('2026-11-24T02:00:00Z')
const ZONE = 'Asia/Shanghai'
const PATIENT = 120_000

const options = (demo: boolean, at = now): SeedOptions => ({
  demo,
  demoPassword: 'alliance-demo',
  now: at,
  log: () => {},
})

/** The whole content of the database, one digest a table. */
async function content(): Promise<Record<string, string>> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' ORDER BY 1`
  const digests: Record<string, string> = {}
  for (const { name } of tables) {
    const [row] = await db.$queryRawUnsafe<{ digest: string }[]>(
      `SELECT count(*) || ':' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS digest FROM "${name}" t`,
    )
    digests[name] = row?.digest ?? ''
  }
  return digests
}

/** As a newer release would find the database. */
async function forgetRelease(): Promise<void> {
  await db.$executeRaw`UPDATE setting SET value = jsonb_set(value, '{fingerprint}', '"older"') WHERE key = 'seed'`
}

describe('a real installation', () => {
  beforeAll(() => seed(options(false)), PATIENT)

  it('knows the members, their campuses and labs, the calendar and its tags', async () => {
    expect(await db.university.count()).toBe(20)
    expect(await db.university.count({ where: { province: 'Sichuan' } })).toBe(12)
    expect(await db.university.count({ where: { isChair: true } })).toBe(2)
    expect(await db.lab.count({ where: { isJoint: false } })).toBe(69)
    expect(await db.lab.count({ where: { isJoint: true } })).toBe(5)
    expect((await db.tag.groupBy({ by: ['scheme'] })).length).toBe(4)
    expect(await db.resourceKind.count()).toBe(94)
    expect(await db.labOwner.count({ where: { labId: 'alliance-crjul' } })).toBe(20)
    const leads = await db.labOwner.findMany({ where: { labId: 'alliance-crjul', role: 'lead' } })
    expect(leads.map((each) => each.universityId).toSorted()).toEqual(['cqu', 'scu'])
    const amu = await db.university.findUniqueOrThrow({ where: { id: 'amu' } })
    expect(amu.formerNames).toContain('Third Military Medical University')
    expect(await db.railLeg.count()).toBe(13)
    const legs = await db.railLeg.findMany()
    expect(legs.every(({ a, b }) => a < b)).toBe(true)
    const week = await calendarDays('2026-10-01', '2026-10-11')
    expect(week.map(({ kind }) => kind)).toEqual([...Array.from({ length: 7 }, () => 'holiday'), 'workday'])
  })

  it('holds no resource, price or account, and no lab is confirmed or invented', async () => {
    expect(await db.resource.count()).toBe(0)
    expect(await db.listPrice.count()).toBe(0)
    expect(await db.person.count()).toBe(0)
    expect(await db.lab.count({ where: { confirmedAt: { not: null } } })).toBe(0)
    expect(await db.lab.count({ where: { id: 'sisu-interp' } })).toBe(0)
    expect(await db.mailDomain.count({ where: { domain: { endsWith: '.example' } } })).toBe(0)
  })

  it('is the same after another start', async () => {
    const before = await content()
    await seed(options(false))
    expect(await content()).toEqual(before)
    await forgetRelease()
    await seed(options(false))
    expect(await content()).toEqual(before)
  })

  it('keeps what an operator has edited or removed', async () => {
    await db.mailDomain.delete({ where: { domain: 'stu.scu.edu.cn' } })
    await db.lab.update({ where: { id: 'scu-oral' }, data: { nameEn: 'As edited' } })
    await db.calendarDay.deleteMany({ where: { date: new Date('2026-10-10') } })
    await forgetRelease()
    const before = await content()
    await seed(options(false))
    const { setting: _, ...after } = await content()
    expect(before).toMatchObject(after)
    expect((await db.lab.findUniqueOrThrow({ where: { id: 'scu-oral' } })).nameEn).toBe('As edited')
  })
})

describe('a demo', () => {
  beforeAll(() => seed(options(true)), PATIENT)

  it('is the same after another start', async () => {
    const before = await content()
    await seed(options(true, addMinutes(now, 1440)))
    expect(await content()).toEqual(before)
  })

  it('is never started for real work', async () => {
    await expect(seed(options(false))).rejects.toThrow(/demo mode/)
  })

  it('lets every account sign in, with a home and the accepted notice', async () => {
    const people = await db.person.findMany({
      where: { isDemo: true },
      include: { affiliations: { where: { isHome: true } }, acceptances: true },
    })
    expect(people.length).toBe(22)
    for (const person of people) {
      expect(await verifyPassword(person.passwordHash, 'alliance-demo')).toBe(true)
      expect(person.status).toBe('active')
      expect(person.affiliations.length).toBe(1)
      expect(person.acceptances.length).toBe(1)
    }
    expect(await verifyPassword(people[0]?.passwordHash ?? null, 'something else')).toBe(false)
  })

  it('shows every illustrative resource, marked, priced and found by its short name', async () => {
    expect(await db.resource.count({ where: { isIllustrative: true, kindId: { notIn: ['space', 'operator'] } } })).toBe(171)
    expect(await db.resource.count({ where: { isIllustrative: false } })).toBe(0)
    expect(await db.lab.count({ where: { confirmedAt: null } })).toBe(0)
    const prices = await db.listPrice.findMany({ where: { resourceId: 'scu-biotherapy-i01' } })
    expect(prices.map(({ perHourFen }) => Number(perHourFen)).toSorted((a, b) => a - b)).toEqual([
      80_000, 96_000, 120_000, 160_000,
    ])
    for (const words of ['冷冻电镜', 'cryo', 'lddj']) {
      expect(await db.resource.count({ where: { searchText: { contains: words } } })).toBe(1)
    }
    expect(await db.resource.count({ where: { lab: { access: 'restricted' }, shareScope: { not: 'contact_only' } } })).toBe(0)
  })

  it('offers resources to try at once in both cities, with and without approval', async () => {
    for (const city of ['Chengdu', 'Chongqing']) {
      const easy = await easyResources(city)
      expect(easy.length).toBeGreaterThanOrEqual(8)
      for (const wanted of ['none', 'lab_manager']) {
        expect(easy.filter(({ approval }) => approval === wanted).length).toBeGreaterThanOrEqual(4)
      }
    }
  })

  it('leaves the coming days of these resources mostly free', async () => {
    const facts = await scheduleFacts()
    const ids = [...(await easyResources('Chengdu')), ...(await easyResources('Chongqing'))].map(({ id }) => id)
    const window = { start: now, end: startOfDay(addDays(plainDateOf(now, ZONE), 10), ZONE) }
    for (const id of ids) {
      const opening = facts.openingOf(id, window)
      const taken = merge((facts.allocations.get(id) ?? []).filter((each) => each.unit === 1))
      const open = sum(opening)
      expect(open).toBeGreaterThan(0)
      expect(sum(intersectAll(opening, taken)) / open).toBeLessThan(0.3)
    }
  })

  it('has a calendar that keeps the rules', () => expectLawfulCalendar(now))

  it('leaves visitors of the demo free to go anywhere', async () => {
    const ahead = await db.presence.findMany({
      where: { endsAt: { gt: now } },
      select: { person: { select: { email: true } } },
    })
    const emails = new Set(ahead.map(({ person }) => person.email))
    for (const email of ['researcher@swjtu.example', 'researcher@cqu.example', 'student@cqjtu.example', 'visitor@scu.example']) {
      expect(emails.has(email)).toBe(false)
    }
    expect(emails.size).toBeGreaterThan(0)
  })

  it('has requests that wait for the managers among its accounts', async () => {
    const requests = await db.approvalRequest.findMany({ where: { status: 'pending' }, include: { openSteps: true } })
    expect(requests.length).toBeGreaterThanOrEqual(8)
    const grants = await db.roleGrant.findMany({ where: { role: 'lab_manager' }, include: { person: true } })
    for (const request of requests) {
      const step = (request.route as unknown as Route).steps[0]?.[0]
      expect(request.openSteps.map(({ stepId }) => stepId)).toEqual([step?.id])
      const deciders = grants.filter(({ person, universityId }) =>
        mayDecide(
          step!,
          {
            personId: person.id,
            email: person.email,
            homeUniversityId: null,
            homeKind: null,
            grants: [{ role: 'lab_manager', scopeKind: 'university', scopeId: universityId }],
          },
          request.requesterIds,
          { universityIds: [request.universityId] },
        ),
      )
      expect(deciders.length).toBeGreaterThan(0)
    }
  })

  it('begins anew around another day, and guards its records again', async () => {
    const later = new Date('2026-09-29T03:00:00Z')
    await db.person.create({ data: { email: 'guest@swjtu.example' } })
    await resetDemo(options(true, later))
    expect(await db.person.count()).toBe(22)
    await expectLawfulCalendar(later)
    await expect(db.$executeRaw`UPDATE audit_event SET action = 'forged'`).rejects.toThrow(/append-only/)
    await expect(db.$executeRaw`DELETE FROM audit_event`).rejects.toThrow(/append-only/)
    await expect(resetDemo(options(false, later))).rejects.toThrow(/demo/)
  }, PATIENT)
})

async function easyResources(city: string) {
  const found = await db.resource.findMany({
    where: {
      campus: { city },
      needsQualification: false,
      shareScope: { in: ['alliance', 'all'] },
      modes: { hasSome: ['self_operation', 'assisted_booking'] },
      kindId: { not: 'space' },
    },
    select: { id: true, modes: true },
  })
  const policies = await db.policyVersion.findMany({ where: { ownerKind: 'resource' } })
  const schedules = await db.openingSchedule.findMany({ where: { ownerKind: 'resource' } })
  return found.flatMap(({ id, modes }) => {
    const rules = policies.find(({ ownerId }) => ownerId === id)?.rules as Pick<Policy, 'approval' | 'horizonDays'>
    const weekly = schedules.find(({ ownerId }) => ownerId === id)?.weekly as { from: number; to: number }[]
    const officeHours = weekly.length === 5 && weekly.every(({ from, to }) => from === 540 && to === 1080)
    const isPlain = modes.every((mode) => mode !== 'entrusted_test') || rules.approval === 'lab_manager'
    return officeHours && isPlain && rules.horizonDays >= 30 ? [{ id, approval: rules.approval }] : []
  })
}

async function scheduleFacts() {
  const schedules = await db.openingSchedule.findMany({ where: { ownerKind: 'resource' } })
  const days = await calendarDays('2026-01-01', '2028-01-01')
  const rows = await db.allocation.findMany({ orderBy: { startsAt: 'asc' } })
  const allocations = new Map<string, { start: Date; end: Date; unit: number }[]>()
  for (const { resourceId, startsAt, endsAt, unit } of rows) {
    allocations.set(resourceId, [...(allocations.get(resourceId) ?? []), { start: startsAt, end: endsAt, unit }])
  }
  const known = new Map<string, Period[]>()
  return {
    allocations,
    openingOf: (id: string, window: Period): Period[] => {
      const key = `${id} ${window.start.getTime()}`
      const found = known.get(key) ?? openingFor(id, window)
      known.set(key, found)
      return found
    },
  }

  function openingFor(id: string, window: Period): Period[] {
    const row = schedules.find(({ ownerId }) => ownerId === id)
    return openingPeriods({
      schedules: row
        ? [
            {
              validFrom: row.validFrom.toISOString().slice(0, 10),
              validTo: null,
              observesHolidays: row.observesHolidays,
              weekly: row.weekly as unknown as OpeningSchedule['weekly'],
            },
          ]
        : [],
      exceptions: [],
      calendarDays: days,
      timeZone: ZONE,
      window,
    })
  }
}

/** Bookings lie in opening hours and within their frozen rules, take exactly what their state holds, and leave room. */
async function expectLawfulCalendar(at: Date): Promise<void> {
  const facts = await scheduleFacts()
  const bookings = await db.booking.findMany({
    include: { policy: true, items: { include: { allocations: true, presences: true } } },
  })
  expect(bookings.length).toBeGreaterThan(500)
  const seen = new Set(bookings.map(({ status }) => status))
  for (const status of BOOKING_STATUSES) {
    if (!['expired', 'displaced'].includes(status)) expect(seen).toContain(status)
  }
  const window = { start: addMinutes(at, -40 * 1440), end: addMinutes(at, 60 * 1440) }
  for (const booking of bookings) {
    const [item] = booking.items
    const policy = (booking.policy.rules as unknown as FrozenRules).policies[item!.resourceId]!
    const period = { start: item!.startsAt!, end: item!.endsAt! }
    expect(policyProblems(policy)).toEqual([])
    expect(minutes(period)).toBeGreaterThanOrEqual(policy.minMinutes)
    expect(minutes(period)).toBeLessThanOrEqual(policy.maxMinutes)
    expect(minutes({ start: startOfDay(plainDateOf(period.start, ZONE), ZONE), end: period.start }) % policy.gridMinutes).toBe(0)
    expect(facts.openingOf(item!.resourceId, window).some((each) => contains(each, period))).toBe(true)
    expect(booking.createdAt <= at).toBe(true)
    expect(item!.allocations.length).toBe(holdsSlot(booking.status, booking.holdMode) ? 1 : 0)
    if (booking.status === 'approved' || booking.status === 'pending') {
      const block = allocatedPeriod(period, policy)
      expect(item!.allocations[0]).toMatchObject({ startsAt: block.start, endsAt: block.end, expiresAt: booking.holdExpiresAt })
      expect(period.end > at).toBe(true)
    }
    if (['completed', 'no_show', 'declined'].includes(booking.status)) expect(period.end <= at).toBe(true)
    if (item!.attendance === 'none') expect(item!.presences).toEqual([])
  }
  const audited = await db.auditEvent.findMany({ where: { action: 'booking.created' }, select: { subjectId: true } })
  expect(new Set(audited.map(({ subjectId }) => subjectId))).toEqual(new Set(bookings.map(({ id }) => id)))
  const outages = await db.outage.findMany({ include: { allocations: true } })
  expect(outages.length).toBeGreaterThan(4)
  expect(outages.every(({ allocations }) => allocations.length === 1)).toBe(true)
  for (const [id, taken] of facts.allocations) {
    const opening = facts.openingOf(id, window)
    const used = merge(taken.filter(({ unit }) => unit === 1))
    expect(sum(intersectAll(opening, used)) / sum(opening)).toBeLessThan(0.55)
  }
}

const sum = (periods: readonly Period[]) => periods.reduce((total, each) => total + minutes(each), 0)
