import type { ActionFunctionArgs } from '@remix-run/node'
import { parseLocale } from '~/i18n/locale'
import { cookie } from '~/platform/cookie'
import { readForm, redirectTo, safeRedirect } from '~/platform/http'
import { paths } from '~/platform/paths'

const YEAR = 365 * 24 * 60 * 60
const themes = ['light', 'dark', 'system']

export const loader = () => redirectTo(paths.home())

/** Language and theme live in cookies, so that they hold before and after signing in. */
export async function action({ request }: ActionFunctionArgs) {
  const form = await readForm(request)
  const headers = new Headers()
  const locale = parseLocale(String(form.get('lang') ?? ''))
  const theme = form.get('theme')
  if (locale !== null) headers.append('Set-Cookie', cookie('lang', locale, YEAR))
  if (typeof theme === 'string' && themes.includes(theme)) {
    headers.append('Set-Cookie', cookie('theme', theme, YEAR))
  }
  return redirectTo(withoutLanguage(safeRedirect(form.get('to'), paths.home())), headers)
}

/** The address's own `lang` would outrank the cookie just set. */
function withoutLanguage(path: string): string {
  const url = new URL(path, 'http://here.invalid')
  url.searchParams.delete('lang')
  return url.pathname + url.search + url.hash
}
