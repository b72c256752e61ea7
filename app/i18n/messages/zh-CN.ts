import account from '~/i18n/messages/zh-CN/account'
import admin from '~/i18n/messages/zh-CN/admin'
import api from '~/i18n/messages/zh-CN/api'
import alliance from '~/i18n/messages/zh-CN/alliance'
import approvals from '~/i18n/messages/zh-CN/approvals'
import auth from '~/i18n/messages/zh-CN/auth'
import bookings from '~/i18n/messages/zh-CN/bookings'
import calendar from '~/i18n/messages/zh-CN/calendar'
import catalogue from '~/i18n/messages/zh-CN/catalogue'
import common from '~/i18n/messages/zh-CN/common'
import feeds from '~/i18n/messages/zh-CN/feeds'
import help from '~/i18n/messages/zh-CN/help'
import home from '~/i18n/messages/zh-CN/home'
import inventory from '~/i18n/messages/zh-CN/inventory'
import listing from '~/i18n/messages/zh-CN/listing'
import mail from '~/i18n/messages/zh-CN/mail'
import nav from '~/i18n/messages/zh-CN/nav'
import problems from '~/i18n/messages/zh-CN/problems'

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
}
