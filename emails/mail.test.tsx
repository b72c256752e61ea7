import { describe, expect, it } from 'vitest'
import { admissionDeclined } from '#emails/admission-declined'
import { admitted } from '#emails/admitted'
import { alreadyHaveAccount } from '#emails/already-have-account'
import type { Mail } from '#emails/compose'
import { confirmAddress } from '#emails/confirm-address'
import { resetPassword } from '#emails/reset-password'
import { locales, type Locale } from '~/i18n/locale'

const link = 'https://booking.test/confirm/abc?x=1&y=2'
const university = { zh: '西南交通大学', en: 'Southwest Jiaotong University' }
const reason = '<b>Not of our staff</b>'

const mails: Record<string, (locale: Locale) => Mail> = {
  confirmAddress: (locale) => confirmAddress({ locale, link, validHours: 48 }),
  alreadyHaveAccount: (locale) => alreadyHaveAccount({ locale, signInLink: link, resetLink: link }),
  resetPassword: (locale) => resetPassword({ locale, link, validHours: 1 }),
  admitted: (locale) => admitted({ locale, university, signInLink: link }),
  admissionDeclined: (locale) => admissionDeclined({ locale, university, reason, accountLink: link }),
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
