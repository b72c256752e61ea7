import type { BookingFacts } from '~/domain/booking/facts'
import type { ItemVerdict } from '~/domain/booking/item'
import { problem, type Problem } from '~/domain/problem'
import type { Period } from '~/domain/time/interval'

/** A room that holds so many people at once, and who is there around a wish: with each booking all who come to it. */
export type RoomFacts = { id: string; limit: number; present: readonly (Period & { personId: string; people: number })[] }

/**
 * Whether the rooms hold all who come (`headCount`, the attendee among them; null: the attendee alone) beside those
 * who are there already, at every moment that has to be attended. Whoever is booked twice in one room at one time is
 * there once. A problem for each room, at its fullest moment.
 */
export function judgeRooms(facts: Pick<BookingFacts, 'rooms'>, items: readonly Pick<ItemVerdict, 'resourceId' | 'attended'>[], who: { attendeeId: string; headCount: number | null }): Problem[] {
  const rooms = new Map(items.flatMap(({ resourceId }) => facts.rooms?.[resourceId] ?? []).map((room) => [room.id, room]))
  return [...rooms.values()].flatMap((room) => {
    const own = items.filter(({ resourceId }) => facts.rooms?.[resourceId]?.id === room.id).flatMap(({ attended }) => attended)
    const [fullest] = momentsOf(own, room).map((at) => countAt(at, room, who)).toSorted((a, b) => b.present + b.asks - a.present - a.asks)
    return fullest && fullest.present + fullest.asks > room.limit ? [problem('room_full', { limit: room.limit, ...fullest })] : []
  })
}

/** When it can be fullest: where a part begins, one's own or, within it, somebody else's. */
const momentsOf = (own: readonly Period[], { present }: RoomFacts): Date[] =>
  own.flatMap(({ start, end }) => [start, ...present.flatMap((each) => (start < each.start && each.start < end ? [each.start] : []))])

function countAt(at: Date, { present }: RoomFacts, { attendeeId, headCount }: { attendeeId: string; headCount: number | null }): { present: number; asks: number } {
  const people = new Map<string, number>([[attendeeId, headCount ?? 1]])
  for (const each of present) {
    if (each.start <= at && at < each.end) people.set(each.personId, Math.max(people.get(each.personId) ?? 0, each.people))
  }
  const asks = people.get(attendeeId)!
  return { asks, present: [...people.values()].reduce((sum, each) => sum + each, 0) - asks }
}
