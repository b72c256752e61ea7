type Params = Record<string, string | number | readonly string[] | null | undefined>

/** A path with its query; empty and missing values are left out, lists repeat their key. */
export function withQuery(path: string, params: Params = {}): string {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(params)) {
    const values = typeof value === 'object' && value !== null ? value : [value]
    for (const each of values) {
      if (each !== null && each !== undefined && each !== '') query.append(key, String(each))
    }
  }
  const text = query.toString()
  return text === '' ? path : `${path}?${text}`
}

const at = (...parts: string[]) => `/${parts.map(encodeURIComponent).join('/')}`

/** Every address of ours, so that a page can move without hunting for its links. */
export const paths = {
  home: () => '/',
  preferences: () => '/preferences',
  words: (locale: string, hash: string) => withQuery(at('words', locale), { v: hash }),

  resources: (params?: Params) => withQuery('/resources', params),
  resource: (id: string, params?: Params) => withQuery(at('resources', id), params),
  book: (resourceId: string, params?: Params) => withQuery(at('resources', resourceId, 'book'), params),
  bookSeries: (resourceId: string, params?: Params) => withQuery(at('resources', resourceId, 'book', 'series'), params),
  checkBooking: (resourceId: string) => at('resources', resourceId, 'book', 'check'),
  find: (params?: Params) => withQuery('/find', params),
  board: (params?: Params) => withQuery('/board', params),
  labs: (params?: Params) => withQuery('/labs', params),
  lab: (id: string) => at('labs', id),
  universities: () => '/universities',
  university: (id: string) => at('universities', id),

  bookings: (params?: Params) => withQuery('/bookings', params),
  booking: (id: string) => at('bookings', id),
  changeBooking: (id: string) => at('bookings', id, 'change'),
  checkChange: (id: string) => at('bookings', id, 'change', 'check'),
  cancelBooking: (id: string) => at('bookings', id, 'cancel'),
  releaseBooking: (id: string) => at('bookings', id, 'release'),
  extendBooking: (id: string) => at('bookings', id, 'extend'),
  wait: (id: string) => at('waits', id),
  waitFor: (resourceId: string, params?: Params) => withQuery(at('resources', resourceId, 'wait'), params),
  freedAlert: (resourceId: string) => at('resources', resourceId, 'alert'),
  bookingCalendarFile: (id: string) => at('bookings', id, 'calendar.ics'),

  groups: (params?: Params) => withQuery('/groups', params),
  newGroup: () => '/groups/new',
  group: (id: string, params?: Params) => withQuery(at('groups', id), params),
  groupBookings: (id: string) => at('groups', id, 'bookings'),
  groupCosts: (id: string, params?: Params) => withQuery(at('groups', id, 'costs'), params),
  groupCostsFile: (id: string, params?: Params) => withQuery(at('groups', id, 'costs.csv'), params),
  groupSettings: (id: string) => at('groups', id, 'settings'),
  newProject: (groupId: string) => at('groups', groupId, 'projects', 'new'),
  project: (id: string) => at('projects', id),
  changeProject: (id: string) => at('projects', id, 'change'),
  manageGroups: () => '/manage/groups',

  today: () => '/today',
  approvals: (params?: Params) => withQuery('/approvals', params),
  approval: (id: string) => at('approvals', id),
  manage: () => '/manage',
  manageResources: (params?: Params) => withQuery('/manage/resources', params),
  manageResource: (id: string) => at('manage', 'resources', id),
  newResource: (params?: Params) => withQuery('/manage/resources/new', params),
  changeResources: (params?: Params) => withQuery('/manage/resources/change', params),
  manageLabs: (params?: Params) => withQuery('/manage/labs', params),
  manageLab: (id: string) => at('manage', 'labs', id),
  newLab: () => '/manage/labs/new',
  manageRooms: (params?: Params) => withQuery('/manage/rooms', params),
  manageRoom: (id: string) => at('manage', 'rooms', id),
  newRoom: () => '/manage/rooms/new',
  /** Its content never changes, so the address names it by its hash. */
  file: ({ id, hash }: { id: string; hash: string }) => withQuery(at('files', id), { v: hash.slice(0, 16) }),
  imports: () => '/manage/imports',
  import: (id: string, params?: Params) => withQuery(at('manage', 'imports', id), params),
  importRow: (id: string, row: number) => at('manage', 'imports', id, 'rows', String(row)),
  importProblems: (id: string) => at('manage', 'imports', id, 'problems.csv'),
  intakes: () => '/manage/intake',
  intake: (id: string, params?: Params) => withQuery(at('manage', 'intake', id), params),
  intakeRow: (id: string, row: number) => at('manage', 'intake', id, 'rows', String(row)),
  intakeProblems: (id: string) => at('manage', 'intake', id, 'problems.csv'),
  resourceFeed: (id: string) => at('manage', 'resources', id, 'feed'),
  resourceOutages: (id: string, params?: Params) => withQuery(at('manage', 'resources', id, 'outages'), params),
  stopResource: (id: string, params?: Params) => withQuery(at('manage', 'resources', id, 'stop'), params),
  stopRoom: (id: string) => at('manage', 'rooms', id, 'stop'),
  manageOperators: () => '/manage/operators',
  manageOperator: (id: string) => at('manage', 'operators', id),
  swapOperator: (bookingId: string) => at('bookings', bookingId, 'operator'),
  duty: () => '/duty',
  resourceQuestions: (id: string) => at('manage', 'resources', id, 'questions'),
  resourceHours: (id: string) => at('manage', 'resources', id, 'hours'),
  labHours: (id: string) => at('manage', 'labs', id, 'hours'),
  resourceRules: (id: string, params?: Params) => withQuery(at('manage', 'resources', id, 'rules'), params),
  labRules: (id: string, params?: Params) => withQuery(at('manage', 'labs', id, 'rules'), params),
  workingCalendar: (params?: Params) => withQuery('/manage/calendar', params),
  hoursOf: (kind: string, id: string) => at('manage', 'calendar', 'hours', kind, id),
  rulesOf: (kind: string, id: string, params?: Params) => withQuery(at('manage', 'calendar', 'rules', kind, id), params),
  office: () => '/office',
  managePeople: (params?: Params) => withQuery('/manage/people', params),
  managePerson: (id: string) => at('manage', 'people', id),
  newAffiliation: (params?: Params) => withQuery('/manage/people/new', params),
  mergePeople: (params?: Params) => withQuery('/manage/people/merge', params),
  managePartners: (params?: Params) => withQuery('/manage/partners', params),
  manageEnquiries: (params?: Params) => withQuery('/manage/enquiries', params),
  handovers: () => '/handovers',
  enquire: (resourceId: string) => at('resources', resourceId, 'enquire'),
  enquiry: (key: string) => at('enquiries', key),

  login: (params?: { to?: string }) => withQuery('/login', params),
  logout: () => '/logout',
  signUp: () => '/signup',
  firstAdmin: (token: string) => at('first-admin', token),
  confirm: (token: string) => at('confirm', token),
  forgotPassword: () => '/forgot-password',
  resetPassword: (token: string) => at('reset-password', token),
  account: () => '/account',
  accountPassword: () => '/account/password',
  accountSessions: () => '/account/sessions',
  accountTokens: () => '/account/tokens',
  accountAffiliations: (params?: Params) => withQuery('/account/affiliations', params),

  training: (params?: Params) => withQuery('/training', params),
  commitment: (documentId: string, params?: Params) => withQuery(at('account', 'commitments', documentId), params),
  certificates: (params?: Params) => withQuery('/account/certificates', params),
  recognition: () => '/recognition',
  manageTraining: (params?: Params) => withQuery('/manage/training', params),
  manageTrainingSession: (id: string, params?: Params) => withQuery(at('manage', 'training', 'sessions', id), params),
  manageQualifications: (params?: Params) => withQuery('/manage/training/qualifications', params),
  manageQualification: (id: string, params?: Params) => withQuery(at('manage', 'training', 'qualifications', id), params),
  manageTrainingRules: (params?: Params) => withQuery('/manage/training/rules', params),
  trainingRegister: (params?: Params) => withQuery('/manage/training/register', params),
  trainingRegisterFile: (params?: Params) => withQuery('/manage/training/register.csv', params),
  manageAdmission: (params?: Params) => withQuery('/manage/admission', params),
  heldAdmissions: (params?: Params) => withQuery('/manage/admission/held', params),
  heldAdmission: (kind: 'admission' | 'certificate', id: string) => at('manage', 'admission', 'held', kind, id),
  admissionRules: (params?: Params) => withQuery('/manage/admission/rules', params),
  certificateFile: (id: string) => at('certificates', id, 'file'),
  manageRecognition: (params?: Params) => withQuery('/manage/recognition', params),
  accountRights: (params?: Params) => withQuery('/account/rights', params),
  accountPrivacy: () => '/account/privacy',
  accountExport: () => '/account/privacy/export.json',
  accountErase: () => '/account/privacy/erase',

  admin: () => '/admin',
  adminPeople: (params?: Params) => withQuery('/admin/people', params),
  personRights: (id: string, params?: Params) => withQuery(at('admin', 'people', id, 'rights'), params),
  adminDomains: () => '/admin/domains',
  adminAudit: (params?: Params) => withQuery('/admin/audit', params),
  adminMail: (params?: Params) => withQuery('/admin/mail', params),
  mailbox: () => '/mailbox',
  mailboxInvitation: (id: string) => at('mailbox', id, 'invitation.ics'),
  help: () => '/help',
  privacy: () => '/privacy',
  privacyBorders: () => '/privacy/borders',
} as const

const api = (...parts: string[]) => `/api/v1${at(...parts)}`

export const apiPaths = {
  openapi: () => api('openapi.json'),
  resource: (id: string) => api('resources', id),
  availability: (resourceId: string, params: { from: string; to: string }) =>
    withQuery(api('resources', resourceId, 'availability'), params),
  eligibility: (resourceId: string) => api('resources', resourceId, 'eligibility'),
  check: () => api('bookings', 'check'),
  bookings: () => api('bookings'),
  booking: (id: string) => api('bookings', id),
} as const
