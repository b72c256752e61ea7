import { createHash } from 'node:crypto'
import { frozenRules } from '~/domain/booking/freeze'
import { DEFAULT_POLICY, type Policy } from '~/domain/scheduling/policy'
import { addMinutes } from '~/domain/time/interval'
import { policyHash } from '~/features/bookings/write.server'
import { searchText, sortKey } from '~/features/catalogue/search-text'
import type { Prisma } from '~/platform/generated/prisma/client'
import { alliance, kinds } from './data'
import { codeOf } from './demo-history'
import { demoPerson } from './demo-people'
import { uuidOf } from './random'

/** Two machines that are open round the clock, so that somebody is at them whenever the demo is looked at. */
const LAB = 'cqu-power'
const MACHINES = [
  { id: 'cqu-power-u01', nameZh: '示波与记录台（演示签到）', nameEn: 'Oscilloscope bench (demo of checking in)', kindId: 'spectrum_analyser' },
  { id: 'cqu-power-u02', nameZh: '阻抗分析台（演示超时）', nameEn: 'Impedance bench (demo of running over)', kindId: 'electrochemical_workstation' },
] as const
const RULES: Partial<Policy> = { gridMinutes: 5, minMinutes: 15, maxMinutes: 480, minNoticeMinutes: 0, cancelNoticeMinutes: 0, approval: 'none' }
const GRID_MS = 5 * 60_000
const PRICES = { own_university: 3_000n, alliance_member: 3_600n } as const

type Planned = { machine: (typeof MACHINES)[number]['id']; email: string; from: number; to: number; running?: true }

/**
 * What happens at the machines as the demo begins: a student who may check in, one who has not checked out in time,
 * and who comes after each; with a tablet in the lab and a fault that somebody has reported.
 */
export async function seedDemoUses(tx: Prisma.TransactionClient, { now, since }: { now: Date; since: Date }): Promise<void> {
  await seedMachines(tx, since)
  // Long enough ago that whoever comes next is told at the first look.
  const begun = new Date(Math.floor((now.getTime() - GRID_MS) / GRID_MS) * GRID_MS)
  const planned: Planned[] = [
    { machine: 'cqu-power-u01', email: 'student@cqjtu.example', from: 0, to: 180 },
    { machine: 'cqu-power-u01', email: 'researcher@cqu.example', from: 180, to: 300 },
    { machine: 'cqu-power-u02', email: 'student@cqjtu.example', from: -60, to: 0, running: true },
    { machine: 'cqu-power-u02', email: 'researcher@cqu.example', from: 0, to: 180 },
  ]
  for (const each of planned) await seedUse(tx, each, begun, now)
  const manager = demoPerson('manager@cqu.example')
  await tx.labDevice.create({
    data: { labId: LAB, kind: 'kiosk', name: '门口平板（示例）', tokenHash: createHash('sha256').update(uuidOf('device:door')).digest('hex'), createdById: manager.id, createdAt: since },
    select: { id: true },
  })
  await tx.faultReport.create({
    data: {
      id: uuidOf('fault:u02'), resourceId: 'cqu-power-u02', what: '右侧风扇异响，屏幕偶尔闪烁。（示例）', reportedById: demoPerson('student@cqjtu.example').id,
      reportedAt: addMinutes(begun, -20),
    },
    select: { id: true },
  })
}

async function seedMachines(tx: Prisma.TransactionClient, since: Date): Promise<void> {
  const university = alliance.universities.find(({ id }) => id === 'cqu')
  const lab = university?.labs.find(({ id }) => id === LAB)
  if (!university || !lab) throw new Error(`seed data: no lab ${LAB}`)
  for (const { id, nameZh, nameEn, kindId } of MACHINES) {
    const kind = kinds.find((each) => each.id === kindId)
    if (!kind) throw new Error(`seed data: no kind ${kindId}`)
    await tx.resource.create({
      data: {
        id, nameZh, nameEn, labId: lab.id, universityId: university.id, campusId: lab.campusId ?? '', kindId, modes: ['self_operation'], isIllustrative: true,
        summaryZh: '全天开放，用来演示扫码签到。', summaryEn: 'Open round the clock, to show checking in by a code.', createdAt: since, sortKey: sortKey(nameZh),
        searchText: searchText({ nameZh, nameEn, kind, labs: [lab], universities: [university] }),
        prices: { create: (['own_university', 'alliance_member'] as const).map((originClass) => ({ originClass, perHourFen: PRICES[originClass], validFrom: since })) },
      },
      select: { id: true },
    })
    await tx.openingSchedule.create({
      data: { ownerKind: 'resource', ownerId: id, validFrom: since, observesHolidays: false, weekly: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: 0, to: 1440 })) },
      select: { id: true },
    })
    await tx.policyVersion.create({ data: { ownerKind: 'resource', ownerId: id, validFrom: since, rules: RULES }, select: { id: true } })
  }
}

async function seedUse(tx: Prisma.TransactionClient, { machine, email, from, to, running }: Planned, begun: Date, now: Date): Promise<void> {
  const person = demoPerson(email)
  const key = `use:${machine}:${from}`
  const [id, itemId, recordId] = [uuidOf(`booking:${key}`), uuidOf(`item:${key}`), uuidOf(`record:${key}`)]
  const period = { startsAt: addMinutes(begun, from), endsAt: addMinutes(begun, to) }
  const rules = frozenRules([{ resourceId: machine, policy: { ...DEFAULT_POLICY, ...RULES } }])
  const hash = policyHash(rules)
  const status = running ? ('in_use' as const) : ('approved' as const)
  const createdAt = addMinutes(now, -24 * 60)
  await tx.frozenPolicy.createMany({ data: [{ hash, rules }], skipDuplicates: true })
  await tx.booking.create({
    data: {
      id, code: codeOf(id), status, bookerId: person.id, attendeeId: person.id, homeUniversityId: person.home,
      originClass: person.home === 'cqu' ? 'own_university' : 'alliance_member', purpose: 'research', title: '在机使用演示（示例）', holdMode: 'hold', policyHash: hash, createdAt, updatedAt: createdAt,
      items: { create: { id: itemId, resourceId: machine, mode: 'self_operation', attendance: 'none', status: running ? 'in_use' : 'not_started', ...period } },
    },
    select: { id: true },
  })
  await tx.allocation.create({ data: { resourceId: machine, unit: 1, cause: 'booking', itemId, ...period }, select: { id: true } })
  await tx.auditEvent.create({
    data: { at: createdAt, actorId: person.id, action: 'booking.created', subjectKind: 'booking', subjectId: id, universityId: 'cqu', data: { status: 'approved', problems: [] } },
    select: { id: true },
  })
  if (!running) return
  const startedAt = addMinutes(period.startsAt, 2)
  await tx.usageRecord.create({
    data: {
      id: recordId, itemId, resourceId: machine, personId: person.id, status: 'in_use', startsAt: startedAt, startSource: 'phone', operatorId: person.id,
      operation: 'self', purpose: 'research', beneficiary: 'alliance_member', createdAt: startedAt, updatedAt: startedAt,
      events: { create: { id: uuidOf(`event:${key}`), kind: 'start', source: 'phone', at: startedAt, byId: person.id, data: { details: { operatorId: person.id } }, recordedAt: startedAt } },
    },
    select: { id: true },
  })
}
