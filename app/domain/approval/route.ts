import { type Actor, type GrantRole, hasRole } from '~/domain/access/permission'

/**
 * Who must say yes, in which order. The engine knows requests, not what is requested: bookings,
 * changes and whatever comes later travel the same way.
 */
export type ApproverRole = Extract<
  GrantRole,
  'lab_manager' | 'coordinator' | 'pi' | 'safety_officer' | 'office' | 'chair'
>

export type Approver = {
  role: ApproverRole
  scopeKind: 'lab' | 'university' | 'alliance' | 'group'
  scopeId: string
}

export type RouteStep = {
  id: string
  approver: Approver
  /** How many of those who may decide have to approve: one, everyone, or so many. */
  need: 'any' | 'all' | number
  /** Hours from the step's opening to its deadline; null: none. */
  dueHours: number | null
}

/** Stages one after another; the steps of a stage run side by side and all have to be approved. */
export type Route = { steps: RouteStep[][] }

/** `scopeId` of a step that the whole alliance's holders of a role may decide. */
export const ALLIANCE_SCOPE = 'alliance'

/** What the person's grants do not tell: the universities that own the step's lab, the heads of its group. */
export type StepPlace = {
  universityIds?: readonly string[]
  groupHeadIds?: readonly string[]
}

/**
 * Whether the person may decide the step: holds its role where it asks for it, and did not ask
 * themselves. Nobody decides their own request, in whatever role.
 */
export function mayDecide(
  step: RouteStep,
  person: Actor,
  requesterIds: readonly string[],
  place: StepPlace = {},
): boolean {
  if (requesterIds.includes(person.personId)) return false
  const { role, scopeKind, scopeId } = step.approver
  switch (scopeKind) {
    case 'lab':
      return hasRole(person, role, { labId: scopeId, universityIds: place.universityIds ?? [] })
    case 'university':
      return role === 'chair'
        ? person.grants.some((each) => each.role === 'chair' && each.scopeId === scopeId)
        : hasRole(person, role, { universityId: scopeId })
    case 'alliance':
      return hasRole(person, role, {})
    case 'group':
      return place.groupHeadIds?.includes(person.personId) ?? false
  }
}

/**
 * The same step for whoever decides when nobody else can: the coordinator of the university, and
 * the alliance office where the coordinator was the one. The step keeps its id, so that its history
 * stays one. Null: there is nobody further up.
 */
export function fallbackStep(step: RouteStep, universityId: string): RouteStep | null {
  const { role } = step.approver
  if (role === 'office' || role === 'chair') return null
  const approver: Approver =
    role === 'coordinator'
      ? { role: 'office', scopeKind: 'alliance', scopeId: ALLIANCE_SCOPE }
      : { role: 'coordinator', scopeKind: 'university', scopeId: universityId }
  return { ...step, approver, need: 'any' }
}

/**
 * The step as somebody can decide it: as it stands while anyone holds its role who did not ask,
 * else the next fallback of which that is true. `holders` gives the ids of those who hold a role.
 * When nobody is found up to the office, the last step is the answer and waits for an appointment.
 */
export function resolveApprovers(question: {
  step: RouteStep
  universityId: string
  requesterIds: readonly string[]
  holders: (approver: Approver) => readonly string[]
}): RouteStep {
  let { step } = question
  for (;;) {
    const others = question.holders(step.approver).filter(
      (id) => !question.requesterIds.includes(id),
    )
    if (others.length > 0) return step
    const next = fallbackStep(step, question.universityId)
    if (!next) return step
    step = next
  }
}
