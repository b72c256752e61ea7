import type { PeopleForm } from './bad-people-forms'

/** Forms of conduct and of what comes after use: one good submission each, and what can be wrong about it. */

const LONG = '长'.repeat(5_000)
const CONTROL = 'a\u0000b\u0001c'
const unknownId = '00000000-0000-4000-8000-000000000000'
const badReason = { 'no reason': { reason: '' }, 'a long reason': { reason: LONG }, 'control characters': { reason: CONTROL } }
const badWhich = { 'an unknown one': {}, 'no id': { id: 'x' }, 'an odd version': { version: 'new' } }

export const CONDUCT_FORMS: Record<string, () => PeopleForm> = {
  'decide about a plea': () => ({
    path: '/manage/conduct?index&do=plea', as: 'manager@cqu.example', good: { id: unknownId, accept: 'yes', reason: '已核实', version: '1' },
    bad: { ...badWhich, ...badReason, 'neither': { accept: '' }, 'an odd answer': { accept: 'perhaps' } },
  }),
  'decide about a proposal': () => ({
    path: '/manage/conduct?index&do=proposal', as: 'manager@cqu.example', good: { id: unknownId, accept: 'yes', reason: '已核实', version: '1', days: '7' },
    bad: { ...badWhich, ...badReason, 'no days': { days: '0' }, 'days below nothing': { days: '-7' }, 'half a day': { days: '0.5' }, 'ten thousand days': { days: '10000' }, 'days in words': { days: 'seven' } },
  }),
  'report misuse': () => ({
    path: '/manage/conduct/report', as: 'manager@cqu.example', keeps: 'what', good: { key: unknownId, code: 'ZZZZZZZZ', what: '腔体在真空下被打开，样品台受损' },
    bad: { 'an unknown booking': {}, 'an odd code': { code: '!!' }, 'no code': { code: '' }, 'nothing seen': { what: '' }, 'a word': { what: '坏' }, 'a long report': { what: LONG }, 'control characters': { what: `腔体在真空下被打开${CONTROL}` } },
  }),
  'rules of conduct': () => ({
    path: '/manage/conduct/rules/lab/cqu-coal', as: 'manager@cqu.example', keeps: 'graceMinutes', good: { seen: 'none', graceMinutes: '20分钟', points: 'inherit', strikes: 'inherit', thresholds: 'inherit' },
    bad: {
      'an odd duration': { lateAfterMinutes: 'soon' }, 'a month of grace': { graceMinutes: '40天' }, 'more than all': { leastUsedPercent: '101' }, 'no fading': { decayDays: '0' }, 'fading below nothing': { decayDays: '-1' },
      'points in words': { points: 'own', 'points-late': 'five' }, 'too many points': { points: 'own', 'points-late': '101' }, 'an odd choice': { checkIn: 'sometimes' },
      'a strike of nothing': { strikes: 'own', 's0-count': '0', 's0-withinDays': '180' }, 'a strike beyond the lab': { strikes: 'own', 's0-count': '3', 's0-withinDays': '180', 's0-scope': 'alliance' },
      'a suspension without a term': { strikes: 'own', 's0-count': '3', 's0-withinDays': '180', 's0-effect': 'suspended' }, 'a mark beyond full': { thresholds: 'own', 't0-below': '101' }, 'a day that is none': { from: '2027-02-30' }, 'yesterday': { from: '2020-01-01' },
    },
  }),
  'words of thanks': () => ({
    path: '/manage/after/lab/cqu-coal', as: 'manager@cqu.example', keeps: 'textEn', good: { textZh: '感谢', textEn: 'We thank the laboratory', version: '0' },
    bad: { 'long words': { textZh: LONG }, 'control characters': { textZh: CONTROL }, 'an odd version': { version: 'new' }, 'an old version': { version: '99' } },
  }),
  'add a result': () => ({
    path: '/achievements/new', as: 'researcher@cqu.example', keeps: 'people', good: { kind: 'paper', title: '一篇论文', people: '某某', year: '2026', doi: '10.1000/182', version: '0' },
    bad: {
      'no title': { title: '' }, 'a long title': { title: LONG }, 'control characters': { title: CONTROL }, 'an odd kind': { kind: 'song' }, 'a year that is none': { year: 'soon' }, 'a year long ago': { year: '1066' }, 'no year': { year: '' },
      'half a DOI': { doi: '10.1000' }, 'no DOI at all': { doi: 'see my page' }, 'somebody else’s use': { uses: unknownId }, 'a use that is none': { uses: 'x' }, 'a foreign project': { projects: 'swjtu-g1-p1' }, 'an unknown resource': { resources: 'nowhere' },
    },
  }),
}
