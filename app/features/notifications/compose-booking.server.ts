import { bookingApproved } from '#emails/booking-approved'
import { bookingCancelled } from '#emails/booking-cancelled'
import { bookingChange } from '#emails/booking-change'
import { bookingDeclined } from '#emails/booking-declined'
import { bookingExpired } from '#emails/booking-expired'
import { bookingMoved } from '#emails/booking-moved'
import { bookingReceived } from '#emails/booking-received'
import { bookingWaiting } from '#emails/booking-waiting'
import type { Mail } from '#emails/compose'
import { requestWithdrawn } from '#emails/request-withdrawn'
import { approversOf } from '~/features/approvals/approvers.server'
import { placesOf } from '~/features/bookings/ics.server'
import { type BookingView, viewBookings } from '~/features/bookings/queries.server'
import type { BookingMailOrder, JobPeriod } from '~/features/jobs/schema'
import { wasAsked } from '~/features/notifications/asked.server'
import { bookingFacts, instantText, periodText, setAsideText, withoutSecrets } from '~/features/notifications/booking-facts.server'
import { invitationsTo } from '~/features/notifications/invitation.server'
import type { Recipient } from '~/features/notifications/recipient.server'
import { formatList } from '~/i18n/format'
import { db } from '~/platform/db.server'
import { env } from '~/platform/env.server'
import type { Invitation } from '~/platform/mail.server'
import { paths } from '~/platform/paths'

export type Letter = { mail: Mail; invitations: Invitation[] }

const STANDS: readonly BookingView['status'][] = ['approved', 'in_use', 'completed']

/**
 * A mail about a booking as it stands now, or null where that is no longer worth telling: what has
 * changed since is told by a mail of its own.
 */
export async function composeBookingMail(order: BookingMailOrder, to: Recipient, now: Date): Promise<Letter | null> {
  const { about, kind } = order
  const seen = (await viewBookings([about.bookingId], now)).get(about.bookingId)
  if (!seen) return null
  const view = await withoutSecrets(seen)
  const places = await placesOf(view)
  const wording = { locale: to.locale, now }
  const booking = bookingFacts(view, places, wording, await setAsideText(view.id, to.locale))
  const plain = (mail: Mail): Letter => ({ mail, invitations: [] })
  const inviting = (mail: Mail, method: Invitation['method']): Letter => ({
    mail,
    invitations: invitationsTo(view, places, { method, ...wording }),
  })
  const timeZone = view.items[0]?.resource.timeZone ?? 'Asia/Shanghai'
  const by = (instant: Date | null | undefined) => (instant ? instantText(instant, timeZone, wording) : null)
  const periodsText = (periods: readonly JobPeriod[]) =>
    formatList(periods.map((each, at) => periodText(each, view.items[at]?.resource.timeZone ?? timeZone, wording)), to.locale)
  const isOwn = (personId: string | null | undefined) => personId != null && view.target.ownerIds.includes(personId)
  const reason = about.reason ?? null
  const findLink = `${env.BASE_URL}${paths.resource(view.items[0]?.resource.id ?? '')}`

  switch (kind) {
    case 'booking-received':
      if (view.status !== 'pending') return null
      return plain(bookingReceived({ booking, dueAt: by(view.holdExpiresAt), isHeld: view.holdMode === 'hold' }))
    case 'booking-waiting':
    case 'change-waiting': {
      const change = kind === 'change-waiting' ? await changeOf(about.changeId) : null
      const waiting = await approversOf(about.changeId ?? view.id, now)
      const requestId = waiting.find((each) => each.personId === to.id)?.requestId
      const dueAt = change ? change.expiresAt : view.holdExpiresAt
      if (requestId === undefined || (dueAt && dueAt <= now)) return null
      const requestLink = `${env.BASE_URL}${paths.approval(requestId)}`
      return plain(bookingWaiting({ booking, requestLink, dueAt: by(dueAt), wanted: change && periodsText(change.periods) }))
    }
    case 'booking-approved': {
      if (!STANDS.includes(view.status)) return null
      const isDecided = about.event === 'approved'
      return inviting(bookingApproved({ booking, isDecided, comment: reason }), 'REQUEST')
    }
    case 'booking-declined': {
      const isRival = reason === 'rival_accepted'
      return plain(bookingDeclined({ booking, reason, isRival, findLink }))
    }
    case 'booking-moved': {
      const isApproved = STANDS.includes(view.status)
      if (!isApproved && view.status !== 'pending') return null
      const cause = about.changeId ? 'decision' : isOwn(about.actorId) ? 'self' : 'lab'
      const mail = bookingMoved({ booking, before: periodsText(about.from ?? []), cause, isApproved, reason })
      return isApproved ? inviting(mail, 'REQUEST') : plain(mail)
    }
    case 'booking-cancelled': {
      const wasApproved = about.was === 'approved' || about.was === 'in_use'
      const reader = isOwn(to.id) ? 'booker' : 'manager'
      const isGroup = about.actorId != null && view.group !== null && (await answersFor(about.actorId, view.group))
      const cancelledBy = isOwn(about.actorId) ? 'self' : isGroup ? 'group' : 'lab'
      const mail = bookingCancelled({ booking, by: cancelledBy, reason, wasApproved, reader, findLink })
      return wasApproved && reader === 'booker' ? inviting(mail, 'CANCEL') : plain(mail)
    }
    case 'booking-expired':
      return plain(bookingExpired({ booking, findLink }))
    case 'booking-withdrawn':
    case 'change-withdrawn': {
      if (!order.requestId || !(await wasAsked(kind, order.requestId, to.id))) return null
      const change = kind === 'change-withdrawn' ? await changeOf(about.changeId) : null
      const wanted = change && periodsText(change.periods)
      return plain(requestWithdrawn({ booking, wanted, isCancelled: about.event === 'cancelled', listLink: `${env.BASE_URL}${paths.approvals()}` }))
    }
    case 'change-received':
    case 'change-declined':
    case 'change-expired': {
      const change = await changeOf(about.changeId)
      const state = kind === 'change-received' ? 'received' : kind === 'change-declined' ? 'declined' : 'expired'
      if (!change || (state === 'received' && change.status !== 'pending')) return null
      return plain(bookingChange({ booking, state, wanted: periodsText(change.periods), reason }))
    }
  }
}

/** Whether the person leads the group or supervises in it. */
async function answersFor(personId: string, group: { id: string; leaderId: string }): Promise<boolean> {
  if (group.leaderId === personId) return true
  return (await db.groupMember.count({ where: { groupId: group.id, personId, role: 'supervisor' } })) > 0
}

async function changeOf(id: string | null | undefined) {
  if (!id) return null
  const row = await db.bookingChange.findUnique({ where: { id }, select: { status: true, expiresAt: true, items: true } })
  if (!row) return null
  const items = row.items as { startsAt: string; endsAt: string }[]
  return { ...row, periods: items.map((each) => ({ start: new Date(each.startsAt), end: new Date(each.endsAt) })) }
}
