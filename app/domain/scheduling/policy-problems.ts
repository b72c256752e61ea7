import { areSeparate } from './fixed-slots'
import { isPossibleShare } from './hour-shares'
import { isPossibleWindow } from './owner-windows'
import { gridOf, type Policy, policyFor } from './policy'
import { isPossible } from './quota'

/** A rule that cannot be kept together with another, or at all; `fields` are the ones to look at. */
export type PolicyProblem = {
  rule:
    | 'out_of_range'
    | 'grid_leaves_remainder'
    | 'min_above_max'
    | 'no_length_on_grid'
    | 'notice_beyond_horizon'
    | 'quota_impossible'
    | 'quota_below_shortest'
    | 'windows_impossible'
    | 'windows_without_groups'
    | 'slots_overlap'
    | 'long_not_longer'
    | 'share_impossible'
    | 'mode_impossible'
  fields: (keyof Policy)[]
}

/** Everything that makes a policy contradict itself, so that nothing could ever be booked under it. */
export function policyProblems(policy: Policy): PolicyProblem[] {
  const found = timeProblems(policy)
  return found.some(({ rule }) => rule === 'out_of_range') ? found : [...found, ...structureProblems(policy)]
}

function timeProblems(policy: Policy): PolicyProblem[] {
  const found: PolicyProblem[] = []
  const report = (rule: PolicyProblem['rule'], ...fields: (keyof Policy)[]) =>
    found.push({ rule, fields })
  const atLeast: [keyof Policy, number | null, number][] = [
    ['gridMinutes', policy.gridMinutes, 1],
    ['minMinutes', policy.minMinutes, 1],
    ['maxMinutes', policy.maxMinutes, 1],
    ['minNoticeMinutes', policy.minNoticeMinutes, 0],
    ['horizonDays', policy.horizonDays, 0],
    ['cancelNoticeMinutes', policy.cancelNoticeMinutes, 0],
    ['changeNoticeMinutes', policy.changeNoticeMinutes, 0],
    ['setUpMinutes', policy.setUpMinutes, 0],
    ['cleanUpMinutes', policy.cleanUpMinutes, 0],
    ['holdHours', policy.holdHours, 1],
    ['maxFutureBookings', policy.maxFutureBookings, 1],
    ['maxPeople', policy.maxPeople, 1],
  ]
  for (const [key, value, least] of atLeast) {
    if (value !== null && !(Number.isInteger(value) && value >= least)) report('out_of_range', key)
  }
  if (found.length > 0) return found
  const grid = gridOf(policy)
  if (1440 % grid !== 0) report('grid_leaves_remainder', 'gridMinutes')
  if (policy.minMinutes > policy.maxMinutes) report('min_above_max', 'minMinutes', 'maxMinutes')
  else if (Math.ceil(policy.minMinutes / grid) * grid > policy.maxMinutes) {
    report('no_length_on_grid', 'gridMinutes', 'minMinutes', 'maxMinutes')
  }
  if (policy.minNoticeMinutes >= (policy.horizonDays + 1) * 1440) {
    report('notice_beyond_horizon', 'minNoticeMinutes', 'horizonDays')
  }
  if (!policy.quotas.every(isPossible)) report('quota_impossible', 'quotas')
  else if (policy.quotas.some((each) => each.measure === 'hours' && each.window === 'rolling' && each.limit * 60 < policy.minMinutes)) {
    report('quota_below_shortest', 'quotas', 'minMinutes')
  }
  return found
}

/** The same for the rules that have parts. */
function structureProblems(policy: Policy): PolicyProblem[] {
  const found: PolicyProblem[] = []
  const { ownerWindows, ownerGroups, longSession, reach } = policy
  if (!ownerWindows.every(isPossibleWindow)) found.push({ rule: 'windows_impossible', fields: ['ownerWindows'] })
  const isForGroups = ownerWindows.some((each) => each.for === 'groups') || reach === 'own_group' || policy.modeRules.some((each) => each.reach === 'own_group')
  if (isForGroups && ownerGroups.length === 0) found.push({ rule: 'windows_without_groups', fields: ['ownerGroups'] })
  if (!areSeparate(policy.fixedSlots)) found.push({ rule: 'slots_overlap', fields: ['fixedSlots'] })
  if (longSession && (longSession.maxMinutes <= policy.maxMinutes || longSession.noticeMinutes < 0)) found.push({ rule: 'long_not_longer', fields: ['longSession', 'maxMinutes'] })
  if (longSession && longSession.noticeMinutes >= (policy.horizonDays + 1) * 1440) found.push({ rule: 'notice_beyond_horizon', fields: ['longSession', 'horizonDays'] })
  for (const key of ['protectedShare', 'outsideCeiling'] as const) {
    if (policy[key] && !isPossibleShare(policy[key])) found.push({ rule: 'share_impossible', fields: [key] })
  }
  const isOdd = policy.modeRules.some(({ mode }) => timeProblems({ ...policyFor(policy, mode), modeRules: [] }).length > 0)
  if (isOdd) found.push({ rule: 'mode_impossible', fields: ['modeRules'] })
  return found
}
