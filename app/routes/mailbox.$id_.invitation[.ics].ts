import type { LoaderFunctionArgs } from '@remix-run/node'
import { getMailboxLetter } from '~/features/notifications/queries.server'
import { notFound } from '~/platform/http'

/** The invitation of a mail in the demo's mailbox, as a mail program would hand it to a calendar. */
export async function loader({ params }: LoaderFunctionArgs) {
  const letter = await getMailboxLetter(params.id ?? '')
  if (letter === null || letter.icalendar === null) throw notFound()
  return new Response(letter.icalendar, {
    headers: {
      'Content-Type': 'text/calendar; charset=utf-8',
      'Content-Disposition': 'attachment; filename="invitation.ics"',
      'Cache-Control': 'private, no-store',
    },
  })
}
