import type { Permission } from '~/domain/access/permission'
import { isAcceptable, type Problem, type ProblemCode } from '~/domain/problem'

export type OverridePermission = Extract<Permission, 'override:booking_rule' | 'override:booking_share'>

/**
 * Which refusals somebody may set aside for another person, with a reason. What is not named here
 * nobody can: what is taken stays taken, a person is in one place at a time, and who may operate a
 * machine is a matter of safety.
 */
const OVERRIDDEN_BY: Partial<Record<ProblemCode, OverridePermission>> = {
  off_grid: 'override:booking_rule',
  duration_too_short: 'override:booking_rule',
  duration_too_long: 'override:booking_rule',
  long_needs_notice: 'override:booking_rule',
  notice_too_short: 'override:booking_rule',
  beyond_horizon: 'override:booking_rule',
  slot_booked_whole: 'override:booking_rule',
  outside_opening_hours: 'override:booking_rule',
  too_many_future: 'override:booking_rule',
  quota_exceeded: 'override:booking_rule',
  not_open_to_you: 'override:booking_rule',
  kind_not_admitted: 'override:booking_rule',
  purpose_not_allowed: 'override:booking_rule',
  reserved_for_owners: 'override:booking_rule',
  suspended_here: 'override:booking_rule',
  suspended_at_university: 'override:booking_share',
  protected_share_reached: 'override:booking_share',
  outside_ceiling_reached: 'override:booking_share',
}

/** Who may set a refusal aside; null: nobody. */
export const overriddenBy = (code: ProblemCode): OverridePermission | null => OVERRIDDEN_BY[code] ?? null

/** The problems with those that may be set aside turned into warnings, and these by themselves. */
export function setAside(problems: readonly Problem[], may: (permission: OverridePermission) => boolean): { ok: boolean; problems: Problem[]; overridden: Problem[] } {
  const isSetAside = (each: Problem) => {
    const permission = overriddenBy(each.code)
    return each.severity === 'refuse' && permission !== null && may(permission)
  }
  const left = problems.map((each): Problem => (isSetAside(each) ? { ...each, severity: 'warn' } : each))
  return { ok: isAcceptable(left), problems: left, overridden: problems.filter(isSetAside) }
}
