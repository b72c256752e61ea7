import type { LoaderFunctionArgs } from '@remix-run/node'
import { safeCell } from '~/domain/spreadsheet/csv'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { problemRows } from '~/features/catalogue/import/queries.server'
import { localeOfRequest } from '~/i18n/locale'
import { createTranslator } from '~/i18n/translator'
import { word } from '~/i18n/word'
import { notFound } from '~/platform/http'

/** One line for each problem, in the reader's words; no cell of it is a formula to a spreadsheet. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'manage:resource')
  const rows = await problemRows(actor, params.id ?? '')
  if (rows === null) throw notFound()
  const t = createTranslator(localeOfRequest(request, locale))
  const head = [t('inventory.csv.row'), t('inventory.csv.assetNumber'), t('inventory.csv.name'), t('inventory.csv.field'), t('inventory.csv.problem')]
  const lines = rows.flatMap(({ row, assetNumber, values, problems }) =>
    problems.map((problem) => [
      String(row),
      assetNumber ?? '',
      values.nameZh ?? '',
      problem.field === null ? '' : t(`inventory.field.${problem.field}`),
      word(t, `inventory.problem.${problem.rule}`, problem.params) ?? problem.rule,
    ]),
  )
  // The mark at the beginning tells Excel that this is UTF-8.
  const text = `\uFEFF${[head, ...lines].map((cells) => cells.map(safeCell).join(',')).join('\r\n')}\r\n`
  return new Response(text, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="problems.csv"',
      'Cache-Control': 'no-store',
    },
  })
}
