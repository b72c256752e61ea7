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
  labs: (params?: Params) => withQuery('/labs', params),
  lab: (id: string) => at('labs', id),
  universities: () => '/universities',
  university: (id: string) => at('universities', id),

  bookings: (params?: Params) => withQuery('/bookings', params),
  booking: (id: string) => at('bookings', id),
  moveBooking: (id: string, params?: Params) => withQuery(at('bookings', id, 'move'), params),
  cancelBooking: (id: string) => at('bookings', id, 'cancel'),
  bookingCalendarFile: (id: string) => at('bookings', `${id}.ics`),

  today: () => '/today',
  approvals: (params?: Params) => withQuery('/approvals', params),
  approval: (id: string) => at('approvals', id),
  manage: () => '/manage',
  manageResource: (id: string) => at('manage', 'resources', id),
  manageLab: (id: string) => at('manage', 'labs', id),
  imports: () => '/manage/imports',
  import: (id: string, params?: Params) => withQuery(at('manage', 'imports', id), params),
  importRow: (id: string, row: number) => at('manage', 'imports', id, 'rows', String(row)),
  importProblems: (id: string) => at('manage', 'imports', id, 'problems.csv'),
  resourceFeed: (id: string) => at('manage', 'resources', id, 'feed'),
  office: () => '/office',

  login: (params?: { to?: string }) => withQuery('/login', params),
  logout: () => '/logout',
  signUp: () => '/signup',
  confirm: (token: string) => at('confirm', token),
  forgotPassword: () => '/forgot-password',
  resetPassword: (token: string) => at('reset-password', token),
  account: () => '/account',
  accountPassword: () => '/account/password',
  accountSessions: () => '/account/sessions',
  accountTokens: () => '/account/tokens',

  admin: () => '/admin',
  adminPeople: (params?: Params) => withQuery('/admin/people', params),
  adminPerson: (id: string) => at('admin', 'people', id),
  adminDomains: () => '/admin/domains',
  adminLabs: () => '/admin/labs',
  adminAudit: (params?: Params) => withQuery('/admin/audit', params),
  mailbox: () => '/mailbox',
  help: () => '/help',
  privacy: () => '/privacy',
} as const

const api = (...parts: string[]) => `/api/v1${at(...parts)}`

export const apiPaths = {
  openapi: () => api('openapi.json'),
  resource: (id: string) => api('resources', id),
  availability: (resourceId: string, params: { from: string; to: string }) =>
    withQuery(api('resources', resourceId, 'availability'), params),
  check: () => api('bookings', 'check'),
  bookings: () => api('bookings'),
  booking: (id: string) => api('bookings', id),
} as const
