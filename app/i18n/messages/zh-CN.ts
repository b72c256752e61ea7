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
import help from '~/i18n/messages/zh-CN/help'
import home from '~/i18n/messages/zh-CN/home'
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
  help,
  home,
  mail,
  nav,
  problems,
}
