import account from '~/i18n/messages/zh-CN/account'
import admin from '~/i18n/messages/zh-CN/admin'
import affiliations from '~/i18n/messages/zh-CN/affiliations'
import alliance from '~/i18n/messages/zh-CN/alliance'
import api from '~/i18n/messages/zh-CN/api'
import approvals from '~/i18n/messages/zh-CN/approvals'
import asking from '~/i18n/messages/zh-CN/asking'
import auth from '~/i18n/messages/zh-CN/auth'
import bookings from '~/i18n/messages/zh-CN/bookings'
import calendar from '~/i18n/messages/zh-CN/calendar'
import catalogue from '~/i18n/messages/zh-CN/catalogue'
import chains from '~/i18n/messages/zh-CN/chains'
import common from '~/i18n/messages/zh-CN/common'
import conduct from '~/i18n/messages/zh-CN/conduct'
import conductAfter from '~/i18n/messages/zh-CN/conduct-after'
import conductMail from '~/i18n/messages/zh-CN/conduct-mail'
import conductRules from '~/i18n/messages/zh-CN/conduct-rules'
import eligibility from '~/i18n/messages/zh-CN/eligibility'
import feeds from '~/i18n/messages/zh-CN/feeds'
import finding from '~/i18n/messages/zh-CN/finding'
import groups from '~/i18n/messages/zh-CN/groups'
import help from '~/i18n/messages/zh-CN/help'
import home from '~/i18n/messages/zh-CN/home'
import hours from '~/i18n/messages/zh-CN/hours'
import intake from '~/i18n/messages/zh-CN/intake'
import inventory from '~/i18n/messages/zh-CN/inventory'
import listing from '~/i18n/messages/zh-CN/listing'
import mail from '~/i18n/messages/zh-CN/mail'
import merge from '~/i18n/messages/zh-CN/merge'
import nav from '~/i18n/messages/zh-CN/nav'
import operators from '~/i18n/messages/zh-CN/operators'
import orders from '~/i18n/messages/zh-CN/orders'
import ordersMail from '~/i18n/messages/zh-CN/orders-mail'
import outages from '~/i18n/messages/zh-CN/outages'
import policies from '~/i18n/messages/zh-CN/policies'
import problems from '~/i18n/messages/zh-CN/problems'
import rights from '~/i18n/messages/zh-CN/rights'
import series from '~/i18n/messages/zh-CN/series'
import training from '~/i18n/messages/zh-CN/training'
import trainingMail from '~/i18n/messages/zh-CN/training-mail'
import usageKiosk from '~/i18n/messages/zh-CN/usage-kiosk'
import usageMachine from '~/i18n/messages/zh-CN/usage-machine'
import usageIncidents from '~/i18n/messages/zh-CN/usage-incidents'
import usageLogbook from '~/i18n/messages/zh-CN/usage-logbook'
import usageRoster from '~/i18n/messages/zh-CN/usage-roster'
import waits from '~/i18n/messages/zh-CN/waits'

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
}
