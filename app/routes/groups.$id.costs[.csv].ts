import type { LoaderFunctionArgs } from '@remix-run/node'
import { safeCell } from '~/domain/spreadsheet/csv'
import { yuanOfFen } from '~/domain/pricing/yuan'
import { plainDateOf } from '~/domain/time/zone'
import { requireViewer } from '~/features/auth/require.server'
import { groupCosts } from '~/features/bookings/costs/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { createTranslator } from '~/i18n/translator'
import { notFound } from '~/platform/http'

/** The quoted cost of a year as a table for spreadsheets; each row says that it is quoted and not billed. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date()
  const viewer = await requireViewer(request)
  const locale = localeOfRequest(request, viewer.locale)
  const asked = Number(new URL(request.url).searchParams.get('year') ?? Number.NaN)
  const year = Number.isInteger(asked) && asked >= 2000 && asked <= 2200 ? asked : Number(plainDateOf(now, defaultTimeZone).slice(0, 4))
  const rows = await groupCosts(viewer.actor, params.id ?? '', year, now)
  if (rows === null) throw notFound()
  const t = createTranslator(locale)
  const text = (value: { zh: string | null; en: string | null } | null) => (value === null ? '' : bilingual(value, locale).text)
  const head = (['month', 'person', 'email', 'group', 'project', 'number', 'bookings', 'unpricedColumn', 'hours', 'quotedYuan', 'shareYuan', 'state'] as const).map((key) => t(`groups.costs.${key}`))
  const lines = rows.map(({ month, person, otherGroup, project, bookings, unpriced, seconds, quotedFen, shareFen }) => [
    month, text(person), person?.email ?? '', text(otherGroup), text(project), project?.number ?? '', String(bookings), String(unpriced),
    String(Math.round((seconds / 3600) * 100) / 100), yuanOfFen(quotedFen), yuanOfFen(shareFen), t('groups.costs.notBilled'),
  ])
  // The mark at the beginning tells Excel that this is UTF-8.
  const body = `\uFEFF${[head, ...lines].map((cells) => cells.map(safeCell).join(',')).join('\r\n')}\r\n`
  return new Response(body, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="quoted-costs-${year}.csv"`,
      'Cache-Control': 'no-store',
    },
  })
}
