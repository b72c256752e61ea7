import type { Messages } from '~/i18n/messages/shape'
import type zh from '~/i18n/messages/zh-CN'
import account from '~/i18n/messages/en/account'
import admin from '~/i18n/messages/en/admin'
import api from '~/i18n/messages/en/api'
import alliance from '~/i18n/messages/en/alliance'
import approvals from '~/i18n/messages/en/approvals'
import auth from '~/i18n/messages/en/auth'
import bookings from '~/i18n/messages/en/bookings'
import calendar from '~/i18n/messages/en/calendar'
import catalogue from '~/i18n/messages/en/catalogue'
import common from '~/i18n/messages/en/common'
import feeds from '~/i18n/messages/en/feeds'
import help from '~/i18n/messages/en/help'
import home from '~/i18n/messages/en/home'
import inventory from '~/i18n/messages/en/inventory'
import listing from '~/i18n/messages/en/listing'
import mail from '~/i18n/messages/en/mail'
import nav from '~/i18n/messages/en/nav'
import problems from '~/i18n/messages/en/problems'

export default {
  account,
  admin,
  alliance,
  api,
  approvals,
  auth,
  bookings,
  calendar,
  catalogue,
  common,
  feeds,
  help,
  home,
  inventory,
  listing,
  mail,
  nav,
  problems,
} satisfies Messages<typeof zh>
