import type { Messages } from '~/i18n/messages/shape'
import type zh from '~/i18n/messages/zh-CN/nav'

export default {
  main: 'Main',
  tools: 'Account and settings',
  find: 'Find',
  labs: 'Labs',
  universities: 'Universities',
  help: 'Help',
  bookings: 'My bookings',
  calendar: 'Calendar',
  today: 'Today',
  approvals: 'Approvals',
  handovers: 'Handovers',
  groups: 'Groups',
  manage: 'Resources',
  training: 'Training',
  admission: 'Safety admission',
  people: 'People',
  office: 'Overview',
  admin: 'Administration',
  account: 'Account',
  signIn: 'Sign in',
  signOut: 'Sign out',
  signedInAs: 'Signed in as {name}',
  searchLabel: 'Search instruments, labs and universities',
  searchPlaceholder: 'Instrument, lab, model, pinyin',
} satisfies Messages<typeof zh>
