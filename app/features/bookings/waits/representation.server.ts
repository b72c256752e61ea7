import { z } from 'zod'
import { WAIT_STATUSES } from '~/domain/booking/waiting'
import { alertInput } from '~/features/bookings/waits/schema'
import type { AlertView, WaitView } from '~/features/bookings/waits/queries.server'
import { rfc3339 } from '~/features/catalogue/representation.server'
import { instantShape } from '~/platform/json-shapes'
import { apiPaths, paths } from '~/platform/paths'

/** Waits and alerts as the JSON API shows them. */

export const waitShape = z.object({
  id: z.string(),
  status: z.enum(WAIT_STATUSES),
  version: z.number().int(),
  resourceId: z.string(),
  startsAt: instantShape,
  endsAt: instantShape,
  /** Of a block its parts, in order; the period is that of the whole. Empty: it is the one resource. */
  items: z.array(z.object({ resourceId: z.string(), startsAt: instantShape, endsAt: instantShape })),
  /** How many are before it in the line. */
  before: z.number().int(),
  offerExpiresAt: instantShape.nullable(),
  bookingId: z.string().nullable(),
  createdAt: instantShape,
  links: z.object({ self: z.string(), accept: z.string(), leave: z.string(), resource: z.string(), page: z.string() }),
})

export function waitJson(wait: WaitView): z.output<typeof waitShape> {
  const { timeZone } = wait.resource.campus
  const at = (instant: Date) => rfc3339(instant, timeZone)
  const self = apiPaths.wait(wait.id)
  return {
    id: wait.id,
    status: wait.status,
    version: wait.version,
    resourceId: wait.resource.id,
    startsAt: at(wait.startsAt),
    endsAt: at(wait.endsAt),
    items: wait.parts.map(({ resource, startsAt, endsAt }) => ({
      resourceId: resource.id, startsAt: rfc3339(startsAt, resource.campus.timeZone), endsAt: rfc3339(endsAt, resource.campus.timeZone),
    })),
    before: wait.before,
    offerExpiresAt: wait.offerExpiresAt && at(wait.offerExpiresAt),
    bookingId: wait.bookingId,
    createdAt: at(wait.createdAt),
    links: { self, accept: `${self}/accept`, leave: `${self}/leave`, resource: apiPaths.resource(wait.resource.id), page: paths.wait(wait.id) },
  }
}

/** Minutes of the day are those of the campus's clock. */
export const alertShape = z.object({
  resourceId: z.string(),
  minMinutes: z.number().int(),
  daysAhead: z.number().int(),
  fromMinute: z.number().int(),
  toMinute: z.number().int(),
  createdAt: instantShape,
  links: z.object({ self: z.string(), resource: z.string(), page: z.string() }),
})

export const alertBody = alertInput

export function alertJson(alert: AlertView): z.output<typeof alertShape> {
  const { resource, minMinutes, daysAhead, fromMinute, toMinute } = alert
  return {
    resourceId: resource.id,
    minMinutes, daysAhead, fromMinute, toMinute,
    createdAt: rfc3339(alert.createdAt, resource.campus.timeZone),
    links: { self: apiPaths.alert(resource.id), resource: apiPaths.resource(resource.id), page: paths.freedAlert(resource.id) },
  }
}
