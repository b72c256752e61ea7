import type { LoaderFunctionArgs } from '@remix-run/node'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { logbookLines } from '~/features/usage/logbook/lines.server'
import { readLogbookFilter } from '~/features/usage/logbook/filter'
import { localeOfRequest } from '~/i18n/locale'

/** The logbook as a table for spreadsheets, sent as it is read: however long it is, little of it is held at once. */
export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date()
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'record:use')
  const filter = readLogbookFilter(new URL(request.url).searchParams, now)
  const lines = logbookLines(actor, filter, { locale: localeOfRequest(request, locale), now })
  const bytes = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await lines.next()
      if (done) controller.close()
      else controller.enqueue(bytes.encode(value))
    },
    async cancel() {
      await lines.return(undefined)
    },
  })
  return new Response(body, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="logbook-${filter.from}-${filter.to}.csv"`,
      'Cache-Control': 'no-store',
    },
  })
}
