import { expect, test } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { freeSlots, holdingBookings, type Period } from './bookings-api'
import { CHAIN_FORMS } from './bad-chain-forms'
import { MACHINE_FORMS } from './bad-machine-forms'
import { ORDER_FORMS } from './bad-order-forms'
import { CONDUCT_FORMS } from './bad-conduct-forms'
import { PEOPLE_FORMS } from './bad-people-forms'
import { USAGE_FORMS } from './bad-usage-forms'
import { type Account, RESOURCES } from './demo'
import { type Answer, jsonOf, newSession, send, sessionOf } from './http-session'
import { importAt, inventoryCsv, planOf, upload, versionOf } from './imports'

/*
 * Whatever is sent, the answer is a 4xx in words: a page with the form as it was filled in, or
 * problem+json. Each case is one good submission with one thing wrong about it.
 */

const HUGE = 'x'.repeat(1_200_000)
const LONG = '长'.repeat(5_000)
/** No text holds these; PostgreSQL refuses the first of them outright. */
const CONTROL = 'a\u0000b\u0001c'

type Change = Record<string, string | undefined>
type Form = {
  path: string
  as: Account | null
  good: Record<string, string>
  /** What is wrong, by a name for it. */
  bad: Record<string, Change>
  /** A field whose text must stand in the form that comes back. */
  keeps?: string
}

const unknownId = '00000000-0000-4000-8000-000000000000'
const badMail = { 'no address': { email: 'nobody' }, 'no mail': { email: '' }, 'a long mail': { email: `${'a'.repeat(400)}@swjtu.example` }, 'control characters in the mail': { email: `${CONTROL}@swjtu.example` } }
const badPassword = { 'a short password': { password: 'short', repeat: 'short' }, 'no password': { password: '', repeat: '' }, 'a long password': { password: LONG, repeat: LONG } }
const unlike = { 'two passwords': { repeat: 'quite another one' } }
const mail = () => `nobody-${randomUUID().slice(0, 8)}@swjtu.example`
const password = 'a long enough phrase'

const forms: Record<string, () => Form> = {
  'sign in': () => ({
    path: '/login', as: null, keeps: 'email', good: { email: mail(), password },
    bad: { 'a wrong password': {}, ...badMail, 'no password': { password: '' }, 'a long password': { password: LONG }, 'control characters': { password: CONTROL } },
  }),
  'sign up': () => ({
    path: '/signup', as: null, keeps: 'nameZh',
    good: { nameZh: '新来者', nameEn: '', email: mail(), password, kind: 'student', privacyVersion: '1', privacy: 'on' },
    bad: {
      ...badMail, ...badPassword, 'a common password': { password: 'password123' }, 'no consent': { privacy: undefined }, 'an odd kind': { kind: 'emperor' },
      'no version': { privacyVersion: '' }, 'another version': { privacyVersion: 'v'.repeat(60) },
    },
  }),
  'sign up, names': () => ({
    path: '/signup', as: null, keeps: 'email',
    good: { nameZh: '新来者', nameEn: '', email: mail(), password, kind: 'student', privacyVersion: '1', privacy: 'on' },
    bad: { 'no name': { nameZh: '' }, 'a long name': { nameZh: LONG }, 'control characters in the name': { nameZh: CONTROL }, 'an unknown university': { email: `someone@${randomUUID()}.invalid`, universityId: 'nowhere' } },
  }),
  'forgotten password': () => ({ path: '/forgot-password', as: null, good: { email: mail() }, bad: badMail }),
  'reset with a spent link': () => ({
    path: '/reset-password/no-such-token', as: null, good: { password, repeat: password }, bad: { 'a spent link': {}, ...badPassword, ...unlike },
  }),
  'confirm with a spent link': () => ({ path: '/confirm/no-such-token', as: null, good: { password }, bad: { 'a spent link': {}, 'no password': { password: '' } } }),
  'first administrator with a spent link': () => ({
    path: '/first-admin/no-such-token', as: null, keeps: 'nameZh', good: { nameZh: '管理员', email: mail(), password, repeat: password },
    bad: { 'a spent link': {}, ...badMail, ...badPassword, ...unlike },
  }),
  profile: () => ({
    path: '/account?index&form=profile', as: 'student@cqjtu.example', keeps: 'nameEn', good: { nameZh: '学生', nameEn: 'Student', locale: 'zh-CN' },
    bad: { 'no such language': { locale: 'tlh' }, 'a long name': { nameZh: LONG }, 'control characters': { nameZh: CONTROL } },
  }),
  'profile without a name': () => ({
    path: '/account?index&form=profile', as: 'student@cqjtu.example', good: { nameZh: '', nameEn: '', locale: 'zh-CN' }, bad: { 'no name': {} },
  }),
  'privacy notice': () => ({
    path: '/account?index&form=privacy', as: 'student@cqjtu.example', good: { documentId: unknownId }, bad: { 'an unknown document': {}, 'no id': { documentId: 'x' }, nothing: { documentId: undefined } },
  }),
  'save a selection': () => ({
    path: '/board', as: 'student@cqjtu.example', keeps: 'name', good: { name: '试验', resource: '' },
    bad: { 'an empty resource': {}, 'a long resource': { resource: LONG }, 'control characters in the resource': { resource: CONTROL } },
  }),
  'save a selection, name': () => ({
    path: '/board', as: 'student@cqjtu.example', good: { name: '试验', resource: RESOURCES.journeyZh.id },
    bad: { 'no name': { name: '' }, 'a long name': { name: LONG }, 'control characters': { name: CONTROL } },
  }),
  'no such account form': () => ({ path: '/account?index&form=other', as: 'student@cqjtu.example', good: {}, bad: { 'a wrong form': {} } }),
  'change password': () => ({
    path: '/account/password', as: 'student@cqjtu.example', good: { current: 'not the password', password, repeat: password },
    bad: { 'a wrong password': {}, ...badPassword, ...unlike },
  }),
  'end a session': () => ({
    path: '/account/sessions', as: 'student@cqjtu.example', good: { session: 'f'.repeat(64) }, bad: { 'no hash': { session: 'mine' }, nothing: { session: undefined } },
  }),
  'new token': () => ({
    path: '/account/tokens?form=create', as: 'student@cqjtu.example', keeps: 'name', good: { name: 'script', scopes: 'read', days: '30' },
    bad: { 'no scope': { scopes: undefined }, 'an odd scope': { scopes: 'all' }, 'no days': { days: '' }, 'too many days': { days: '100000' }, 'half a day': { days: '0.5' }, words: { days: 'soon' } },
  }),
  'new token, name': () => ({
    path: '/account/tokens?form=create', as: 'student@cqjtu.example', good: { name: 'script', scopes: 'read', days: '30' },
    bad: { 'no name': { name: '' }, 'a long name': { name: LONG }, 'control characters': { name: CONTROL } },
  }),
  'revoke a token': () => ({
    path: '/account/tokens?form=revoke', as: 'student@cqjtu.example', good: { id: unknownId }, bad: { 'no id': { id: 'x' }, nothing: { id: undefined } },
  }),
  'appoint at the alliance': () => ({
    path: '/admin?index&form=grant', as: 'security@alliance.example', keeps: 'reason', good: { email: mail(), role: 'office', reason: '试验' },
    bad: {
      'an unknown person': {}, ...badMail, 'an odd role': { role: 'emperor' }, 'a broken date': { lastDay: '2026-02-30' }, 'no date': { lastDay: 'tomorrow' },
      'a past date': { lastDay: '2001-01-01', email: 'student@cqjtu.example' }, 'an unknown university': { email: 'student@cqjtu.example', role: 'coordinator', universityId: 'nowhere' },
      'an unknown lab': { email: 'student@cqjtu.example', role: 'lab_manager', universityId: 'cqu', labId: 'nowhere' },
    },
  }),
  'appoint, reason': () => ({
    path: '/admin?index&form=grant', as: 'security@alliance.example', keeps: 'email', good: { email: 'student@cqjtu.example', role: 'office', reason: '试验' },
    bad: { 'no reason': { reason: '' }, 'a long reason': { reason: LONG }, 'control characters': { reason: CONTROL } },
  }),
  'end a role': () => ({
    path: '/admin?index&form=end', as: 'security@alliance.example', good: { id: unknownId, reason: '试验' }, bad: { 'an unknown id': {}, 'no id': { id: 'x' }, 'no reason': { reason: '' } },
  }),
  'admit a person': () => ({
    path: '/admin/people?form=admit', as: 'coordinator@cqu.example', good: { personId: unknownId, kind: 'student' }, bad: { 'an unknown person': {}, 'no id': { personId: 'x' }, 'an odd kind': { kind: 'emperor' } },
  }),
  'decline a person': () => ({
    path: '/admin/people?form=decline', as: 'coordinator@cqu.example', good: { personId: unknownId, reason: '试验' }, bad: { 'an unknown person': {}, 'no reason': { reason: '' }, 'control characters': { reason: CONTROL } },
  }),
  'appoint at another university': () => ({
    path: '/admin/people?form=grant', as: 'coordinator@cqu.example', good: { email: 'student@cqjtu.example', role: 'lab_manager', universityId: 'scu', reason: '试验' }, bad: { 'a foreign university': {}, 'a higher role': { role: 'admin', universityId: undefined } },
  }),
  'add a mail domain': () => ({
    path: '/admin/domains?form=add', as: 'office@alliance.example', keeps: 'domain', good: { domain: 'nowhere.swjtu.example', universityId: 'swjtu' },
    bad: { 'no domain': { domain: 'no domain' }, 'a public one': { domain: 'qq.com' }, 'an unknown university': { universityId: 'nowhere' }, 'no university': { universityId: '' } },
  }),
  'add a mail domain, text': () => ({
    path: '/admin/domains?form=add', as: 'office@alliance.example', good: { domain: 'nowhere.swjtu.example', universityId: 'swjtu' },
    bad: { nothing: { domain: '' }, 'a long one': { domain: LONG }, 'control characters': { domain: CONTROL } },
  }),
  'send a mail again': () => ({ path: '/admin/mail', as: 'admin@alliance.example', good: { id: unknownId }, bad: { 'an unknown mail': {}, 'no id': { id: 'x' }, 'control characters': { id: CONTROL } } }),
  'remove a mail domain': () => ({ path: '/admin/domains?form=remove', as: 'office@alliance.example', good: { domain: 'nowhere.invalid' }, bad: { 'an unknown one': {}, 'control characters': { domain: CONTROL } } }),
  'resource in the catalogue': () => ({
    path: '/manage/resources/new', as: 'manager@cqu.example', keeps: 'maker',
    good: {
      key: randomUUID(), nameZh: '试验', kindId: 'scanning_electron_microscope', labId: 'cqu-coal', campusId: 'nowhere', modes: 'remote', capacity: '1', ratedClass: 'general', ratedHours: '1400',
      shareScope: 'alliance', maker: '试验厂',
    },
    bad: {
      'an unknown campus': {}, 'no name': { nameZh: '' }, 'a long name': { nameZh: LONG }, 'control characters': { nameZh: CONTROL }, 'a foreign lab': { labId: 'scu-polymer' }, 'no lab': { labId: '' },
      'an odd mode': { modes: 'magic' }, 'no mode': { modes: undefined }, 'no capacity': { capacity: '0' }, 'half a place': { capacity: '1.5' }, 'an odd scope': { shareScope: 'nobody' },
      'not open, no reason': { shareScope: 'own_university' }, 'a broken date': { reviewOn: '2026-02-30' }, 'a plain address': { externalUrl: 'http://a.example' }, 'a script': { externalUrl: 'javascript:alert(1)' },
      'an odd value': { valueFen: 'much' }, 'a lost key': { key: 'x', maker: undefined },
    },
  }),
  'lab in the catalogue': () => ({
    path: '/manage/labs/new', as: 'coordinator@cqu.example', keeps: 'nameEn',
    good: { key: randomUUID(), nameZh: '试验', nameEn: 'Trial', level: 'university_platform', hostUniversityId: 'scu', access: 'open' },
    bad: {
      'a foreign university': {}, 'no name': { nameZh: '' }, 'an odd level': { level: 'galactic' }, 'no university': { hostUniversityId: '' }, 'odd owners': { owners: 'emperor:scu' },
      'no lead': { owners: 'member:cqu' }, 'an odd phone': { emergencyPhone: 'help' }, 'a long note': { noteZh: LONG },
    },
  }),
  'room in the catalogue': () => ({
    path: '/manage/rooms/new', as: 'coordinator@cqu.example', keeps: 'number', good: { key: randomUUID(), campusId: 'nowhere', number: 'A-101' },
    bad: { 'an unknown campus': {}, 'an odd level': { safetyLevel: '9' }, 'an odd class': { hazardClass: 'dragons' }, 'an unknown lab': { labId: 'nowhere' } },
  }),
  'many resources': () => ({
    path: '/manage/resources/change?id=cqu-coal-i04', as: 'manager@cqu.example', good: { chosen: 'cqu-coal-i04:1', shareScope: 'own_university' },
    bad: { 'no reason': {}, 'none chosen': { chosen: undefined }, 'an odd choice': { chosen: 'x' }, 'another’s': { chosen: 'scu-polymer-i02:1', shareScope: '', gateZh: '门', intent: 'apply' }, 'an odd mode': { modes: 'magic' } },
  }),
  'list prices': () => ({
    path: '/manage/resources/cqu-coal-i04/prices', as: 'manager@cqu.example', keeps: 'price-any-own_university',
    good: { version: '1', 'price-any-own_university': '120.50', 'price-any-enterprise': '400' },
    bad: {
      'an amount in words': { 'price-any-enterprise': 'much' }, 'a negative amount': { 'price-any-enterprise': '-5' }, 'a third of a fen': { 'price-any-enterprise': '0.333' },
      'an endless amount': { 'price-any-enterprise': '9'.repeat(39) }, 'a broken date': { from: '2026-02-30' }, 'a day of the past': { from: '2020-01-06' }, 'an old version': { version: '999' },
      'no version': { version: '' }, 'control characters': { 'price-any-enterprise': CONTROL },
    },
  }),
  'status of a resource': () => ({
    path: '/manage/resources/cqu-coal-i04/status', as: 'manager@cqu.example', good: { version: '999', to: 'retired' },
    bad: { 'an old version': {}, 'an odd status': { to: 'lost' }, 'back to a draft': { to: 'draft' }, 'no status': { to: undefined }, 'no version': { version: undefined }, 'control characters': { version: CONTROL } },
  }),
  'busy-time calendar': () => ({
    path: '/manage/resources/cqu-coal-i04/feed', as: 'manager@cqu.example', keeps: 'url', good: { version: '999', url: 'https://calendar.example/1.ics', intervalMinutes: '15' },
    bad: {
      'an old version': {}, 'an address that is not encrypted': { url: 'http://calendar.example/1.ics' }, 'a file of the server': { url: 'file:///etc/passwd' }, 'a script': { url: 'javascript:alert(1)' },
      'a password in the address': { url: 'https://me:secret@calendar.example/1.ics' }, 'words for an address': { url: 'our calendar' }, 'an odd interval': { intervalMinutes: '7' }, 'no interval': { intervalMinutes: undefined },
      'a broken version': { version: 'x' }, 'control characters': { url: `https://${CONTROL}.example` }, 'a long address': { url: `https://calendar.example/${'a'.repeat(3_000)}` },
    },
  }),
  'busy-time calendar without an address': () => ({
    path: '/manage/resources/cqu-coal-i04/feed', as: 'manager@cqu.example', good: { version: '0', url: '', intervalMinutes: '15' }, bad: { nothing: {}, 'no field': { url: undefined } },
  }),
  'book, period': () => ({
    path: `/resources/${RESOURCES.badInput.id}/book`, as: 'researcher@cqu.example', keeps: 'title',
    good: { intent: 'book', startDate: '2027-01-05', startTime: '10:00', endDate: '2027-01-05', endTime: '11:00', use: 'research', title: '轨道试样', key: randomUUID() },
    bad: {
      'an end before the beginning': { endTime: '09:00' }, 'no length': { endTime: '10:00' }, 'the past': { startDate: '2020-01-06', endDate: '2020-01-06' }, years: { endDate: '2030-01-05' },
      'a broken date': { startDate: '2026-02-30' }, 'no date': { startDate: '' }, 'a broken time': { startTime: '25:99' }, 'words for a date': { startDate: 'tomorrow' },
      'beyond the horizon': { startDate: '2039-01-05', endDate: '2039-01-05' }, 'off the grid': { startTime: '10:07' }, 'an odd purpose': { use: 'pleasure' }, 'an odd mode': { mode: 'magic' },
      'a foreign group': { carrier: 'swjtu-g1' }, 'an unknown group': { carrier: 'nowhere|nothing' }, 'a wrong key': { key: 'x' }, 'no quantity': { quantity: '0' }, 'too many': { quantity: '999' },
      'a year beyond all': { startDate: '9999-12-31', endDate: '9999-12-31' }, 'for a stranger': { attendeeEmail: mail() }, 'for nobody': { attendeeEmail: 'nobody' },
    },
  }),
  'wait for a time': () => ({
    path: `/resources/${RESOURCES.badInput.id}/wait`, as: 'researcher@cqu.example', keeps: 'title',
    good: { intent: 'wait', startDate: '2027-01-05', startTime: '10:00', endDate: '2027-01-05', endTime: '11:00', use: 'research', title: '轨道试样' },
    bad: {
      'an end before the beginning': { endTime: '09:00' }, 'no length': { endTime: '10:00' }, 'the past': { startDate: '2020-01-06', endDate: '2020-01-06' }, years: { endDate: '2030-01-05' },
      'a broken date': { startDate: '2026-02-30' }, 'no date': { startDate: '' }, 'a broken time': { startTime: '25:99' }, 'beyond the horizon': { startDate: '2039-01-05', endDate: '2039-01-05' },
      'an odd purpose': { use: 'pleasure' }, 'an odd mode': { mode: 'magic' }, 'a foreign group': { carrier: 'swjtu-g1' }, 'no quantity': { quantity: '0' }, 'long notes': { notes: LONG },
    },
  }),
  'word of freed time': () => ({
    path: `/resources/${RESOURCES.badInput.id}/alert`, as: 'researcher@cqu.example', keeps: 'daysAhead',
    good: { intent: 'keep', minHours: '2', daysAhead: '14', from: '00:00', to: '24:00' },
    bad: {
      'no length': { minHours: '' }, 'nothing for a length': { minHours: '0' }, 'a negative length': { minHours: '-2' }, 'years on end': { minHours: '99999' }, 'words for a length': { minHours: 'long' },
      'an end before the beginning': { from: '18:00', to: '09:00' }, 'no hours': { from: '09:00', to: '09:00' }, 'longer than its hours': { minHours: '5', from: '09:00', to: '12:00' }, 'a broken time': { from: '25:00' },
    },
  }),
  'word of freed time, days': () => ({
    path: `/resources/${RESOURCES.badInput.id}/alert`, as: 'researcher@cqu.example', keeps: 'minHours',
    good: { intent: 'keep', minHours: '2', daysAhead: '14', from: '00:00', to: '24:00' },
    bad: { none: { daysAhead: '0' }, 'half a day': { daysAhead: '1.5' }, 'ten years': { daysAhead: '3650' }, nothing: { daysAhead: '' }, words: { daysAhead: 'soon' }, 'control characters': { daysAhead: CONTROL } },
  }),
  'book, text': () => ({
    path: `/resources/${RESOURCES.badInput.id}/book`, as: 'researcher@cqu.example', keeps: 'startDate',
    good: { intent: 'book', startDate: '2027-01-05', startTime: '10:00', endDate: '2027-01-05', endTime: '11:00', use: 'research', key: randomUUID() },
    bad: { 'a long title': { title: LONG }, 'long notes': { notes: LONG }, 'control characters in the title': { title: CONTROL }, 'control characters in the notes': { notes: CONTROL } },
  }),
}

for (const [name, form] of Object.entries({ ...forms, ...PEOPLE_FORMS, ...CHAIN_FORMS, ...MACHINE_FORMS, ...ORDER_FORMS, ...USAGE_FORMS, ...CONDUCT_FORMS })) {
  test(`form: ${name}`, async () => {
    const { path, as, good, bad, keeps } = form()
    const asker = as === null ? null : await sessionOf(as)
    for (const [why, change] of Object.entries(bad)) {
      const fields = Object.fromEntries(Object.entries({ ...good, ...change }).filter((each): each is [string, string] => each[1] !== undefined))
      await test.step(why, async () => {
        const answer = await send(asker, 'POST', path, { form: fields })
        expectPageOfRefusal(answer, why)
        // A page cannot hold every text it was sent.
        if (keeps && fields[keeps] !== undefined && !/\p{Cc}/u.test(fields[keeps])) expect(answer.text, `${why}: what was typed is still there`).toContain(escaped(fields[keeps] ?? ''))
      })
    }
  })
}

const PATHS_WITH_FORMS = [
  '/login', '/signup', '/forgot-password', '/reset-password/x', '/confirm/x', '/preferences', '/account?index&form=profile', '/account/password', '/account/tokens?form=create',
  `/resources/${RESOURCES.badInput.id}/book`, '/manage/resources/new', '/manage/labs/new', '/manage/rooms/new', '/account/affiliations', '/account/certificates', '/account/privacy/erase', '/groups/new', '/handovers', '/training?form=ask', '/resources/cqu-mg-i04/enquire',
]

test('bodies that are no form', async () => {
  const asker = await newSession('researcher@cqu.example')
  for (const path of PATHS_WITH_FORMS) {
    await test.step(path, async () => {
      const huge = await send(asker, 'POST', path, { form: { email: mail(), text: HUGE } })
      expect(huge.status, 'a huge body').toBe(413)
      expect(huge.text).toMatch(/<h1/)
      for (const type of ['multipart/form-data', 'application/json', 'text/plain', 'application/x-www-form-urlencoded; charset=klingon']) {
        const answer = await send(asker, 'POST', path, { body: '{"broken', headers: { 'Content-Type': type } })
        expect(answer.status, `${type}: ${answer.text.slice(0, 200)}`).toBeLessThan(500)
      }
    })
  }
})

test('files that are no inventory, and columns that do not make one', async () => {
  const coordinator: Account = 'coordinator@cqu.example'
  const files: Record<string, File> = {
    'no file': new File([], ''),
    'an empty file': new File([], 'empty.csv'),
    'nothing but line ends': new File(['\r\n\r\n'], 'blank.csv'),
    'a picture named as a table': new File([Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1')], 'list.xlsx'),
    'half a workbook': new File([Buffer.from('PK\x03\x04broken', 'latin1')], 'list.xlsx'),
    'an old workbook': new File([Buffer.from('d0cf11e0a1b11ae1', 'hex')], 'list.xls'),
    'a page': new File(['<!doctype html><table><tr><td>1</td></tr></table>'], 'list.csv'),
  }
  for (const [why, file] of Object.entries(files)) {
    const answer = await upload(coordinator, file)
    expect([why, answer.status], answer.text.slice(0, 300)).toEqual([why, 422])
    expect(answer.text, why).toContain('id="file-error"')
  }
  expectPageOfRefusal(await upload(coordinator, new File([inventoryCsv()], 'list.csv'), 'scu'), 'another university')
  expectPageOfRefusal(await upload(coordinator, new File([inventoryCsv()], 'list.csv'), 'nowhere'), 'no university')

  const path = await importAt(coordinator, 'mapping')
  const asker = await sessionOf(coordinator)
  const plan = planOf(await versionOf(coordinator, path))
  const plans: Record<string, Change> = {
    'no column of asset numbers': { 'column-0': '' }, 'no column of names': { 'column-1': '' }, 'one field twice': { 'column-2': 'nameZh' }, 'an old version': { version: '999' },
    'a row of headings that is not there': { intent: 'heading', headingRow: '900' }, 'no row': { intent: 'heading', headingRow: 'first' },
    'no such act': { intent: 'conquer' }, 'confirming before the check': { intent: 'apply' },
  }
  for (const [why, change] of Object.entries(plans)) {
    await test.step(why, async () => {
      const fields = Object.fromEntries(Object.entries({ ...plan, ...change }).filter((each): each is [string, string] => each[1] !== undefined))
      expectPageOfRefusal(await send(asker, 'POST', `${path}?index`, { form: fields }), why)
    })
  }
})

test('a row that is still wrong is kept as typed, and says what is wrong', async () => {
  const coordinator: Account = 'coordinator@cqu.example'
  const path = await importAt(coordinator, 'checked')
  const asker = await sessionOf(coordinator)
  const rows: Record<string, Record<string, string>> = {
    'no name': { nameZh: '', value: '77' }, 'a value in words': { nameZh: '镜', value: '很多' }, 'a broken date': { nameZh: '镜', acquiredOn: '2026-02-30' },
    'no mail address': { nameZh: '镜', contactEmail: 'nobody' }, 'a long name': { nameZh: '长'.repeat(400) }, 'a taken number': { nameZh: '镜', assetNumber: '' },
  }
  for (const [why, typed] of Object.entries(rows)) {
    await test.step(why, async () => {
      const answer = await send(asker, 'POST', `${path}/rows/4`, { form: typed })
      expect(answer.status, answer.text.slice(0, 300)).toBe(422)
      expect(answer.text).toMatch(/id="[a-zA-Z]+-error"/)
      for (const text of Object.values(typed).filter((each) => each !== '')) expect(answer.text, `${why}: what was typed is still there`).toContain(escaped(text))
    })
  }
  for (const row of ['0', '999', '-1', 'x', '4.5']) expect([404, 400], row).toContain((await send(asker, 'POST', `${path}/rows/${row}`, { form: { nameZh: '镜' } })).status)
})

test('a calendar inside a network, or of nobody, is told of on its page and closes nothing', async () => {
  const manager: Account = 'manager@cqu.example'
  const asker = await sessionOf(manager)
  const path = '/manage/resources/cqu-power-i02/feed'
  const saved = await send(asker, 'POST', path, { form: { version: '0', url: 'https://127.0.0.1/calendar.ics', intervalMinutes: '1440', isEnabled: 'on' } })
  expect(saved.status, saved.text.slice(0, 300)).toBe(302)
  try {
    await expect(async () => expect((await send(asker, 'GET', path)).text).toContain('内部网络')).toPass()
    expect((await send(asker, 'GET', path)).text).toContain('0个')
  } finally {
    expect((await send(asker, 'POST', `${path}?form=remove`)).status).toBe(302)
  }
})

test('a session that has ended leads to sign-in, and comes back', async () => {
  const ended = await newSession('researcher@cqu.example')
  expect((await send(ended, 'POST', '/logout')).status).toBe(302)
  for (const asker of [ended, { cookie: 'session=never-was' }, { cookie: `session=${'x'.repeat(3000)}` }, { cookie: 'session=%00%ff' }]) {
    for (const path of ['/account', '/bookings', '/account/tokens']) {
      const answer = await send(asker, 'GET', path)
      expect([answer.status, answer.headers.get('Location')], path).toEqual([302, `/login?to=${encodeURIComponent(path)}`])
    }
    const posted = await send(asker, 'POST', `/resources/${RESOURCES.badInput.id}/book`, { form: { intent: 'book' } })
    expect([posted.status, posted.headers.get('Location')?.slice(0, 7)]).toEqual([302, '/login?'])
    expectProblem(await send(asker, 'POST', '/api/v1/bookings', { json: {} }), 401)
  }
})

const NOWHERE = ['/resources/nowhere', '/resources/nowhere/wait', '/resources/nowhere/alert', '/waits/nowhere', '/resources/nowhere/book', '/labs/nowhere', '/universities/nowhere', `/bookings/${unknownId}`, '/bookings/nowhere', '/mailbox/nowhere', '/nowhere', '/resources/%00', '/labs/%ff', '/bookings/%E5%86%B7', '/resources/a%2Fb']

test('addresses of nothing answer 404 in words, whatever the method', async () => {
  const asker = await sessionOf('researcher@cqu.example')
  for (const path of NOWHERE) {
    for (const method of ['GET', 'POST', 'DELETE']) {
      const answer = await send(asker, method, path)
      expect([400, 403, 404, 405], `${method} ${path}: ${answer.text.slice(0, 200)}`).toContain(answer.status)
      if (method === 'GET' && !/%(00|ff)/.test(path)) expect(answer.text, path).toContain('<h1')
    }
  }
})

test('queries of nonsense never break a page', async () => {
  test.setTimeout(240_000)
  const asker = await sessionOf('admin@alliance.example')
  const nonsense = ['%00', '长'.repeat(500), '-1', '1e999', '%F0%9F%A7%AA', "'; DROP TABLE booking; --", '%25_%25', '9999-99-99', '../../etc/passwd']
  const queries: Record<string, string[]> = {
    '/resources': ['q', 'usable', 'university', 'city', 'level', 'kind', 'mode', 'tag', 'lab', 'sort', 'page', 'cursor', 'freeFrom', 'freeTo', 'minMinutes', 'lang'],
    '/labs': ['q', 'university', 'level', 'tag', 'page', 'cursor'],
    '/bookings': ['when', 'view', 'cursor'],
    '/manage/resources': ['q', 'lab', 'status', 'scope', 'page'],
    '/manage/resources/new': ['from', 'lab'],
    '/manage/resources/change': ['id'],
    '/manage/labs': ['q', 'page'],
    '/manage/rooms': ['q', 'page'],
    '/admin': ['email', 'university'],
    '/admin/people': ['university', 'q', 'page'],
    '/manage/people': ['q', 'kind', 'state', 'partner', 'university', 'page'],
    '/manage/intake': ['page'],
    '/groups': ['q'],
    '/account/rights': ['permission', 'thing', 'id'],
    '/admin/audit': ['action', 'subject', 'before'],
    '/admin/mail': ['status', 'to', 'page'],
    '/mailbox': ['page', 'to'],
    '/login': ['to', 'as'],
    [`/resources/${RESOURCES.badInput.id}/book`]: ['start', 'end'],
    [`/resources/${RESOURCES.badInput.id}/wait`]: ['start', 'end'],
  }
  for (const [path, names] of Object.entries(queries)) {
    for (const name of names) {
      const answers = await Promise.all(
        nonsense.map((value) => send(asker, 'GET', `${path}?${name}=${value.startsWith('%') ? value : encodeURIComponent(value)}`)),
      )
      for (const [at, { status, text }] of answers.entries()) {
        expect(status, `${path}?${name}=${nonsense[at]!.slice(0, 30)}: ${text.slice(0, 200)}`).toBeLessThan(500)
      }
    }
  }
})

test('the API answers bad requests as problems, and writes nothing', async () => {
  const resource = RESOURCES.badInput
  const asker = await sessionOf('researcher@cqu.example')
  const [slot] = await freeSlots(resource, { from: 3, to: 30 })
  const good = { resourceId: resource.id, ...slot, purpose: 'research' }
  const whole: Period = { startsAt: new Date().toISOString(), endsAt: new Date(Date.now() + 90 * 86_400_000).toISOString() }
  const before = (await holdingBookings(resource.id, whole)).length

  const bodies: Record<string, [status: number, sent: Parameters<typeof send>[3]]> = {
    'broken JSON': [400, { body: '{"resourceId":', headers: { 'Content-Type': 'application/json' } }],
    'no body': [422, { headers: { 'Content-Type': 'application/json' } }],
    'no JSON': [415, { body: 'a=b', headers: { 'Content-Type': 'text/plain' } }],
    'a huge body': [413, { json: { ...good, notes: HUGE } }],
    'a list': [422, { json: [] }],
    null: [422, { json: null }],
    'no fields': [422, { json: {} }],
    'a reversed period': [422, { json: { ...good, startsAt: slot!.endsAt, endsAt: slot!.startsAt } }],
    'no length': [422, { json: { ...good, endsAt: slot!.startsAt } }],
    'the past': [422, { json: { ...good, startsAt: '2020-01-06T10:00:00+08:00', endsAt: '2020-01-06T11:00:00+08:00' } }],
    years: [422, { json: { ...good, endsAt: '2036-01-06T11:00:00+08:00' } }],
    'a year beyond all': [422, { json: { ...good, startsAt: '9999-12-31T23:00:00Z', endsAt: '9999-12-31T23:59:59Z' } }],
    'a time without offset': [422, { json: { ...good, startsAt: '2027-01-05T10:00:00' } }],
    'a date that is none': [422, { json: { ...good, startsAt: '2027-02-30T10:00:00Z' } }],
    'a number for a time': [422, { json: { ...good, startsAt: 0 } }],
    'control characters': [422, { json: { ...good, title: CONTROL } }],
    'half a character': [422, { json: { ...good, title: '\ud800' } }],
    'a long title': [422, { json: { ...good, title: LONG } }],
    'an odd purpose': [422, { json: { ...good, purpose: 'pleasure' } }],
    'a broken quantity': [422, { json: { ...good, quantity: 1.5 } }],
    'a series without end': [422, { json: { ...good, recurrence: 'FREQ=DAILY' } }],
    'a series of every second': [422, { json: { ...good, recurrence: 'FREQ=SECONDLY;COUNT=3' } }],
    'a foreign group': [422, { json: { ...good, groupId: 'swjtu-g1' } }],
    'too many items': [422, { json: { items: Array.from({ length: 50 }, () => ({ resourceId: resource.id, ...slot })) } }],
    'a visit of nobody': [422, { json: { ...good, headCount: 0 } }],
    'an attendee that is no id': [422, { json: { ...good, attendeeId: 'x' } }],
    'no items': [422, { json: { items: [] } }],
    'an unknown resource': [404, { json: { ...good, resourceId: 'nowhere' } }],
    'an id with a null': [404, { json: { ...good, resourceId: 'a\u0000b' } }],
  }
  for (const [why, [status, sent]] of Object.entries(bodies)) {
    await test.step(why, async () => {
      const answer = await send(asker, 'POST', '/api/v1/bookings', sent)
      // An id that cannot be one may be called unknown or malformed.
      expectProblem(answer, why === 'an id with a null' && answer.status === 422 ? 422 : status)
    })
  }
  for (const path of ['/api/v1/nowhere', '/api/v1/resources/nowhere', '/api/v1/resources/%00', `/api/v1/bookings/${unknownId}`, '/api/v1/bookings/nowhere', '/api/v1/resources/nowhere/availability']) {
    expectProblem(await send(asker, 'GET', path), 404)
  }
  const foreign = jsonOf<{ items: { id: string }[] }>(await send(await sessionOf('admin@alliance.example'), 'GET', '/api/v1/bookings?resource=cqu-mg-i04&limit=1')).items[0]
  if (foreign) {
    const stranger = await sessionOf('student@cqjtu.example')
    for (const [method, tail] of [['GET', ''], ['PATCH', ''], ['POST', '/cancel'], ['POST', '/decisions']] as const) {
      const answer = await send(stranger, method, `/api/v1/bookings/${foreign.id}${tail}`, method === 'GET' ? {} : { json: { decision: 'approve' } })
      expect([403, 404], `${method} ${tail}`).toContain(answer.status)
      expectProblem(answer, answer.status)
    }
  }
  for (const query of ['resources?limit=0', 'resources?cursor=x', 'resources?minMinutes=soon', 'bookings?status=odd', 'bookings?from=soon', `resources/${resource.id}/availability?from=2027-01-01&to=2026-01-01`, `resources/${resource.id}/availability?from=2026-01-01&to=2036-01-01`]) {
    expectProblem(await send(asker, 'GET', `/api/v1/${query}`), 422)
  }
  expectProblem(await send(null, 'POST', '/api/v1/bookings', { json: good }), 401)
  expectProblem(await send(null, 'POST', '/api/v1/bookings', { json: good, headers: { Authorization: 'Bearer stale' } }), 401)
  expectProblem(await send(asker, 'POST', '/api/v1/bookings', { json: good, headers: { Origin: 'https://elsewhere.example' } }), 403)
  expectProblem(await send(asker, 'DELETE', '/api/v1/bookings'), 405)
  expect((await holdingBookings(resource.id, whole)).length).toBe(before)
})

function expectPageOfRefusal({ status, headers, text }: Answer, why: string): void {
  expect([400, 403, 404, 410, 422], `${why}: ${status} ${text.slice(0, 200)}`).toContain(status)
  expect(headers.get('Content-Type'), why).toContain('text/html')
  expect(text, `${why}: a page with a heading`).toMatch(/<h1/)
}

function expectProblem({ status, headers, text }: Answer, expected: number): void {
  expect(status, text.slice(0, 300)).toBe(expected)
  expect(headers.get('Content-Type')).toContain('application/problem+json')
  const document = JSON.parse(text) as Record<string, unknown>
  expect(document).toMatchObject({ status: expected, title: expect.any(String), detail: expect.stringMatching(/\S/) })
}

/** Text as it stands in an attribute or an element. */
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#x27;')
