import { describe, expect, it } from 'vitest'
import type { Actor, Grant } from '~/domain/access/permission'
import { GROUP_ACTS, type GroupPart, mayInGroup, mayOpenGroup, mayRemove, standingOf } from '~/domain/people/group'

const actor = (grants: Grant[] = [], home: Partial<Actor> = {}): Actor => ({ personId: 'me', email: 'me@a.example', homeUniversityId: 'a', homeKind: 'student', grants, ...home })
const coordinator = (scopeId: string): Grant => ({ role: 'coordinator', scopeKind: 'university', scopeId })
const group = { universityId: 'a', leaderId: 'x', confirmedAt: new Date(0), closedAt: null as Date | null }
const acts = (part: GroupPart, who = actor(), of = group) => GROUP_ACTS.filter((act) => mayInGroup(who, of, part, act)).join(' ')

describe('who may do what in a group', () => {
  it('each part has its acts, each within the next', () => {
    expect(acts(null)).toBe('')
    expect(acts('member')).toBe('read')
    expect(acts('supervisor')).toBe('read steer invite decide_request remove_member keep_projects')
    expect(acts('leader')).toBe('read steer invite decide_request remove_member keep_projects rename appoint_supervisor hand_over close')
  })

  it('a coordinator confirms the groups of the university, but not their own', () => {
    expect(acts(null, actor([coordinator('a')]))).toBe('read hand_over close confirm')
    expect(acts(null, actor([coordinator('b')]))).toBe('')
    expect(acts('leader', actor([coordinator('a')]))).not.toContain('confirm')
  })

  it('in a closed group nothing is left but looking', () => {
    expect(acts('leader', actor([coordinator('a')]), { ...group, closedAt: new Date(1) })).toBe('read steer')
  })

  it('nobody removes the leader, and supervisors no supervisors', () => {
    const parts: GroupPart[] = ['leader', 'supervisor', 'member', null]
    const table = parts.map((part) => parts.filter((whom) => mayRemove(part, whom)))
    expect(table).toEqual([['supervisor', 'member'], ['member'], [], []])
  })
})

it('a group stands as its dates say', () => {
  const [then, later] = [new Date(0), new Date(1)]
  expect([[null, null], [then, null], [then, later], [null, later]].map(([confirmedAt, closedAt]) => standingOf({ confirmedAt: confirmedAt!, closedAt: closedAt! }))).toEqual(['unconfirmed', 'confirmed', 'closed', 'refused'])
})

it('teachers, staff and principal investigators open groups at home', () => {
  expect(mayOpenGroup(actor())).toBe(false)
  expect(mayOpenGroup(actor([], { homeKind: 'teacher' }))).toBe(true)
  expect(mayOpenGroup(actor([], { homeKind: 'staff' }))).toBe(true)
  expect(mayOpenGroup(actor([{ role: 'pi', scopeKind: 'university', scopeId: 'a' }]))).toBe(true)
  expect(mayOpenGroup(actor([], { homeKind: 'teacher', homeUniversityId: null }))).toBe(false)
})
