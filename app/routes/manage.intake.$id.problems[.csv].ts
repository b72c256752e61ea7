import type { LoaderFunctionArgs } from '@remix-run/node'
import { safeCell } from '~/domain/spreadsheet/csv'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { fieldName, rowDetails, rowSubject, ruleText } from '~/features/people/intake/field-name'
import { intakeProblemRows } from '~/features/people/intake/queries.server'
import { localeOfRequest } from '~/i18n/locale'
import { createTranslator } from '~/i18n/translator'
import { notFound } from '~/platform/http'

/** One line for each problem, in the reader's words; no cell of it is a formula to a spreadsheet. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'admit:person')
  const found = await intakeProblemRows(actor, params.id ?? '', new Date())
  if (found === null) throw notFound()
  const { kind, rows } = found
  const t = createTranslator(localeOfRequest(request, locale))
  const head = [t('inventory.csv.row'), t('intake.rows.key'), t('intake.csv.values'), t('inventory.csv.field'), t('inventory.csv.problem')]
  const lines = rows.flatMap(({ row, values, problems }) =>
    problems.map((problem) => [
      String(row),
      rowSubject(values),
      rowDetails(values),
      problem.field === null ? '' : fieldName(t, kind, problem.field),
      ruleText(t, problem),
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
