import type { Account } from './demo'

/*
 * Who gets what: every route, every call, every role. The booking asked about is the researcher's,
 * pending, for the group that "pi" leads, at a lab of Chongqing University; "manager", "operator" and
 * "coordinator" are of that university, "foreign" is the manager of another one,
 * "neighbour" of one other lab of the same. "admin", "security" and "audit" are the three administrator
 * duties.
 */

export const READERS = {
  nobody: null,
  researcher: 'researcher@swjtu.example',
  colleague: 'researcher@cqu.example',
  student: 'student@cqjtu.example',
  visitor: 'visitor@scu.example',
  pi: 'pi@swjtu.example',
  manager: 'manager@cqu.example',
  foreign: 'manager@scu.example',
  operator: 'operator@cqu.example',
  safety: 'safety@swjtu.example',
  coordinator: 'coordinator@cqu.example',
  office: 'office@alliance.example',
  chair: 'chair@scu.example',
  admin: 'admin@alliance.example',
  security: 'security@alliance.example',
  audit: 'audit@alliance.example',
  neighbour: 'labmanager@cqu.example',
} as const satisfies Record<string, Account | null>
export type Reader = keyof typeof READERS

/**
 * ok: shown or done (2xx). in: has to sign in (a page leads there, the API says 401). no: may not
 * (403). --: there is nothing for them (404). go: done, or better seen elsewhere (a redirect).
 * bad: let in, and told what is wrong with what was sent (400, 409, 412, 422). end: a spent link (410).
 */
export type Outcome = 'ok' | 'in' | 'no' | '--' | 'go' | 'bad' | 'end'

export type Row = { file: string; request: string; send?: Record<string, string>; outcomes: Record<Reader, Outcome> }

const COLUMNS = Object.keys(READERS) as Reader[]

/**
 * The outcomes stand in the order of READERS; one alone holds for everybody. The last three may be left
 * out where they are those of their like: of a colleague without any role for "security" and "audit",
 * of the manager elsewhere for "neighbour".
 */
function row(file: string, request: string, columns: string, send?: Record<string, string>): Row {
  const given = columns.trim().split(/\s+/) as Outcome[]
  const [colleague, foreign] = [given[COLUMNS.indexOf('colleague')], given[COLUMNS.indexOf('foreign')]]
  if (given.length === COLUMNS.length - 3 && colleague && foreign) given.push(colleague, colleague, foreign)
  if (given.length !== 1 && given.length !== COLUMNS.length) throw new Error(`${request} has ${given.length} columns`)
  const outcomes = Object.fromEntries(COLUMNS.map((reader, at) => [reader, given.length === 1 ? given[0] : given[at]]))
  return { file, request, send, outcomes: outcomes as Record<Reader, Outcome> }
}

/** Routes that only frame others, and are asked for with them. */
export const FRAMES = ['account.tsx', 'admin.tsx', 'manage.resources.$id.tsx', 'manage.labs.$id.tsx']

const members = 'in ok ok ok ok ok ok ok ok ok ok ok ok ok'
const everybody = 'ok'

// prettier-ignore
export const TABLE: Row[] = [
  //                                                                        nobody research colleag student visitor pi manager foreign operator safety coordin office chair admin [security audit neighbour]
  row('_index.tsx', 'GET /',                                                'ok go go go go go go go go go go go go go'),
  row('$.tsx', 'GET /nowhere',                                              '--'),
  row('help.tsx', 'GET /help',                                              everybody),
  row('privacy_.borders.tsx', 'GET /privacy/borders',                       everybody),
  row('privacy.tsx', 'GET /privacy',                                        everybody),
  row('healthz.ts', 'GET /healthz',                                         everybody),
  row('readyz.ts', 'GET /readyz',                                           everybody),
  row('words.$locale.ts', 'GET /words/en',                                  everybody),
  row('preferences.ts', 'POST /preferences',                                'go', { lang: 'zh-CN' }),
  row('refused.tsx', 'GET /refused',                                        '--'),

  row('resources._index.tsx', 'GET /resources?q=cryo',                      everybody),
  row('resources.$id.tsx', 'GET /resources/{resource}',                     everybody),
  row('resources.$id_.calendar[.json].ts', 'GET /resources/{resource}/calendar.json?start={from}&end={to}', everybody),
  row('resources.calendar[.json].ts', 'GET /resources/calendar.json?resources={resource}&start={from}&end={to}', everybody),
  row('resources.$id_.book.tsx', 'GET /resources/{resource}/book',          members),
  row('resources.$id_.book.tsx', 'POST /resources/{resource}/book',         'in bad bad bad bad bad bad bad bad bad bad bad bad bad'),
  row('resources.$id_.book_.check.ts', 'POST /resources/{resource}/book/check', members),
  row('resources.$id_.book_.check.ts', 'POST /resources/nothing-of-this-name/book/check', 'in -- -- -- -- -- -- -- -- -- -- -- -- --'),
  row('resources.$id_.book_.series.tsx', 'GET /resources/{resource}/book/series', members),
  row('resources.$id_.book_.series.tsx', 'POST /resources/{resource}/book/series', 'in bad bad bad bad bad bad bad bad bad bad bad bad bad'),
  row('labs._index.tsx', 'GET /labs',                                       everybody),
  row('labs.$id.tsx', 'GET /labs/{lab}',                                    everybody),
  row('labs.$id.tsx', 'POST /labs/{lab}',                                   'in go go go go go go go go go go go go go'),
  row('universities._index.tsx', 'GET /universities',                       everybody),
  row('universities.$id.tsx', 'GET /universities/cqu',                      everybody),

  row('login.tsx', 'GET /login',                                            'ok go go go go go go go go go go go go go'),
  row('login.tsx', 'POST /login',                                           'bad go go go go go go go go go go go go go', { email: '{reader}' }),
  row('signup.tsx', 'GET /signup',                                          'ok go go go go go go go go go go go go go'),
  row('signup.tsx', 'POST /signup',                                         'bad go go go go go go go go go go go go go', { email: '{reader}' }),
  row('forgot-password.tsx', 'GET /forgot-password',                        everybody),
  row('forgot-password.tsx', 'POST /forgot-password',                       'bad', { email: '{reader}' }),
  row('confirm.$token.tsx', 'GET /confirm/spent',                           'end'),
  row('reset-password.$token.tsx', 'GET /reset-password/spent',             'end'),
  row('first-admin.$token.tsx', 'GET /first-admin/spent',                   'end'),
  row('logout.tsx', 'GET /logout',                                          members),
  row('mailbox._index.tsx', 'GET /mailbox',                                 everybody),
  row('mailbox.$id.tsx', 'GET /mailbox/nothing',                            '--'),
  row('mailbox.$id_.invitation[.ics].ts', 'GET /mailbox/nothing/invitation.ics', '--'),

  row('account._index.tsx', 'GET /account',                                 members),
  row('account._index.tsx', 'POST /account?index&form=profile',             'in bad bad bad bad bad bad bad bad bad bad bad bad bad'),
  row('account.password.tsx', 'GET /account/password',                      members),
  row('account.password.tsx', 'POST /account/password',                     'in bad bad bad bad bad bad bad bad bad bad bad bad bad'),
  row('account.sessions.tsx', 'GET /account/sessions',                      members),
  row('account.sessions.tsx', 'POST /account/sessions',                     'in bad bad bad bad bad bad bad bad bad bad bad bad bad'),
  row('account.tokens.tsx', 'GET /account/tokens',                          members),
  row('account.tokens.tsx', 'POST /account/tokens?form=create',             'in bad bad bad bad bad bad bad bad bad bad bad bad bad'),

  row('training.tsx', 'GET /training',                                      members),
  row('training.tsx', 'POST /training?form=ask',                            'in bad bad bad bad bad bad bad bad bad bad bad bad bad'),
  row('account.rights.tsx', 'GET /account/rights?permission=read%3Abooking&thing=booking&id=none', members),
  row('account.privacy._index.tsx', 'GET /account/privacy',                 members),
  row('account.privacy.export[.json].ts', 'GET /account/privacy/export.json', members),
  row('account.privacy.erase.tsx', 'GET /account/privacy/erase',            members),
  row('account.privacy.erase.tsx', 'POST /account/privacy/erase',           'in bad bad bad bad bad bad bad bad bad bad bad bad bad'),

  row('account_.certificates.tsx', 'GET /account/certificates',             members),
  row('account_.certificates.tsx', 'POST /account/certificates',            'in bad bad bad bad bad bad bad bad bad bad bad bad bad'),
  row('account_.commitments.$id.tsx', 'GET /account/commitments/nothing',   'in -- -- -- -- -- -- -- -- -- -- -- -- --'),
  row('certificates.$id.file.ts', 'GET /certificates/nothing/file',         'in -- -- -- -- -- -- -- -- -- -- -- -- --'),
  row('recognition.tsx', 'GET /recognition',                                members),
  row('manage.recognition.tsx', 'GET /manage/recognition',                  'in no no no no no no no no no ok ok no no'),
  row('manage.recognition.tsx', 'POST /manage/recognition',                 'in no no no no no no no no no bad bad no no'),
  row('manage.admission.tsx', 'GET /manage/admission',                      'in no no no no no no no no ok ok ok no no'),
  row('manage.admission.tsx', 'POST /manage/admission',                     'in no no no no no no no no bad bad bad no no'),
  row('manage.training._index.tsx', 'GET /manage/training',                 'in no no no no no ok ok ok no ok no no no'),
  row('manage.training._index.tsx', 'POST /manage/training?index',          'in no no no no no bad bad bad no bad no no no'),
  row('manage.training.sessions.$id.tsx', 'GET /manage/training/sessions/nothing', 'in no no no no no -- -- -- no -- no no no'),
  row('manage.training.qualifications._index.tsx', 'GET /manage/training/qualifications', 'in no no no no no ok ok ok no ok no no no'),
  row('manage.training.qualifications._index.tsx', 'POST /manage/training/qualifications?index', 'in no no no no no bad bad bad no bad no no no'),
  row('manage.training.qualifications.$id.tsx', 'GET /manage/training/qualifications/nothing', 'in no no no no no -- -- -- no -- no no no'),

  row('bookings._index.tsx', 'GET /bookings',                               members),
  row('bookings.calendar[.json].ts', 'GET /bookings/calendar.json?start={from}&end={to}', members),
  row('bookings.$id._index.tsx', 'GET /bookings/{booking}',                 'in ok -- -- -- ok ok -- ok -- ok ok -- ok'),
  row('bookings.$id.calendar[.ics].ts', 'GET /bookings/{booking}/calendar.ics', 'in ok -- -- -- ok ok -- ok -- ok ok -- ok'),
  row('bookings.$id.change.tsx', 'GET /bookings/{booking}/change',          'in ok -- -- -- -- ok -- -- -- -- -- -- --'),
  row('bookings.$id.change_.check.ts', 'POST /bookings/{booking}/change/check', 'in ok -- -- -- -- ok -- -- -- -- -- -- --'),
  row('bookings.$id.cancel.tsx', 'GET /bookings/{booking}/cancel',          'in ok -- -- -- ok ok -- -- -- -- -- -- --'),
  row('bookings.$id.cancel.tsx', 'POST /bookings/{booking}/cancel',         'in go -- -- -- go go -- -- -- -- -- -- --', { reason: '停电' }),
  row('bookings.$id.withdraw-change.ts', 'POST /bookings/{booking}/withdraw-change', 'in go -- -- -- go go -- go -- go go -- go'),

  row('today.tsx', 'GET /today',                                            members),
  row('approvals._index.tsx', 'GET /approvals',                             members),
  row('approvals.tsx', 'POST /approvals',                                   'in bad bad bad bad bad bad bad bad bad bad bad bad bad'),
  row('approvals.$id.tsx', 'GET /approvals/{request}',                      'in go go go go go ok go go go go go go go'),
  row('approvals.$id.tsx', 'POST /approvals/{request}',                     'in go go go go go bad go go go go go go go', { decision: 'decline' }),
  row('manage._index.tsx', 'GET /manage',                                   'in no no no no no ok ok no no ok no no ok'),
  row('manage.bookings.tsx', 'GET /manage/bookings',                        'in no no no no no ok ok no no ok no no ok'),
  row('manage.resources._index.tsx', 'GET /manage/resources',               'in no no no no no ok ok no no ok no no ok'),
  row('manage.resources.new.tsx', 'GET /manage/resources/new',              'in no no no no no ok ok no no ok no no ok'),
  row('manage.resources.new.tsx', 'POST /manage/resources/new',             'in no no no no no bad bad no no bad no no bad'),
  row('manage.resources.change.tsx', 'GET /manage/resources/change?id={resource}', 'in no no no no no ok ok no no ok no no ok'),
  row('manage.resources.change.tsx', 'POST /manage/resources/change',       'in no no no no no bad bad no no bad no no bad'),
  row('manage.resources.$id._index.tsx', 'GET /manage/resources/{resource}', 'in -- -- -- -- -- ok -- -- -- ok -- -- ok'),
  row('manage.resources.$id._index.tsx', 'POST /manage/resources/{resource}?index', 'in -- -- -- -- -- bad -- -- -- bad -- -- bad'),
  row('manage.resources.$id.prices.tsx', 'GET /manage/resources/{resource}/prices', 'in -- -- -- -- -- ok -- -- -- ok -- -- ok'),
  row('manage.resources.$id.prices.tsx', 'POST /manage/resources/{resource}/prices', 'in -- -- -- -- -- bad -- -- -- bad -- -- bad'),
  row('manage.resources.$id.status.tsx', 'GET /manage/resources/{resource}/status', 'in -- -- -- -- -- ok -- -- -- ok -- -- ok'),
  row('manage.resources.$id.status.tsx', 'POST /manage/resources/{resource}/status', 'in -- -- -- -- -- bad -- -- -- bad -- -- bad'),
  row('manage.resources.$id.files.tsx', 'GET /manage/resources/{resource}/files', 'in -- -- -- -- -- ok -- -- -- ok -- -- ok'),
  row('manage.resources.$id.files.tsx', 'POST /manage/resources/{resource}/files?do=add', 'in -- -- -- -- -- bad -- -- -- bad -- -- bad'),
  row('manage.resources.$id.history.tsx', 'GET /manage/resources/{resource}/history', 'in -- -- -- -- -- ok -- -- -- ok -- -- ok'),
  row('manage.labs._index.tsx', 'GET /manage/labs',                         'in no no no no no ok ok no no ok no no ok'),
  row('manage.labs.new.tsx', 'GET /manage/labs/new',                        'in no no no no no no no no no ok no no ok'),
  row('manage.labs.new.tsx', 'POST /manage/labs/new',                       'in no no no no no no no no no bad no no bad'),
  row('manage.labs.$id._index.tsx', 'GET /manage/labs/{lab}',               'in -- -- -- -- -- ok -- -- -- ok -- -- ok'),
  row('manage.labs.$id._index.tsx', 'POST /manage/labs/{lab}?index',        'in -- -- -- -- -- bad -- -- -- bad -- -- bad'),
  row('manage.labs.$id.files.tsx', 'GET /manage/labs/{lab}/files',          'in -- -- -- -- -- ok -- -- -- ok -- -- ok'),
  row('manage.labs.$id.files.tsx', 'POST /manage/labs/{lab}/files?do=add',  'in -- -- -- -- -- bad -- -- -- bad -- -- bad'),
  row('manage.labs.$id.history.tsx', 'GET /manage/labs/{lab}/history',      'in -- -- -- -- -- ok -- -- -- ok -- -- ok'),
  row('manage.rooms._index.tsx', 'GET /manage/rooms',                       'in no no no no no ok ok no no ok no no ok'),
  row('manage.rooms.new.tsx', 'GET /manage/rooms/new',                      'in no no no no no ok ok no no ok no no ok'),
  row('manage.rooms.new.tsx', 'POST /manage/rooms/new',                     'in no no no no no bad bad no no bad no no bad'),
  row('manage.rooms.$id.tsx', 'GET /manage/rooms/{lab}-r1',                 'in -- -- -- -- -- ok -- -- -- ok -- -- ok'),
  row('manage.rooms.$id.tsx', 'POST /manage/rooms/{lab}-r1',                'in -- -- -- -- -- bad -- -- -- bad -- -- bad'),
  row('files.$id.ts', 'GET /files/00000000-0000-4000-8000-000000000000',    '--'),
  row('manage.imports._index.tsx', 'GET /manage/imports',                   'in no no no no no ok ok no no ok no no ok'),
  row('manage.imports._index.tsx', 'POST /manage/imports?index',            'in no no no no no bad bad no no bad no no bad'),
  row('manage.imports.$id._index.tsx', 'GET /manage/imports/nothing',       'in no no no no no -- -- no no -- no no --'),
  row('manage.imports.$id.rows.$row.tsx', 'GET /manage/imports/nothing/rows/2', 'in no no no no no -- -- no no -- no no --'),
  row('manage.imports.$id.problems[.csv].ts', 'GET /manage/imports/nothing/problems.csv', 'in no no no no no -- -- no no -- no no --'),
  row('manage.intake._index.tsx', 'GET /manage/intake',                     'in no no no no no no no no no ok no no no'),
  row('manage.intake._index.tsx', 'POST /manage/intake?index',              'in no no no no no no no no no bad no no no'),
  row('manage.intake.$id._index.tsx', 'GET /manage/intake/nothing',         'in no no no no no no no no no -- no no no'),
  row('manage.intake.$id.rows.$row.tsx', 'GET /manage/intake/nothing/rows/2', 'in no no no no no no no no no -- no no no'),
  row('manage.intake.$id.problems[.csv].ts', 'GET /manage/intake/nothing/problems.csv', 'in no no no no no no no no no -- no no no'),
  row('manage.resources.$id.feed.tsx', 'GET /manage/resources/{resource}/feed', 'in -- -- -- -- -- ok -- -- -- ok -- -- ok'),
  row('manage.resources.$id.feed.tsx', 'POST /manage/resources/{resource}/feed', 'in -- -- -- -- -- bad -- -- -- bad -- -- bad'),

  row('groups._index.tsx', 'GET /groups',                                   members),
  row('groups._index.tsx', 'POST /groups?index',                            'in bad bad bad bad bad bad bad bad bad bad bad bad bad'),
  row('groups.new.tsx', 'GET /groups/new',                                  'in ok ok no no ok ok ok no ok ok ok ok ok'),
  row('groups.new.tsx', 'POST /groups/new',                                 'in bad bad no no bad bad bad no bad bad bad bad bad'),
  row('groups.$id._index.tsx', 'GET /groups/swjtu-g1',                      members),
  row('groups.$id._index.tsx', 'GET /groups/nothing',                       'in -- -- -- -- -- -- -- -- -- -- -- -- --'),
  row('groups.$id._index.tsx', 'POST /groups/swjtu-g1?index&do=invite',     'in bad bad bad bad bad bad bad bad bad bad bad bad bad'),
  row('groups.$id.bookings.tsx', 'GET /groups/swjtu-g1/bookings',           'in -- -- -- -- ok -- -- -- -- -- -- -- --'),
  row('groups.$id.costs.tsx', 'GET /groups/swjtu-g1/costs',                 'in -- -- -- -- ok -- -- -- -- -- -- -- --'),
  row('groups.$id.costs[.csv].ts', 'GET /groups/swjtu-g1/costs.csv',        'in -- -- -- -- ok -- -- -- -- -- -- -- --'),
  row('groups.$id.settings.tsx', 'GET /groups/swjtu-g1/settings',           'in -- -- -- -- ok -- -- -- -- -- -- -- --'),
  row('groups.$id.settings.tsx', 'GET /groups/cqu-g1/settings',             'in -- ok -- -- -- -- -- -- -- ok -- -- --'),
  row('groups.$id.settings.tsx', 'POST /groups/swjtu-g1/settings?do=rename', 'in -- -- -- -- bad -- -- -- -- -- -- -- --'),
  row('groups.$id.projects.new.tsx', 'GET /groups/swjtu-g1/projects/new',   'in -- -- -- -- ok -- -- -- -- -- -- -- --'),
  row('groups.$id.projects.new.tsx', 'POST /groups/swjtu-g1/projects/new',  'in -- -- -- -- bad -- -- -- -- -- -- -- --'),
  row('projects.$id._index.tsx', 'GET /projects/swjtu-g1-p1',               'in ok -- ok -- ok -- -- -- -- -- -- -- --'),
  row('projects.$id._index.tsx', 'POST /projects/swjtu-g1-p1?index&do=add', 'in bad -- bad -- bad -- -- -- -- -- -- -- --'),
  row('projects.$id.change.tsx', 'GET /projects/swjtu-g1-p1/change',        'in -- -- -- -- ok -- -- -- -- -- -- -- --'),
  row('projects.$id.change.tsx', 'POST /projects/swjtu-g1-p1/change?do=close', 'in -- -- -- -- bad -- -- -- -- -- -- -- --'),
  row('manage.groups.tsx', 'GET /manage/groups',                            'in no no no no no no no no no ok no no no'),
  row('manage.groups.tsx', 'POST /manage/groups',                           'in no no no no no no no no no bad no no no'),
  row('resources.$id_.enquire.tsx', 'GET /resources/{resource}/enquire',    everybody),
  row('resources.$id_.enquire.tsx', 'POST /resources/{resource}/enquire',   'bad'),
  row('enquiries.$key.tsx', 'GET /enquiries/nothing',                       '--'),
  row('manage.enquiries.tsx', 'GET /manage/enquiries',                      'in no no no no no ok ok no no ok no no no'),
  row('manage.enquiries.tsx', 'POST /manage/enquiries',                     'in no no no no no bad bad no no bad no no no'),
  row('handovers.tsx', 'GET /handovers',                                    members),
  row('handovers.tsx', 'POST /handovers',                                   'in bad bad bad bad bad bad bad bad bad bad bad bad bad'),
  row('account.affiliations.tsx', 'GET /account/affiliations',              members),
  row('account.affiliations.tsx', 'POST /account/affiliations',             'in bad bad bad bad bad bad bad bad bad bad bad bad bad'),
  row('manage.people._index.tsx', 'GET /manage/people',                     'in no no no no no no no no no ok no no no'),
  row('manage.people.new.tsx', 'GET /manage/people/new',                    'in no no no no no no no no no ok no no no'),
  row('manage.people.new.tsx', 'POST /manage/people/new',                   'in no no no no no no no no no bad no no no'),
  row('manage.people.$id.tsx', 'GET /manage/people/nobody',                 'in no no no no no no no no no -- no no no'),
  row('manage.people.$id.tsx', 'POST /manage/people/nobody',                'in no no no no no no no no no -- no no no'),
  row('manage.partners.tsx', 'GET /manage/partners',                        'in no no no no no no no no no ok no no no'),
  row('manage.partners.tsx', 'POST /manage/partners',                       'in no no no no no no no no no bad no no no'),
  row('manage.resources.$id.hours.tsx', 'GET /manage/resources/{resource}/hours', 'in -- -- -- -- -- ok -- -- -- ok -- -- ok'),
  row('manage.resources.$id.hours.tsx', 'POST /manage/resources/{resource}/hours', 'in -- -- -- -- -- bad -- -- -- bad -- -- bad'),
  row('manage.labs.$id.hours.tsx', 'GET /manage/labs/{lab}/hours',          'in -- -- -- -- -- ok -- -- -- ok -- -- ok'),
  row('manage.labs.$id.hours.tsx', 'POST /manage/labs/{lab}/hours',         'in -- -- -- -- -- bad -- -- -- bad -- -- bad'),
  row('manage.resources.$id.rules.tsx', 'GET /manage/resources/{resource}/rules', 'in -- -- -- -- -- ok -- -- -- ok -- -- ok'),
  row('manage.resources.$id.rules.tsx', 'POST /manage/resources/{resource}/rules', 'in -- -- -- -- -- bad -- -- -- bad -- -- bad'),
  row('manage.labs.$id.rules.tsx', 'GET /manage/labs/{lab}/rules',          'in -- -- -- -- -- ok -- -- -- ok -- -- ok'),
  row('manage.labs.$id.rules.tsx', 'POST /manage/labs/{lab}/rules',         'in -- -- -- -- -- bad -- -- -- bad -- -- bad'),
  row('manage.calendar.rules.$kind.$id.tsx', 'GET /manage/calendar/rules/university/cqu', 'in -- -- -- -- -- -- -- -- -- ok -- -- ok'),
  row('manage.calendar.rules.$kind.$id.tsx', 'POST /manage/calendar/rules/alliance/*', 'in -- -- -- -- -- -- -- -- -- -- bad -- bad'),
  row('manage.calendar._index.tsx', 'GET /manage/calendar',                 'in no no no no no no no no no ok ok no ok'),
  row('manage.calendar._index.tsx', 'POST /manage/calendar?index',          'in no no no no no no no no no bad bad no bad'),
  row('manage.calendar.hours.$kind.$id.tsx', 'GET /manage/calendar/hours/university/cqu', 'in -- -- -- -- -- -- -- -- -- ok -- -- ok'),
  row('manage.calendar.hours.$kind.$id.tsx', 'POST /manage/calendar/hours/university/cqu', 'in -- -- -- -- -- -- -- -- -- bad -- -- bad'),
  row('manage.calendar.hours.$kind.$id.tsx', 'GET /manage/calendar/hours/alliance/*', 'in -- -- -- -- -- -- -- -- -- -- ok -- ok'),

  row('office.tsx', 'GET /office',                                          'in no no no no no no no no no no ok ok ok'),
  row('admin._index.tsx', 'GET /admin',                                     'in no no no no no no no no no no ok no go ok go no'),
  row('admin._index.tsx', 'POST /admin?index&form=grant',                   'in no no no no no no no no no no bad no no bad no no'),
  row('admin._index.tsx', 'POST /admin?index&form=change',                  'in no no no no no no no no no no bad no no bad no no'),
  row('admin.people.tsx', 'GET /admin/people',                              'in no no no no no no no no no ok ok no no ok no no'),
  row('admin.people.tsx', 'GET /admin/people?university=scu',               'in no no no no no no no no no ok ok no no ok no no'),
  row('admin.people.tsx', 'POST /admin/people?form=admit',                  'in no no no no no no no no no bad bad no no bad no no'),
  row('admin.people.tsx', 'POST /admin/people?form=change',                 'in no no no no no no no no no bad bad no no bad no no'),
  row('admin.people_.$id.rights.tsx', 'GET /admin/people/{person}/rights',   'in no no no no no no no no no -- ok no no ok ok no'),
  row('admin.people_.$id.rights.tsx', 'POST /admin/people/{person}/rights?form=suspend', 'in no no no no no no no no no no no no no bad no no'),
  row('admin.domains.tsx', 'GET /admin/domains',                            'in no no no no no no no no no no ok no ok'),
  row('admin.domains.tsx', 'POST /admin/domains?form=add',                  'in no no no no no no no no no no bad no bad'),
  row('admin.mail.tsx', 'GET /admin/mail',                                  'in no no no no no no no no no no ok no ok'),
  row('admin.mail.tsx', 'POST /admin/mail',                                 'in no no no no no no no no no no bad no bad'),
  row('admin.audit.tsx', 'GET /admin/audit',                                'in no no no no no no no no no no ok no no no ok no'),

  row('api.v1._index.ts', 'GET /api/v1',                                    everybody),
  row('api.v1.openapi[.json].ts', 'GET /api/v1/openapi.json',               everybody),
  row('api.$.ts', 'GET /api/v1/nowhere',                                    '--'),
  row('api.v1.universities.ts', 'GET /api/v1/universities',                 everybody),
  row('api.v1.labs.ts', 'GET /api/v1/labs',                                 everybody),
  row('api.v1.resources._index.ts', 'GET /api/v1/resources?q=cryo',         everybody),
  row('api.v1.resources.$id._index.ts', 'GET /api/v1/resources/{resource}', everybody),
  row('api.v1.resources.$id.eligibility.ts', 'GET /api/v1/resources/{resource}/eligibility', members),
  row('api.v1.resources.$id.availability.ts', 'GET /api/v1/resources/{resource}/availability', everybody),
  row('api.v1.bookings._index.ts', 'GET /api/v1/bookings',                  members),
  row('api.v1.bookings._index.ts', 'POST /api/v1/bookings',                 'in bad bad bad bad bad bad bad bad bad bad bad bad bad', {}),
  row('api.v1.bookings.check.ts', 'POST /api/v1/bookings/check',            'in bad bad bad bad bad bad bad bad bad bad bad bad bad', {}),
  row('api.v1.approvals.ts', 'GET /api/v1/approvals',                       members),
  row('api.v1.bookings.$id._index.ts', 'GET /api/v1/bookings/{booking}',    'in ok -- -- -- ok ok -- ok -- ok ok -- ok'),
  row('api.v1.bookings.$id._index.ts', 'PATCH /api/v1/bookings/{booking}',  'in ok -- -- -- no ok -- no -- no no -- no', { title: '改名 {reader}' }),
  row('api.v1.bookings.$id.cancel.ts', 'POST /api/v1/bookings/{booking}/cancel', 'in ok -- -- -- ok ok -- no -- no no -- no', { reason: '停电' }),
  row('api.v1.bookings.$id.decisions.ts', 'POST /api/v1/bookings/{booking}/decisions', 'in no -- -- -- no ok -- no -- no no -- no', { decision: 'approve' }),
]
