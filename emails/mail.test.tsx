import { describe, expect, it } from 'vitest'
import { admissionDeclined } from '#emails/admission-declined'
import { admitted } from '#emails/admitted'
import { alreadyHaveAccount } from '#emails/already-have-account'
import type { Mail } from '#emails/compose'
import { bookingApproved } from '#emails/booking-approved'
import { bookingCancelled } from '#emails/booking-cancelled'
import { bookingChange } from '#emails/booking-change'
import { bookingDeclined } from '#emails/booking-declined'
import { bookingExpired } from '#emails/booking-expired'
import { bookingMoved } from '#emails/booking-moved'
import type { BookingFacts } from '#emails/booking-parts'
import { bookingReceived } from '#emails/booking-received'
import { bookingWaiting } from '#emails/booking-waiting'
import { invited } from '#emails/invited'
import { SERIES_NOTICES, seriesNotice } from '#emails/series-notice'
import { requestWithdrawn } from '#emails/request-withdrawn'
import { confirmAddress } from '#emails/confirm-address'
import { resetPassword } from '#emails/reset-password'
import { locales, type Locale } from '~/i18n/locale'

const link = 'https://booking.test/confirm/abc?x=1&y=2'
const university = { zh: '西南交通大学', en: 'Southwest Jiaotong University' }
const reason = '<b>Not of our staff</b>'

const booking = (locale: Locale): BookingFacts => ({
  locale, link, code: 'KX7M2B9Q', title: locale === 'en' ? 'Rail' : '钢轨', person: 'R',
  setAside: null,
  items: [
    { resource: 'SEM', lab: 'L', place: 'P', when: '9:00', entrance: 'E', access: 'A' },
    { resource: 'TEM', lab: 'L', place: 'P', when: null, entrance: null, access: null },
  ],
})

const mails: Record<string, (locale: Locale) => Mail> = {
  bookingReceived: (locale) => bookingReceived({ booking: booking(locale), dueAt: '9:00', isHeld: true }),
  bookingCompetes: (locale) => bookingReceived({ booking: booking(locale), dueAt: null, isHeld: false }),
  bookingWaiting: (locale) => bookingWaiting({ booking: booking(locale), requestLink: link, dueAt: '9:00', wanted: null }),
  changeWaiting: (locale) => bookingWaiting({ booking: booking(locale), requestLink: link, dueAt: null, wanted: '9:00' }),
  bookingApproved: (locale) => bookingApproved({ booking: booking(locale), isDecided: true, comment: 'OK' }),
  bookingConfirmed: (locale) => bookingApproved({ booking: booking(locale), isDecided: false, comment: null }),
  bookingDeclined: (locale) => bookingDeclined({ booking: booking(locale), reason: 'R', isRival: false, findLink: link }),
  rivalAccepted: (locale) => bookingDeclined({ booking: booking(locale), reason: null, isRival: true, findLink: link }),
  bookingMovedByLab: (locale) => bookingMoved({ booking: booking(locale), before: '8:00', cause: 'lab', isApproved: true }),
  bookingMovedBySelf: (locale) => bookingMoved({ booking: booking(locale), before: '8:00', cause: 'self', isApproved: false }),
  bookingCancelled: (locale) =>
    bookingCancelled({ booking: booking(locale), by: 'lab', reason: 'R', wasApproved: true, reader: 'booker', findLink: link }),
  bookingCancelledToManager: (locale) =>
    bookingCancelled({ booking: booking(locale), by: 'self', reason: null, wasApproved: true, reader: 'manager', findLink: link }),
  bookingExpired: (locale) => bookingExpired({ booking: booking(locale), findLink: link }),
  changeReceived: (locale) => bookingChange({ booking: booking(locale), state: 'received', wanted: '9:00', reason: null }),
  changeDeclined: (locale) => bookingChange({ booking: booking(locale), state: 'declined', wanted: '9:00', reason: 'R' }),
  changeExpired: (locale) => bookingChange({ booking: booking(locale), state: 'expired', wanted: '9:00', reason: null }),
  requestWithdrawn: (locale) => requestWithdrawn({ booking: booking(locale), wanted: null, isCancelled: true, listLink: link }),
  changeWithdrawn: (locale) => requestWithdrawn({ booking: booking(locale), wanted: '9:00', isCancelled: false, listLink: link }),
  changeWithdrawnWithBooking: (locale) => requestWithdrawn({ booking: booking(locale), wanted: '9:00', isCancelled: true, listLink: link }),
  confirmAddress: (locale) => confirmAddress({ locale, link, validHours: 48 }),
  alreadyHaveAccount: (locale) => alreadyHaveAccount({ locale, signInLink: link, resetLink: link }),
  resetPassword: (locale) => resetPassword({ locale, link, validHours: 1 }),
  invited: (locale) => invited({ locale, university, link, validDays: 14 }),
  admitted: (locale) => admitted({ locale, university, signInLink: link }),
  admissionDeclined: (locale) => admissionDeclined({ locale, university, reason, accountLink: link }),
  ...Object.fromEntries(SERIES_NOTICES.map((kind) => [`series ${kind}`, (locale: Locale) =>
    seriesNotice({ kind, booking: booking(locale), times: ['9:00', '10:00'], dueAt: '8:00', reason: 'R', hasFile: true, link })])),
}

describe.each(Object.entries(mails))('%s', (_, compose) => {
  it.each(locales)('says the same in HTML and in text (%s)', (locale) => {
    const { subject, html, text } = compose(locale)
    expect(subject).not.toMatch(/^mail\.|[{}]/)
    expect(html).toContain(`<html lang="${locale}">`)
    expect(html).toContain(link.replaceAll('&', '&amp;'))
    expect(text).toContain(`\n${link}\n`)
    expect(text.startsWith(`${subject}\n`)).toBe(true)
    const words = html.replace(/<head>.*<\/head>/s, '').replace(/<[^>]+>/g, ' ')
    const sameWords = (all: string) => all.replaceAll(link, '').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&#x27;/g, "'").replace(/[\s-]+/g, '')
    expect(sameWords(text)).toBe(sameWords(words))
  })

  it('speaks the reader’s language', () => {
    expect(compose('zh-CN').text).toMatch(/\p{Script=Han}/u)
    expect(compose('en').text).not.toMatch(/\p{Script=Han}/u)
  })
})

it('takes nothing written by people for HTML', () => {
  const { html, text } = admissionDeclined({ locale: 'en', university, reason, accountLink: link })
  expect(html).toContain('&lt;b&gt;Not of our staff&lt;/b&gt;')
  expect(text).toContain(reason)
})
