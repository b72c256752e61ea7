import type { LoaderFunctionArgs } from '@remix-run/node'
import { safeCell } from '~/domain/spreadsheet/csv'
import { plainDateOf } from '~/domain/time/zone'
import { noteReads } from '~/features/audit/note-reads.server'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { entryState, entryWords } from '~/features/people/qualifications/register-words'
import { parseRegisterFilters, REGISTER_FILE, registerRows } from '~/features/people/qualifications/register.server'
import { bilingual } from '~/i18n/bilingual'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { createTranslator } from '~/i18n/translator'
import { word } from '~/i18n/word'

/** The register as a file that can be handed in: every line that the filters let through. */
export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date()
  const { locale: own } = await requireViewer(request)
  const actor = await requirePermission(request, 'read:qualification')
  const locale = localeOfRequest(request, own)
  const t = createTranslator(locale)
  const filters = parseRegisterFilters(new URL(request.url).searchParams, now)
  const rows = await registerRows(actor, filters, { take: REGISTER_FILE, skip: 0 })
  await noteReads(actor, rows.map((each) => each.personId), 'people', now)
  const text = (value: { zh: string | null; en: string | null } | null) => (value === null ? '' : bilingual(value, locale).text)
  const day = (at: Date | null) => (at === null ? '' : plainDateOf(at, defaultTimeZone))
  const head = (['day', 'person', 'email', 'university', 'traineeKind', 'what', 'subject', 'by', 'source', 'lastDay', 'state'] as const).map((name) => t(`training.register.column.${name}`))
  const lines = rows.map((row) => {
    const state = entryState(row, now)
    return [
      day(row.at), text(row.person), row.person.email, text(row.university),
      row.traineeKind === null ? '' : (word(t, `auth.kind.${row.traineeKind}`) ?? row.traineeKind),
      entryWords(t, row), text(row.subject), row.by === null ? '' : text(row.by) || row.by.email,
      word(t, `training.register.source.${row.source}`) ?? row.source,
      // What ends at midnight ends with the day before.
      day(row.validUntil && new Date(row.validUntil.getTime() - 1)),
      state === null ? '' : t(`training.state.${state}`),
    ]
  })
  // The mark at the beginning tells Excel that this is UTF-8.
  const body = `\uFEFF${[head, ...lines].map((cells) => cells.map(safeCell).join(',')).join('\r\n')}\r\n`
  return new Response(body, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="training-register-${filters.from}-${filters.to}.csv"`,
      'Cache-Control': 'no-store',
    },
  })
}
