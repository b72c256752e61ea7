import type { ApiPart } from '~/features/bookings/api-description.server'
import { z } from 'zod'
import type { KioskSession } from '~/features/usage/kiosk/sessions.server'
import { checkInSchema, deviceSyncSchema } from '~/features/usage/schema'
import type { Synced } from '~/features/usage/sync.server'
import { apiPaths } from '~/platform/paths'
import { bookingShape } from '~/features/bookings/representation.server'

/** What the API shows of uses. */

const instant = z.iso.datetime({ offset: true })
const name = z.object({ zh: z.string().nullable(), en: z.string().nullable() })

export const sessionShape = z.object({
  itemId: z.string(),
  resource: z.object({ id: z.string(), name }),
  name,
  startsAt: instant,
  endsAt: instant,
  status: z.enum(['not_started', 'in_use', 'completed', 'no_show']),
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
})
export const sessionsShape = z.object({ now: instant, timeZone: z.string(), items: z.array(sessionShape) })

export const syncedShape = z.object({
  receivedAt: instant,
  results: z.array(z.object({ id: z.string(), is: z.enum(['taken', 'known', 'refused']), why: z.string().optional(), message: z.string().optional() })),
})

export const sessionJson = ({ resource, startsAt, endsAt, startedAt, endedAt, ...each }: KioskSession): z.input<typeof sessionShape> => ({
  ...each,
  resource: { id: resource.id, name: { zh: resource.nameZh, en: resource.nameEn } },
  startsAt: startsAt.toISOString(),
  endsAt: endsAt.toISOString(),
  startedAt: startedAt?.toISOString() ?? null,
  endedAt: endedAt?.toISOString() ?? null,
})

/** A refused event with why in words, as far as a problem says it. */
export const syncedJson = ({ problem, ...each }: Synced, word: (problem: NonNullable<Synced['problem']>) => string) =>
  ({ ...each, ...(problem && { message: word(problem) }) })

/** Of a booking of several items the one that is meant. */
export const checkInBody = checkInSchema.extend({ itemId: z.uuid().optional() })
export const lateBody = z.object({ key: z.uuid().optional(), itemId: z.uuid().optional(), until: instant.transform((text) => new Date(text)).optional() })
export const lateShape = z.object({ heldUntil: instant })

const WRITE = [400, 401, 403, 404, 409, 415, 422] as const
const below = (path: string) => path.replace('/api/v1', '')

/** The calls at the machine, for the description of the API. */
export const atMachineApi: ApiPart = {
  schemas: { UseSession: sessionShape },
  operations: [
    { id: 'checkIn', method: 'post', path: '/bookings/{id}/check-in', scope: 'book', body: checkInBody, answers: { 200: bookingShape }, refusals: WRITE },
    { id: 'checkOut', method: 'post', path: '/bookings/{id}/check-out', scope: 'book', body: checkInBody, answers: { 200: bookingShape }, refusals: WRITE },
    { id: 'sayLate', method: 'post', path: '/bookings/{id}/late', scope: 'book', body: lateBody, answers: { 200: lateShape }, refusals: WRITE },
    { id: 'useSessions', method: 'get', path: below(apiPaths.deskSessions()), scope: 'use', answers: { 200: sessionsShape }, refusals: [401] },
    { id: 'syncUses', method: 'post', path: below(apiPaths.deskSync()), scope: 'use', body: deviceSyncSchema, answers: { 200: syncedShape }, refusals: [400, 401, 413, 415, 422] },
  ],
}
