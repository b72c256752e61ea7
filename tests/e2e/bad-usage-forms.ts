import type { PeopleForm } from './bad-people-forms'

/** Forms of the logbook and of incidents: one good submission each, and what can be wrong about it. */

const LONG = '长'.repeat(5_000)
const CONTROL = 'a\u0000b\u0001c'
const key = '00000000-0000-4000-8000-0000000000aa'

export const USAGE_FORMS: Record<string, () => PeopleForm> = {
  'record a use': () => ({
    path: '/manage/uses/new', as: 'manager@cqu.example', keeps: 'remarks',
    good: { key, resourceId: 'cqu-mechtrans-i01', email: 'nobody@cqu.example', startsAt: '2026-01-05T09:00', endsAt: '2026-01-05T10:00', operation: 'self', purpose: 'research', remarks: '坏输入' },
    bad: {
      'an unknown person': {}, 'no key': { key: '' }, 'no resource': { resourceId: '' }, 'an unknown resource': { resourceId: 'nothing' }, 'no mail': { email: 'nobody' }, 'no start': { startsAt: '' },
      'an odd time': { startsAt: 'yesterday' }, 'a day that is none': { startsAt: '2026-02-30T09:00', email: 'researcher@cqu.example' }, 'the end first': { endsAt: '2026-01-05T08:00', email: 'researcher@cqu.example' },
      'the time to come': { endsAt: '2099-01-05T10:00', email: 'researcher@cqu.example' }, 'negative samples': { samples: '-1' }, 'half a sample': { samples: '1.5' }, 'a year of warm-up': { warmUpMinutes: '99999999' },
      'an odd purpose': { purpose: 'fun' }, 'an odd operation': { operation: 'magic' }, 'an odd beneficiary': { beneficiary: 'friends' }, 'an unknown operator': { operatorEmail: 'nobody@cqu.example', email: 'researcher@cqu.example' },
      'parts longer than the use': { measuringMinutes: '600', email: 'researcher@cqu.example' },
    },
  }),
  'record a use, remarks': () => ({
    path: '/manage/uses/new', as: 'manager@cqu.example', keeps: 'email',
    good: { key, resourceId: 'cqu-mechtrans-i01', email: 'nobody@cqu.example', startsAt: '2026-01-05T09:00', endsAt: '2026-01-05T10:00', operation: 'self', purpose: 'research' },
    bad: { 'long remarks': { remarks: LONG }, 'control characters': { remarks: CONTROL } },
  }),
  'report an incident': () => ({
    path: '/incidents/new', as: 'manager@cqu.example', keeps: 'what',
    good: { key, place: 'resource:cqu-mechtrans-i01', severity: 'minor', at: '2099-01-05T09:00', what: '坏输入' },
    bad: {
      'the time to come': {}, 'long ago': { at: '2001-01-05T09:00' }, 'no time': { at: '' }, 'an odd time': { at: 'soon' }, 'no key': { key: '' }, 'no place': { place: '' }, 'an odd place': { place: 'planet:earth' },
      'an unknown place': { place: 'resource:nothing' }, 'a place elsewhere': { place: 'resource:scu-polymer-i02' }, 'an odd severity': { severity: 'funny' }, 'long measures': { measures: LONG },
    },
  }),
  'report an incident, what': () => ({
    path: '/incidents/new', as: 'manager@cqu.example', keeps: 'measures',
    good: { key, place: 'resource:cqu-mechtrans-i01', severity: 'minor', at: '2026-01-05T09:00', what: '', measures: '坏输入' },
    bad: { 'nothing happened': {}, 'a long text': { what: LONG }, 'control characters': { what: CONTROL } },
  }),
}
