import { type Actor, can } from '~/domain/access/permission'
import { isAcceptable } from '~/domain/problem'
import { type BookingSheet, bookingSheet, checkChange, refusalView, verdictView } from '~/features/bookings/checkbook.server'
import { checkBooking } from '~/features/bookings/create.server'
import { type BookingForm, bookingForm, bookingInputOf, changeForm, periodOf, readPosted, takeChosenSlot, type VerdictView } from '~/features/bookings/form'
import { getBooking } from '~/features/bookings/queries.server'

/*
 * What the rules say to a form that is still being filled in. Nothing is written. Null: there is no
 * verdict yet, since the form cannot be read; undefined: there is nothing of this name for the actor.
 */

type Answer = Promise<VerdictView | null | undefined>

export async function checkBookingForm(actor: Actor, resourceId: string, body: FormData, now: Date): Answer {
  const sheet = await bookingSheet(actor, resourceId, now)
  if (sheet === null) return undefined
  takeChosenSlot(body, sheet.resource.campus.timeZone)
  const posted = readPosted(body, bookingForm)
  return posted.ok ? judgeBookingForm(actor, posted.value, sheet, now) : null
}

export async function judgeBookingForm(actor: Actor, form: BookingForm, sheet: BookingSheet, now: Date): Promise<VerdictView> {
  const { id, campus } = sheet.resource
  const outcome = await checkBooking(actor, bookingInputOf(form, { id, timeZone: campus.timeZone }), now)
  if (outcome.ok) return verdictView(outcome.value)
  // Who is not known yet is registered as a guest with the booking itself.
  const willRegister = Boolean(form.guestName) && sheet.guestUniversities !== null
  const problems = outcome.problems.filter((each) => !(each.code === 'attendee_unknown' && willRegister))
  const ok = isAcceptable(problems)
  return { ...refusalView(problems), ok, guestEmail: ok ? (form.attendeeEmail ?? null) : null }
}

export async function checkChangeForm(actor: Actor, bookingId: string, body: FormData, now: Date): Answer {
  const booking = await getBooking(actor, bookingId, now)
  const timeZone = booking?.items[0]?.resource.timeZone
  if (!booking || timeZone === undefined || !can(actor, 'update:booking', booking.target)) return undefined
  takeChosenSlot(body, timeZone)
  const posted = readPosted(body, changeForm)
  return posted.ok ? checkChange(actor, bookingId, periodOf(posted.value, timeZone), now, posted.value.overrideReason) : null
}
