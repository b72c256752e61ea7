import { can, type Actor } from '~/domain/access/permission'
import { advance, type Decision } from '~/domain/approval/advance'
import { mayDecide, type Route, type RouteStep } from '~/domain/approval/route'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { openStepRow, type SubjectKind } from '~/features/approvals/request.server'
import { record } from '~/features/audit/record.server'
import type { Tx } from '~/platform/db.server'

export type Resolution = { requestId: string; state: 'pending' | 'approved' | 'declined' }

/**
 * Records one decision on the pending request of a subject and moves the request on. The caller has
 * locked the subject, so that of two who decide at once the second sees the first.
 */
export async function resolveRequest(
  tx: Tx,
  actor: Actor,
  subject: { kind: SubjectKind; id: string },
  said: { decision: 'approve' | 'decline'; comment: string | null },
  now: Date,
): Promise<Outcome<Resolution>> {
  const request = await tx.approvalRequest.findFirst({
    where: { subjectKind: subject.kind, subjectId: subject.id },
    orderBy: { createdAt: 'desc' },
    select: {
      id: true, status: true, route: true, requesterIds: true, universityId: true, labId: true, dueAt: true, version: true,
      decisions: { select: { stepId: true, deciderId: true, onBehalfOfId: true, decision: true, at: true, decider: { select: { mergedIntoId: true } } } },
      openSteps: { select: { stepId: true } },
    },
  })
  if (!request) return refused(problem('not_allowed', {}))
  const target = { labId: request.labId, universityId: request.universityId }
  if (request.requesterIds.includes(actor.personId)) return refused(problem('own_request', {}))
  if (request.status !== 'pending') {
    return refused(
      can(actor, 'decide:booking', target)
        ? problem('already_decided', { status: request.status })
        : problem('not_allowed', {}),
    )
  }

  const route = request.route as unknown as Route
  const mine = openStepsFor(route, request, actor)
  if (mine.length === 0) return refused(problem('not_allowed', {}))
  if (said.decision === 'decline' && !said.comment) return refused(problem('reason_required', {}))

  const fresh: Decision[] = mine.map((step) => ({
    stepId: step.id, deciderId: actor.personId, decision: said.decision, at: now,
  }))
  await tx.approvalDecision.createMany({
    data: fresh.map(({ stepId, deciderId, decision, at }) => ({
      requestId: request.id, stepId, deciderId, decision, comment: said.comment, at,
    })),
  })
  const known = await votesNow(tx, request.decisions)
  const next = advance(route, [...known, ...fresh], { requesterIds: request.requesterIds })
  await tx.approvalRequest.update({
    where: { id: request.id, version: request.version },
    data: { status: next.state, version: { increment: 1 }, closedAt: next.state === 'pending' ? null : now },
    select: { id: true },
  })
  await tx.approvalOpenStep.deleteMany({ where: { requestId: request.id } })
  if (next.state === 'pending') {
    await tx.approvalOpenStep.createMany({
      data: next.openSteps.map((step) => {
        const { scopeKind, ...row } = openStepRow(step, request)
        return { ...row, scopeKind: scopeKind as 'lab' | 'university' | 'alliance', requestId: request.id }
      }),
    })
  }
  await record(tx, {
    actorId: actor.personId,
    action: said.decision === 'approve' ? 'approval.approved' : 'approval.declined',
    subjectKind: subject.kind,
    subjectId: subject.id,
    universityId: request.universityId,
    data: { requestId: request.id, steps: mine.map((each) => each.id), comment: said.comment, state: next.state },
  })
  return done({ requestId: request.id, state: next.state })
}

type Said = { stepId: string; deciderId: string; onBehalfOfId: string | null; decision: string; at: Date; decider: { mergedIntoId: string | null } }

/** What was decided so far, by whom the accounts are today: two that were merged since are one voice. */
async function votesNow(tx: Tx, decisions: readonly Said[]): Promise<Decision[]> {
  const principals = decisions.flatMap(({ onBehalfOfId }) => onBehalfOfId ?? [])
  const merged = principals.length === 0 ? [] : await tx.person.findMany({ where: { id: { in: principals }, mergedIntoId: { not: null } }, select: { id: true, mergedIntoId: true } })
  const today = (id: string) => merged.find((each) => each.id === id)?.mergedIntoId ?? id
  return decisions.map(({ stepId, deciderId, onBehalfOfId, decision, at, decider }) => ({
    stepId,
    deciderId: decider.mergedIntoId ?? deciderId,
    decision: decision === 'decline' ? 'decline' : 'approve',
    at,
    ...(onBehalfOfId ? { onBehalfOfId: today(onBehalfOfId) } : {}),
  }))
}

/** The waiting steps of a request that the person may decide. */
export function openStepsFor(
  route: Route,
  request: { openSteps: { stepId: string }[]; requesterIds: string[]; universityId: string },
  actor: Actor,
): RouteStep[] {
  const open = new Set(request.openSteps.map((each) => each.stepId))
  return route.steps
    .flat()
    .filter((step) => open.has(step.id))
    .filter((step) => mayDecide(step, actor, request.requesterIds, { universityIds: [request.universityId] }))
}

/** Ends the pending request of a subject that no longer asks. */
export async function withdrawRequest(
  tx: Tx,
  subject: { kind: SubjectKind; id: string },
  now: Date,
): Promise<void> {
  const pending = { subjectKind: subject.kind, subjectId: subject.id, status: 'pending' as const }
  await tx.approvalOpenStep.deleteMany({ where: { request: pending } })
  await tx.approvalRequest.updateMany({
    where: pending,
    data: { status: 'withdrawn', closedAt: now, version: { increment: 1 } },
  })
}
