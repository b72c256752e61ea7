import { randomUUID } from 'node:crypto'
import type { Route, RouteStep } from '~/domain/approval/route'

export type SubjectKind = 'booking' | 'booking_change' | 'test_order'

/** The rows of a new request: the request itself and the steps of its first stage, which wait. */
export function requestRow(request: {
  subjectKind: SubjectKind
  subjectId: string
  route: Route
  /** Everyone who asks or profits; the first is named as the requester. */
  requesterIds: string[]
  universityId: string
  labId: string | null
  dueAt: Date | null
  now: Date
}) {
  return {
    id: randomUUID(),
    subjectKind: request.subjectKind,
    subjectId: request.subjectId,
    route: request.route,
    requesterId: request.requesterIds[0],
    requesterIds: [...new Set(request.requesterIds)],
    universityId: request.universityId,
    labId: request.labId,
    createdAt: request.now,
    dueAt: request.dueAt,
    openSteps: (request.route.steps[0] ?? []).map((step) => openStepRow(step, request)),
  }
}

/** A waiting step with the scope its deciders must hold. A lab's step names its university too, for managers of all its labs. */
export function openStepRow(
  step: RouteStep,
  request: { universityId: string; dueAt: Date | null },
) {
  const { scopeKind, scopeId, role } = step.approver
  return {
    stepId: step.id,
    role,
    scopeKind: scopeKind === 'group' ? 'alliance' : scopeKind,
    universityId: scopeKind === 'university' ? scopeId : scopeKind === 'lab' ? request.universityId : null,
    labId: scopeKind === 'lab' ? scopeId : null,
    dueAt: request.dueAt,
  }
}
