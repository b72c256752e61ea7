import { done, type Outcome } from '~/domain/problem'
import { apiActor } from '~/features/auth/api-actor.server'
import { createBooking } from '~/features/bookings/create.server'
import { type BookingView, getBooking, listBookings, viewBookings } from '~/features/bookings/queries.server'
import { bookingBody, bookingJson, bookingsQuery } from '~/features/bookings/representation.server'
import { type CreatedSeries, createSeries } from '~/features/bookings/series/create.server'
import { resourceBasics } from '~/features/catalogue/queries.server'
import { toInstant } from '~/features/finder/representation.server'
import { defaultTimeZone } from '~/i18n/locale'
import { answer, idempotencyKey, jsonApi, readBody, readQuery, refuse, refuseFor, signedIn, versionTag } from '~/platform/json-api'
import { apiPaths } from '~/platform/paths'

export const loader = jsonApi({
  GET: async ({ request }) => {
    const actor = signedIn(request, await apiActor(request), ['read'])
    const { mine, resource, lab, from, to, ...query } = readQuery(request, bookingsQuery)
    const { items, nextCursor } = await listBookings(
      actor,
      {
        ...query,
        mine: mine ?? false,
        resourceId: resource,
        labId: lab,
        from: from === undefined ? undefined : toInstant(from, defaultTimeZone),
        to: to === undefined ? undefined : toInstant(to, defaultTimeZone),
      },
      new Date(),
    )
    return answer({ items: items.map(bookingJson), nextCursor })
  },

  POST: async ({ request }) => {
    const now = new Date()
    const actor = signedIn(request, await apiActor(request), ['book'])
    const key = idempotencyKey(request)
    const { recurrence, recurrenceDays, onClash, ...input } = await readBody(request, bookingBody)
    const outcome = recurrence
      ? firstOf(await createSeries(actor, { booking: input, rule: recurrence, days: recurrenceDays ?? 'all', except: [], onClash: onClash ?? 'fail' }, { now, key }))
      : await createBooking(actor, input, now, key)
    if (!outcome.ok) {
      const resourceId = input.items[0]?.resourceId ?? ''
      const basics = (await resourceBasics([resourceId])).get(resourceId)
      return refuseFor(request, outcome.problems, { timeZone: basics?.campus.timeZone })
    }
    const booking = await getBooking(actor, outcome.value.id, now)
    if (!booking) return refuse(request, 'not_found')
    const { replayed } = outcome.value
    const series = 'series' in outcome.value ? await viewBookings(outcome.value.series, now) : null
    return answer({ ...bookingJson(booking), ...(series ? { series: [...series.values()].toSorted(byStart).map(bookingJson) } : {}) }, {
      status: replayed ? 200 : 201,
      headers: {
        Location: apiPaths.booking(booking.id),
        ETag: versionTag(booking.version),
        ...(replayed ? { 'Idempotent-Replayed': 'true' } : {}),
      },
    })
  },
})
export const action = loader

const firstOf = (outcome: Outcome<CreatedSeries>) =>
  outcome.ok ? done({ id: outcome.value.bookings[0]!.id, replayed: outcome.value.replayed, series: outcome.value.bookings.map(({ id }) => id) }) : outcome

const byStart = (a: BookingView, b: BookingView) => (a.startsAt?.getTime() ?? 0) - (b.startsAt?.getTime() ?? 0)
