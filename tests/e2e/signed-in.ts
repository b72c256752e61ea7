import type { BrowserContext } from '@playwright/test'
import type { Account } from './demo'
import { origin, sessionOf } from './http-session'

/** Signs a browser in without walking through the form: the session is a fixture, not a journey. */
export async function signIn(context: BrowserContext, account: Account): Promise<void> {
  const { cookie } = await sessionOf(account)
  await context.addCookies([{ name: 'session', value: cookie.slice('session='.length), url: origin() }])
}

export type Locale = 'zh-CN' | 'en'
export type Theme = 'light' | 'dark'

/** Language and look as the reader has chosen them. */
export async function prefer(context: BrowserContext, { locale, theme }: { locale?: Locale; theme?: Theme }): Promise<void> {
  const chosen = { ...(locale ? { lang: locale } : {}), ...(theme ? { theme } : {}) }
  await context.addCookies(Object.entries(chosen).map(([name, value]) => ({ name, value, url: origin() })))
}
