import { resolveApprovers, type Route } from '~/domain/approval/route'
import { frozenRules } from '~/domain/booking/freeze'
import { holdsSlot } from '~/domain/booking/states'
import { addMinutes } from '~/domain/time/interval'
import { openStepRow } from '~/features/approvals/request.server'
import { policyHash } from '~/features/bookings/write.server'
import type { Prisma } from '~/platform/generated/prisma/client'
import type { Cast } from './demo-casting'
import type { PlannedOutage } from './demo-calendar'
import { demoPeople, demoPerson, groupOf } from './demo-people'
import { insertRows } from './insert'
import { uuidOf } from './random'

/** A demo may be looked at for a fortnight: requests wait until their slot begins, not for the usual three days. */
const DUE_HOURS = 14 * 24

const CODE_LETTERS = '23456789BCDFGHJKMNPQRSTVWXZ'
const NO_SHOW_KEEPS_MINUTES = 30

/** Writes the bookings with everything that belongs to them: frozen rules, what they take, requests, decisions, audit. */
export async function writeBookings(tx: Prisma.TransactionClient, cast: readonly Cast[]): Promise<void> {
  const rows = cast.map(rowsOf)
  const policies = new Map(rows.map((each) => [each.policy.hash, each.policy]))
  await tx.frozenPolicy.createMany({ data: [...policies.values()], skipDuplicates: true })
  await insertRows(tx, 'booking', rows.map((each) => each.booking))
  await insertRows(tx, 'booking_item', rows.map((each) => each.item))
  await insertRows(tx, 'allocation', rows.flatMap((each) => each.allocation))
  await insertRows(tx, 'presence', rows.flatMap((each) => each.presences))
  await insertRows(tx, 'approval_request', rows.flatMap((each) => each.request))
  await insertRows(tx, 'approval_open_step', rows.flatMap((each) => each.openSteps))
  await insertRows(tx, 'approval_decision', rows.flatMap((each) => each.decisions))
  const events = rows.flatMap((each) => each.events)
  await insertRows(tx, 'audit_event', events.toSorted((a, b) => a.at.getTime() - b.at.getTime()))
}

function rowsOf(cast: Cast) {
  const { resource, person, period, status, policy } = cast
  const key = `${resource.seed.id}:${period.start.toISOString()}`
  const id = uuidOf(`booking:${key}`)
  const itemId = uuidOf(`item:${key}`)
  const rules = frozenRules([{ resourceId: resource.seed.id, policy }])
  const hash = policyHash(rules)
  const group = groupOf(person)
  const holds = holdsSlot(status, policy.holdMode)
  const isOver = ['completed', 'no_show', 'in_use'].includes(status)
  const holdExpiresAt = status === 'pending' ? period.start : null
  const approval = cast.needsApproval ? approvalOf(cast, id) : null
  const takenUntil = status === 'no_show' ? addMinutes(period.start, NO_SHOW_KEEPS_MINUTES) : cast.block.end
  const event = (action: string, at: Date, actorId: string | null, data: Prisma.InputJsonObject = {}) => ({
    at,
    actorId,
    action,
    subjectKind: 'booking',
    subjectId: id,
    universityId: resource.university.id,
    data,
  })
  const endedAt = status === 'cancelled' ? addMinutes(cast.createdAt, 20) : approval?.decidedAt
  return {
    policy: { hash, rules },
    booking: {
      id,
      code: codeOf(id),
      status,
      bookerId: person.id,
      attendeeId: person.id,
      homeUniversityId: person.home,
      originClass: cast.originClass,
      groupId: group?.id ?? null,
      projectId: group?.project ?? null,
      purpose: cast.purpose,
      title: cast.title,
      holdMode: policy.holdMode,
      holdExpiresAt,
      policyHash: hash,
      quotedFen: cast.price ? BigInt(cast.price.totalFen) : null,
      quote: cast.price,
      createdAt: cast.createdAt,
      updatedAt: isOver ? period.start : (endedAt ?? cast.createdAt),
      endedById: status === 'cancelled' ? person.id : status === 'declined' ? (approval?.decider.id ?? null) : null,
      endedReason: cast.endedReason,
    },
    item: {
      id: itemId,
      bookingId: id,
      resourceId: resource.seed.id,
      mode: cast.mode,
      startsAt: period.start,
      endsAt: period.end,
      attendance: cast.attendance,
      setUpMinutes: policy.setUpMinutes,
      cleanUpMinutes: policy.cleanUpMinutes,
      status: itemStatusOf(status),
      completionSource: cast.completionSource,
    },
    allocation: holds
      ? [
          {
            resourceId: resource.seed.id,
            unit: cast.unit,
            startsAt: cast.block.start,
            endsAt: takenUntil < cast.block.end ? takenUntil : cast.block.end,
            cause: 'booking' as const,
            itemId,
            expiresAt: holdExpiresAt,
          },
        ]
      : [],
    presences: holds
      ? cast.attended.map((part) => ({
          personId: person.id,
          campusId: resource.lab.campusId,
          startsAt: part.start,
          endsAt: part.end,
          attended: true,
          itemId,
        }))
      : [],
    request: approval ? [approval.request] : [],
    openSteps: approval?.openSteps ?? [],
    decisions: approval?.decisions ?? [],
    events: [
      event('booking.created', cast.createdAt, person.id, { status: cast.needsApproval ? 'pending' : 'approved', problems: [] }),
      ...(approval && approval.decisions.length > 0
        ? [
            event(
              status === 'declined' ? 'approval.declined' : 'approval.approved',
              approval.decidedAt,
              approval.decider.id,
              { requestId: approval.request.id, comment: cast.endedReason },
            ),
          ]
        : []),
      ...(status === 'cancelled'
        ? [event('booking.cancelled', endedAt ?? cast.createdAt, person.id, { reason: cast.endedReason })]
        : []),
      ...(status === 'completed'
        ? [event('booking.completed', period.end, null, { source: cast.completionSource })]
        : []),
      ...(status === 'no_show' ? [event('booking.no_show', period.end, null)] : []),
    ],
  }
}

/** The request of a booking that asks: decided by whoever can decide it, in time before it begins. */
function approvalOf(cast: Cast, bookingId: string) {
  const { resource, person, status, createdAt } = cast
  const requestId = uuidOf(`request:${bookingId}`)
  const holders = (role: string, universityId: string | null) =>
    demoPeople
      .filter((each) =>
        each.grants.some((grant) => grant.role === role && (universityId === null || grant.universityId === universityId)),
      )
      .map((each) => each.id)
  const step = resolveApprovers({
    step: {
      id: `lab:${resource.lab.id}`,
      approver: { role: 'lab_manager', scopeKind: 'lab', scopeId: resource.lab.id },
      need: 'any',
      dueHours: DUE_HOURS,
    },
    universityId: resource.university.id,
    requesterIds: [person.id],
    holders: ({ role }) => holders(role, role === 'office' ? null : resource.university.id),
  })
  const route: Route = { steps: [[step]] }
  const deciderId = holders(step.approver.role, step.approver.role === 'office' ? null : resource.university.id).find(
    (each) => each !== person.id,
  )
  const decider = demoPeople.find((each) => each.id === deciderId) ?? demoPerson('office@alliance.example')
  const half = (createdAt.getTime() + Math.max(createdAt.getTime(), cast.period.start.getTime())) / 2
  const decidedAt = new Date(Math.min(half, createdAt.getTime() + 25 * 60_000))
  const isOpen = status === 'pending'
  const isWithdrawn = status === 'cancelled'
  return {
    decider,
    decidedAt,
    request: {
      id: requestId,
      subjectKind: 'booking' as const,
      subjectId: bookingId,
      status: isOpen
        ? ('pending' as const)
        : status === 'declined'
          ? ('declined' as const)
          : isWithdrawn
            ? ('withdrawn' as const)
            : ('approved' as const),
      route,
      requesterId: person.id,
      requesterIds: [person.id],
      universityId: resource.university.id,
      labId: resource.lab.id,
      createdAt,
      dueAt: cast.period.start,
      closedAt: isOpen ? null : isWithdrawn ? addMinutes(createdAt, 20) : decidedAt,
    },
    openSteps: isOpen
      ? [{ ...openStepColumns(route, resource.university.id, cast.period.start), requestId }]
      : [],
    decisions:
      isOpen || isWithdrawn
        ? []
        : [
            {
              requestId,
              stepId: step.id,
              deciderId: decider.id,
              decision: status === 'declined' ? 'decline' : 'approve',
              comment: cast.endedReason,
              at: decidedAt,
            },
          ],
  }
}

function openStepColumns(route: Route, universityId: string, dueAt: Date) {
  const [step] = route.steps.flat()
  if (!step) throw new Error('a route has a step')
  const { scopeKind, ...columns } = openStepRow(step, { universityId, dueAt })
  return { ...columns, scopeKind: scopeKind === 'lab' || scopeKind === 'university' ? scopeKind : ('alliance' as const) }
}

/** Takes resources out of service, past and to come. */
export async function writeOutages(tx: Prisma.TransactionClient, outages: readonly PlannedOutage[], now: Date): Promise<void> {
  const manager = demoPerson('manager@scu.example').id
  const rows = outages.map((each) => ({
    id: uuidOf(`outage:${each.resource.seed.id}`),
    resourceId: each.resource.seed.id,
    kind: each.kind,
    startsAt: each.period.start,
    endsAt: each.period.end,
    reason: each.reason,
    createdById:
      demoPeople.find(({ home, grants }) => home === each.resource.university.id && grants.some(({ role }) => role === 'lab_manager'))
        ?.id ?? manager,
    createdAt: addMinutes(each.period.start < now ? each.period.start : now, -24 * 60),
  }))
  await tx.outage.createMany({ data: rows })
  await tx.allocation.createMany({
    data: rows.map((each) => ({
      resourceId: each.resourceId,
      startsAt: each.startsAt,
      endsAt: each.endsAt,
      cause: each.kind === 'closure' ? ('closure' as const) : ('maintenance' as const),
      outageId: each.id,
    })),
  })
  await tx.auditEvent.createMany({
    data: rows.map((each, at) => ({
      at: each.createdAt,
      actorId: each.createdById,
      action: 'outage.created',
      subjectKind: 'outage',
      subjectId: each.id,
      universityId: outages[at]?.resource.university.id ?? null,
      data: { resourceId: each.resourceId, reason: each.reason },
    })),
  })
}

function itemStatusOf(status: Cast['status']): 'not_started' | 'in_use' | 'completed' | 'no_show' {
  return status === 'in_use' || status === 'completed' || status === 'no_show' ? status : 'not_started'
}

export function codeOf(id: string): string {
  return id
    .replaceAll('-', '')
    .slice(0, 16)
    .match(/../g)!
    .map((pair) => CODE_LETTERS[Number.parseInt(pair, 16) % CODE_LETTERS.length])
    .join('')
}
