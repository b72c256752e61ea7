import { expect, test } from 'vitest'
import { detectLocale, localeOfRequest, timeZoneOfRequest } from '~/i18n/locale'

test('the address outranks the cookie, the cookie the person, the person the browser', () => {
  const sources = { param: 'en', cookie: 'zh-CN', stored: 'zh-CN', acceptLanguage: 'zh-CN' }
  expect(detectLocale(sources)).toBe('en')
  expect(detectLocale({ ...sources, param: null, cookie: 'en' })).toBe('en')
  expect(detectLocale({ ...sources, param: 'fr', cookie: null, stored: 'en' })).toBe('en')
  expect(detectLocale({ acceptLanguage: 'fr, en-GB;q=0.8, zh;q=0.5' })).toBe('en')
  expect(detectLocale({ acceptLanguage: 'en;q=0.2, zh-TW;q=0.9' })).toBe('zh-CN')
  expect(detectLocale({ acceptLanguage: 'en;q=0' })).toBe('zh-CN')
  expect(detectLocale({})).toBe('zh-CN')
})

const request = (cookie: string, url = 'http://x/') =>
  new Request(url, { headers: { Cookie: cookie } })

test('a request is read without trusting it', () => {
  expect(localeOfRequest(request('a=b; lang=en'))).toBe('en')
  expect(localeOfRequest(request('lang=en', 'http://x/?lang=zh'))).toBe('zh-CN')
  expect(localeOfRequest(request('lang=%E0%A4%A'))).toBe('zh-CN')
  expect(timeZoneOfRequest(request('zone=Europe%2FBerlin'))).toBe('Europe/Berlin')
  expect(timeZoneOfRequest(request('zone=Nowhere/Land'))).toBe('Asia/Shanghai')
})
