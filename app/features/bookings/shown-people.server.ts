import { visibleFields } from '~/domain/access/border'
import type { Actor } from '~/domain/access/permission'
import { noteReads, type ReadPlace } from '~/features/audit/note-reads.server'
import type { BookingView, PersonName } from '~/features/bookings/queries.server'

/**
 * The bookings with their people cut to what the reader may see of them (domain/access/border), and
 * the look itself noted where it crosses a university's border.
 */
export async function showPeople(actor: Actor, views: readonly BookingView[], place: ReadPlace, now: Date): Promise<BookingView[]> {
  const others = views.filter(({ target }) => !target.ownerIds.includes(actor.personId))
  await noteReads(actor, others.flatMap(({ booker, attendee }) => [booker.id, attendee.id]), place, now)
  return views.map((view) => {
    const shown = (person: PersonName, homeUniversityId: string | null): PersonName => {
      const fields = visibleFields(actor, { id: person.id, homeUniversityId }, view.target)
      return {
        ...person,
        email: fields.has('email') ? person.email : '',
        phone: fields.has('phone') ? person.phone : null,
      }
    }
    const home = view.homeUniversity?.id ?? null
    // The home kept with the booking is the attendee's; who only booked may be of another one.
    const bookerHome = view.booker.id === view.attendee.id ? home : null
    return { ...view, attendee: shown(view.attendee, home), booker: shown(view.booker, bookerHome) }
  })
}
