import { randomUUID } from 'node:crypto'
import { uuidOf } from '../../prisma/seed-parts/random'
import type { Account } from './demo'

/** Forms of people, groups and rights: one good submission each, and what can be wrong about it. */

const LONG = '长'.repeat(5_000)
const CONTROL = 'a\u0000b\u0001c'
const unknownId = '00000000-0000-4000-8000-000000000000'
const colleague = uuidOf('person:researcher@cqu.example')

type Change = Record<string, string | undefined>
export type PeopleForm = { path: string; as: Account | null; good: Record<string, string>; bad: Record<string, Change>; keeps?: string }

const badReason = { 'no reason': { reason: '' }, 'a long reason': { reason: LONG }, 'control characters': { reason: CONTROL } }
const badNames = { 'no name': { nameZh: '' }, 'a long name': { nameZh: LONG }, 'control characters': { nameZh: CONTROL } }
const which = { id: unknownId, version: '1' }
const badWhich = { 'an unknown one': {}, 'no id': { id: 'x' }, 'no version': { version: '' }, 'an odd version': { version: 'new' } }
const term = { basis: 'visiting', kind: 'student', department: '轨道学院', sponsorEmail: 'chair@scu.example', lastDay: '2027-06-30' }
const badTerm = {
  'an odd way': { basis: 'teleport' }, 'an odd kind': { kind: 'emperor' }, 'a broken date': { lastDay: '2027-02-30' }, 'no last day': { lastDay: '' }, 'a past day': { lastDay: '2001-01-01' },
  'an end before the start': { firstDay: '2027-05-01', lastDay: '2027-04-01' }, 'a century': { lastDay: '2127-01-01' }, 'an unknown sponsor': { sponsorEmail: 'nobody@scu.example' }, 'no mail': { sponsorEmail: 'nobody' },
  'control characters': { department: CONTROL }, 'a long department': { department: LONG },
}
const project = { key: '', kind: 'research', nameZh: '坏输入', nameEn: 'Bad input', number: '坏-1' }

export const PEOPLE_FORMS: Record<string, () => PeopleForm> = {
  'ask another university': () => ({
    path: '/account/affiliations', as: 'student@cqjtu.example', keeps: 'lastDay', good: { ...term, universityId: 'scu' },
    bad: { ...badTerm, 'an unknown university': { universityId: 'nowhere' }, 'the own university': { universityId: 'cqjtu' }, 'oneself as sponsor': { sponsorEmail: 'student@cqjtu.example' }, 'no sponsor': { sponsorEmail: '' } },
  }),
  'leave a university': () => ({ path: '/account/affiliations?form=end', as: 'student@cqjtu.example', good: { ...which, reason: '试验' }, bad: { ...badWhich, ...badReason } }),
  'add a stay': () => ({
    path: '/manage/people/new', as: 'coordinator@cqu.example', keeps: 'lastDay', good: { ...term, sponsorEmail: 'manager@cqu.example', universityId: 'cqu', email: 'student@cqjtu.example' },
    bad: { ...badTerm, 'another university': { universityId: 'scu' }, 'an unknown person': { email: 'nobody@cqjtu.example' }, 'no person': { email: '' }, 'an unknown partner': { partnerId: unknownId }, 'the person as sponsor': { sponsorEmail: 'student@cqjtu.example' } },
  }),
  'change a stay': () => ({ path: `/manage/people/${colleague}`, as: 'coordinator@cqu.example', good: { ...which, kind: 'student' }, bad: { ...badWhich, 'an odd kind': { kind: 'emperor' }, 'a broken date': { lastDay: 'soon' } } }),
  'end a stay': () => ({ path: `/manage/people/${colleague}?form=end`, as: 'coordinator@cqu.example', good: { ...which, reason: '试验' }, bad: { ...badWhich, ...badReason } }),
  'new partner': () => ({
    path: '/manage/partners?form=add', as: 'coordinator@cqu.example', keeps: 'nameEn', good: { kind: 'enterprise', nameZh: '坏输入公司', nameEn: 'Bad Input Works', universityId: 'cqu' },
    bad: { ...badNames, 'an odd kind': { kind: 'guild' }, 'a broken code': { creditCode: '123' }, 'another university': { universityId: 'scu' } },
  }),
  'change a partner': () => ({ path: '/manage/partners?form=save', as: 'coordinator@cqu.example', good: { ...which, kind: 'enterprise', nameZh: '坏输入公司' }, bad: { ...badWhich, ...badNames } }),
  'end a partner': () => ({ path: '/manage/partners?form=end', as: 'coordinator@cqu.example', good: { ...which, reason: '试验' }, bad: { ...badWhich, ...badReason } }),
  'enquire without an account': () => ({
    path: '/resources/cqu-mg-i04/enquire', as: null, keeps: 'organisation', good: { name: '来访者', organisation: '某厂', email: 'x@works.example', question: '能否测试煤样的渗透率？' },
    bad: { 'no name': { name: '' }, 'no organisation': { organisation: '' }, 'no address': { email: 'nobody' }, 'a short question': { question: '行吗' }, 'a long question': { question: LONG }, 'control characters': { question: `${CONTROL}能否测试煤样` } },
  }),
  'add an operator': () => ({
    path: '/manage/operators?index', as: 'manager@cqu.example', keeps: 'nameEn',
    good: { key: unknownId, nameZh: '坏输入', nameEn: 'Bad input', resourceIds: 'cqu-mechtrans-i02' },
    bad: { ...badNames, 'no key': { key: '' }, 'no resources': { resourceIds: '' }, 'an unknown resource': { resourceIds: 'nothing' }, 'one without assistance': { resourceIds: 'cqu-mg-i02' }, 'an unknown account': { email: 'nobody@cqu.example' }, 'no mail': { email: 'nobody' } },
  }),
  'take leave for an operator': () => ({
    path: '/manage/operators/cqu-mechtrans-op2?form=leave', as: 'manager@cqu.example', keeps: 'reason',
    good: { key: unknownId, from: '2027-03-01T09:00', to: '2027-03-01T18:00', reason: '培训', step: 'confirm' },
    bad: { ...badReason, 'no beginning': { from: '' }, 'an odd end': { to: 'tomorrow' }, 'the end first': { to: '2027-02-01T09:00' }, 'a long leave': { to: '2029-03-01T09:00' }, 'the past': { from: '2020-01-01T09:00', to: '2020-01-02T09:00' }, 'an odd step': { step: 'jump' } },
  }),
  'answer an enquiry': () => ({ path: '/manage/enquiries', as: 'manager@cqu.example', good: { ...which, answer: '可以。' }, bad: { ...badWhich, 'no answer': { answer: '' }, 'a long answer': { answer: LONG }, 'control characters': { answer: CONTROL } } }),
  'decide a handover': () => ({ path: '/handovers', as: 'pi@swjtu.example', good: { id: unknownId, decision: 'keep' }, bad: { 'an unknown one': {}, 'no id': { id: 'x' }, 'an odd decision': { decision: 'burn' }, 'to nobody': { decision: 'hand' }, 'to no id': { decision: 'hand', personId: 'x' } } }),
  'open a group': () => ({
    path: '/groups/new', as: 'pi@swjtu.example', keeps: 'nameEn', good: { key: randomUUID(), nameZh: '坏输入课题组', nameEn: 'Bad input group' },
    bad: { ...badNames, 'no English name': { nameEn: '' }, 'a long discipline': { discipline: LONG } },
  }),
  'open a group without its key': () => ({ path: '/groups/new', as: 'pi@swjtu.example', good: { nameZh: '坏', nameEn: 'Bad' }, bad: { 'no key': {}, 'a wrong key': { key: 'x' } } }),
  'confirm a group': () => ({ path: '/manage/groups', as: 'coordinator@cqu.example', good: { groupId: 'nothing', version: '1', decision: 'confirm' }, bad: { 'an unknown one': {}, 'another university’s': { groupId: 'swjtu-g1' }, 'an odd decision': { groupId: 'cqu-g1', decision: 'burn' }, 'an old version': { groupId: 'cqu-g1', version: '0' } } }),
  'invite to a group': () => ({
    path: '/groups/swjtu-g1?index&do=invite', as: 'pi@swjtu.example', good: { email: 'nobody' },
    bad: { 'no address': {}, 'no mail': { email: '' }, 'an odd role': { email: 'student@cqjtu.example', role: 'king' }, 'a long message': { email: 'student@cqjtu.example', message: LONG }, oneself: { email: 'pi@swjtu.example' } },
  }),
  'no such act in a group': () => ({ path: '/groups/swjtu-g1?index&do=burn', as: 'pi@swjtu.example', good: {}, bad: { 'an odd act': {} } }),
  'answer a letter': () => ({ path: '/groups?index', as: 'pi@swjtu.example', good: { letterId: unknownId, answer: 'accept' }, bad: { 'an unknown one': {}, 'no id': { letterId: 'x' }, 'an odd answer': { answer: 'maybe' } } }),
  'rename a group': () => ({ path: '/groups/swjtu-g1/settings?do=rename', as: 'pi@swjtu.example', good: { version: '999', nameZh: '新名', nameEn: 'New name' }, bad: { 'an old version': {}, 'no version': { version: '' }, ...badNames } }),
  'hand a group over': () => ({ path: '/groups/swjtu-g1/settings?do=hand-over', as: 'pi@swjtu.example', good: { version: '1', email: 'nobody@swjtu.example' }, bad: { 'an unknown person': {}, 'no mail': { email: 'nobody' } } }),
  'close a group': () => ({ path: '/groups/swjtu-g1/settings?do=close', as: 'pi@swjtu.example', good: { version: '999', reason: '试验' }, bad: { 'an old version': {}, ...badReason } }),
  'new project': () => ({
    path: '/groups/swjtu-g1/projects/new', as: 'pi@swjtu.example', keeps: 'number', good: { ...project, key: randomUUID() },
    bad: {
      ...badNames, 'an odd kind': { kind: 'plot' }, 'an end before the start': { startsOn: '2027-05-01', endsOn: '2027-04-01' }, 'a broken date': { endsOn: '2027-02-30' }, 'hours in words': { budgetHours: 'many' }, 'no hours': { yearlyHours: '0' },
      'shares that make no whole': { payerGroup0: 'swjtu-g1', payerShare0: '60', payerLabel1: '某厂', payerShare1: '30' }, 'a payer twice named': { payerGroup0: 'swjtu-g1', payerLabel0: '某厂', payerShare0: '100' },
      'no share': { payerLabel0: '某厂', payerShare0: 'half' }, 'a lead that is no partner': { leadUniversity: 'scu' }, 'an unknown university': { universities: 'nowhere' }, 'an unknown payer': { payerGroup0: 'nothing', payerShare0: '100' },
    },
  }),
  'close a project': () => ({ path: '/projects/swjtu-g1-p1/change?do=close', as: 'pi@swjtu.example', good: { version: '999', reason: '试验' }, bad: { 'an old version': {}, ...badReason } }),
  'add to a project': () => ({ path: '/projects/swjtu-g1-p1?index&do=add', as: 'pi@swjtu.example', good: { email: 'nobody@swjtu.example', role: 'student' }, bad: { 'an unknown person': {}, 'no mail': { email: 'nobody' }, 'an odd role': { email: 'student@cqjtu.example', role: 'king' } } }),
  'ask for training': () => ({ path: '/training?form=ask', as: 'student@cqjtu.example', good: { resourceId: 'nowhere' }, bad: { 'an unknown resource': {}, nothing: { resourceId: '' }, 'a long note': { resourceId: 'cqu-mg-i04', note: LONG }, 'control characters': { resourceId: 'cqu-mg-i04', note: CONTROL } } }),
  'take a seat': () => ({ path: '/training?form=seat', as: 'student@cqjtu.example', good: { sessionId: unknownId }, bad: { 'an unknown session': {}, 'no id': { sessionId: 'x' } } }),
  'hand in a certificate': () => ({
    path: '/account/certificates', as: 'student@cqjtu.example', keeps: 'issuer', good: { kind: 'laser', number: 'L-1', issuer: '某所', validUntil: '2028-06-30' },
    bad: { 'no file': {}, 'an odd kind': { kind: 'magic' }, 'no number': { number: '' }, 'expired yesterday': { validUntil: '2026-01-01' }, 'a broken date': { validUntil: '2027-02-30' }, 'an end before the start': { validFrom: '2029-01-01' } },
  }),
  'offer a training': () => ({
    path: '/manage/training?index', as: 'manager@cqu.example', keeps: 'placeZh', good: { key: randomUUID(), subject: 'lab:cqu-coal', kind: 'introduction', titleZh: '入室培训', placeZh: '一号楼', day: '2027-03-01', from: '10:00', to: '11:00', seats: '5' },
    bad: {
      'an unknown lab': { subject: 'lab:nowhere' }, 'a foreign lab': { subject: 'lab:scu-oral' }, 'no subject': { subject: 'x' }, 'an odd kind': { kind: 'magic' }, 'no title': { titleZh: '' }, 'a broken date': { day: '2027-02-30' }, 'a past day': { day: '2020-01-06' },
      'an end before the start': { to: '09:00' }, 'a broken time': { from: '25:00' }, 'no seats': { seats: '0' }, 'too many': { seats: '9999' }, 'a lab’s exam': { kind: 'exam' },
    },
  }),
  'grant a qualification': () => ({
    path: '/manage/training/qualifications?index', as: 'manager@cqu.example', good: { email: 'nobody@swjtu.example', subject: 'resource:cqu-coal-i04' },
    bad: { 'an unknown person': {}, 'no mail': { email: 'nobody' }, 'an unknown resource': { email: 'student@cqjtu.example', subject: 'resource:nowhere' }, 'a foreign resource': { email: 'student@cqjtu.example', subject: 'resource:scu-oral-i03' }, 'a foreign kind': { email: 'student@cqjtu.example', subject: 'kind:scu:sem' }, 'no subject': { subject: 'lab:cqu-mg' }, 'a past day': { email: 'student@cqjtu.example', lastDay: '2020-01-01' }, 'an odd mode': { email: 'student@cqjtu.example', mode: 'magic' } },
  }),
  'grant to who has done the steps': () => ({
    path: '/manage/training/qualifications?index&form=ready', as: 'manager@cqu.example', good: { email: 'nobody@swjtu.example', subject: 'resource:cqu-coal-i04', mode: 'self_operation', band: 'any' },
    bad: { 'an unknown person': {}, 'a foreign resource': { email: 'student@cqjtu.example', subject: 'resource:scu-oral-i03' }, 'no subject': { email: 'student@cqjtu.example', subject: '' }, 'an odd time': { band: 'dusk' } },
  }),
  'admit to a lab': () => ({ path: '/manage/admission?form=admit', as: 'safety@swjtu.example', good: { email: 'nobody@swjtu.example', labId: 'nowhere' }, bad: { 'an unknown lab': {}, 'no mail': { email: 'nobody' }, 'another university’s lab': { email: 'student@cqjtu.example', labId: 'cqu-coal' } } }),
  'judge a certificate': () => ({ path: '/manage/admission?form=verify', as: 'safety@swjtu.example', good: { ...which, decision: 'verify' }, bad: { ...badWhich, 'an odd decision': { decision: 'burn' } } }),
  'recognise': () => ({
    path: '/manage/recognition', as: 'coordinator@cqu.example', good: { layer: 'general', fromUniversityId: 'nowhere', toUniversityId: 'cqu' },
    bad: { 'an unknown university': {}, 'an odd layer': { layer: 'magic' }, 'nothing named': { fromUniversityId: '', toUniversityId: '' }, 'for another': { fromUniversityId: 'cqu', toUniversityId: 'scu' }, 'a broken date': { fromUniversityId: 'scu', lastDay: '2027-02-30' } },
  }),
  'suspend a person': () => ({ path: `/admin/people/${colleague}/rights?form=suspend`, as: 'security@alliance.example', good: { version: '999', reason: '试验' }, bad: { 'no reason': { reason: '' }, 'control characters': { reason: CONTROL }, 'a long reason': { reason: LONG } } }),
  'erase what is held': () => ({ path: '/account/privacy/erase', as: 'student@cqjtu.example', good: { current: 'not the password', sure: 'on' }, bad: { 'a wrong password': {}, 'no password': { current: '' }, unsure: { sure: undefined } } }),
}
