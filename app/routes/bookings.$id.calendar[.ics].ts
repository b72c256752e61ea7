import type { LoaderFunctionArgs } from '@remix-run/node'
import { requireViewer } from '~/features/auth/require.server'
import { bookingCalendarFile } from '~/features/bookings/ics.server'
import { localeOfRequest } from '~/i18n/locale'
import { notFound } from '~/platform/http'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request)
  const context = { locale: localeOfRequest(request, viewer.locale), now: new Date() }
  const file = await bookingCalendarFile(viewer.actor, params.id ?? '', context)
  if (file === null) throw notFound()
  return new Response(file.text, {
    headers: {
      'Content-Type': 'text/calendar; charset=utf-8; method=PUBLISH',
      'Content-Disposition': `attachment; filename="${file.fileName}"`,
      'Cache-Control': 'private, no-store',
    },
  })
}
