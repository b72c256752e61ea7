import type { Messages } from '~/i18n/messages/shape'
import type zh from '~/i18n/messages/zh-CN'
import account from '~/i18n/messages/en/account'
import admin from '~/i18n/messages/en/admin'
import affiliations from '~/i18n/messages/en/affiliations'
import alliance from '~/i18n/messages/en/alliance'
import api from '~/i18n/messages/en/api'
import approvals from '~/i18n/messages/en/approvals'
import asking from '~/i18n/messages/en/asking'
import auth from '~/i18n/messages/en/auth'
import bookings from '~/i18n/messages/en/bookings'
import calendar from '~/i18n/messages/en/calendar'
import catalogue from '~/i18n/messages/en/catalogue'
import chains from '~/i18n/messages/en/chains'
import common from '~/i18n/messages/en/common'
import conduct from '~/i18n/messages/en/conduct'
import conductAfter from '~/i18n/messages/en/conduct-after'
import conductMail from '~/i18n/messages/en/conduct-mail'
import conductRules from '~/i18n/messages/en/conduct-rules'
import eligibility from '~/i18n/messages/en/eligibility'
import feeds from '~/i18n/messages/en/feeds'
import finding from '~/i18n/messages/en/finding'
import groups from '~/i18n/messages/en/groups'
import help from '~/i18n/messages/en/help'
import home from '~/i18n/messages/en/home'
import hours from '~/i18n/messages/en/hours'
import intake from '~/i18n/messages/en/intake'
import inventory from '~/i18n/messages/en/inventory'
import listing from '~/i18n/messages/en/listing'
import mail from '~/i18n/messages/en/mail'
import merge from '~/i18n/messages/en/merge'
import nav from '~/i18n/messages/en/nav'
import operators from '~/i18n/messages/en/operators'
import orders from '~/i18n/messages/en/orders'
import ordersMail from '~/i18n/messages/en/orders-mail'
import outages from '~/i18n/messages/en/outages'
import policies from '~/i18n/messages/en/policies'
import problems from '~/i18n/messages/en/problems'
import rights from '~/i18n/messages/en/rights'
import series from '~/i18n/messages/en/series'
import training from '~/i18n/messages/en/training'
import trainingMail from '~/i18n/messages/en/training-mail'
import usageKiosk from '~/i18n/messages/en/usage-kiosk'
import usageMachine from '~/i18n/messages/en/usage-machine'
import usageIncidents from '~/i18n/messages/en/usage-incidents'
import usageLogbook from '~/i18n/messages/en/usage-logbook'
import usageRoster from '~/i18n/messages/en/usage-roster'
import waits from '~/i18n/messages/en/waits'

export default {
  account,
  admin,
  affiliations,
  alliance,
  api,
  approvals,
  asking,
  auth,
  bookings,
  calendar,
  catalogue,
  chains,
  common,
  conduct,
  conductAfter,
  conductMail,
  conductRules,
  eligibility,
  feeds,
  finding,
  groups,
  help,
  home,
  hours,
  intake,
  inventory,
  listing,
  mail,
  merge,
  nav,
  operators,
  orders,
  ordersMail,
  outages,
  policies,
  problems,
  rights,
  series,
  training,
  trainingMail,
  usageKiosk,
  usageMachine,
  usageIncidents,
  usageLogbook,
  usageRoster,
  waits,
} satisfies Messages<typeof zh>
