import type { LoaderFunctionArgs } from '@remix-run/node'
import { safeCell } from '~/domain/spreadsheet/csv'
import { requireActor } from '~/features/auth/require.server'
import { getViewer } from '~/features/auth/session.server'
import { achievementsShown } from '~/features/usage/after/shown.server'
import { bilingual } from '~/i18n/bilingual'
import { localeOfRequest } from '~/i18n/locale'
import { createTranslator } from '~/i18n/translator'
import { notFound } from '~/platform/http'

/** The same achievements as a table for spreadsheets. */
export async function loader({ request }: LoaderFunctionArgs) {
  const query = new URL(request.url).searchParams
  const viewer = await getViewer(request)
  if (!query.get('resource')) await requireActor(request)
  const shown = await achievementsShown(viewer?.actor ?? null, query, new Date())
  if (shown === null) throw notFound()
  const locale = localeOfRequest(request, viewer?.locale)
  const t = createTranslator(locale)
  const names = (each: { zh: string; en: string | null }[]) => each.map((one) => bilingual(one, locale).text).join('; ')
  const isPublic = shown.filter.of === 'resource'
  const head = [
    ...(['kind', 'title', 'people', 'venue', 'year', 'doi', 'number', 'resources'] as const).map((name) => t(`conductAfter.works.field.${name}`)),
    ...(isPublic ? [] : [t('conductAfter.works.field.projects'), t('conductAfter.works.column.uses')]),
  ]
  const lines = shown.rows.map((row) => [
    t(`conductAfter.works.kind.${row.kind}`), row.title, row.people, row.venue ?? '', String(row.year), row.doi ?? '', row.number ?? '', names(row.resources),
    ...(isPublic ? [] : [names(row.projects), String(row.uses)]),
  ])
  // The mark at the beginning tells Excel that this is UTF-8.
  const body = `\uFEFF${[head, ...lines].map((cells) => cells.map(safeCell).join(',')).join('\r\n')}\r\n`
  return new Response(body, {
    headers: { 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': 'attachment; filename="results.csv"', 'Cache-Control': 'no-store' },
  })
}
