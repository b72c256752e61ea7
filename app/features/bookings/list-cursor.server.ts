import { UUID } from '~/features/bookings/held.server'

/** Where a page of bookings ended: the start of its last one and the booking itself. */
export function encodeCursor(last: { id: string; startsAt: Date | null }): string {
  return Buffer.from(`${last.startsAt?.toISOString() ?? ''}|${last.id}`).toString('base64url')
}

/** It comes from outside: nothing but what was given out is read, within what the database can hold. */
export function decodeCursor(cursor: string | null | undefined): { startsAt: Date; id: string } | null {
  const [at, id] = Buffer.from(cursor ?? '', 'base64url').toString().split('|')
  const startsAt = new Date(at ?? '')
  const isInstant = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(at ?? '') && Number.isFinite(startsAt.getTime())
  return id && UUID.test(id) && isInstant ? { startsAt, id } : null
}
