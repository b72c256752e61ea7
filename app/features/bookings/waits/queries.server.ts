import type { Actor } from '~/domain/access/permission'
import { visibleFields } from '~/domain/access/border'
import { type WaitStatus, waitStatusAt } from '~/domain/booking/waiting'
import { noteReads } from '~/features/audit/note-reads.server'
import { UUID } from '~/features/bookings/held.server'
import { type WaitInput, waitInput } from '~/features/bookings/waits/schema'
import { db } from '~/platform/db.server'

const NAMES = { nameZh: true, nameEn: true } as const
const RESOURCE = {
  id: true, ...NAMES, maker: true, model: true, isIllustrative: true,
  kind: { select: { en: true } },
  university: { select: NAMES },
  campus: { select: { ...NAMES, timeZone: true } },
} as const

export type WaitedResource = {
  id: string; nameZh: string; nameEn: string | null; maker: string | null; model: string | null; isIllustrative: boolean
  kind: { en: string }
  university: { nameZh: string; nameEn: string }
  campus: { nameZh: string; nameEn: string; timeZone: string }
}

/** A part of a block that is waited for as a whole. */
export type WaitPart = { startsAt: Date; endsAt: Date; resource: WaitedResource }

/** One's own wait; `status` is that of the instant. */
export type WaitView = {
  id: string
  status: WaitStatus
  startsAt: Date
  endsAt: Date
  offerExpiresAt: Date | null
  bookingId: string | null
  version: number
  createdAt: Date
  updatedAt: Date
  /** How many are offered, or wait for, some of the same time before this one. */
  before: number
  resource: WaitedResource
  /** Of a block its parts, in order; empty: it is the one resource. */
  parts: WaitPart[]
  input: WaitInput
}

const WAIT = {
  id: true, status: true, startsAt: true, endsAt: true, offerExpiresAt: true, bookingId: true, version: true, createdAt: true, updatedAt: true,
  input: true, also: true, resource: { select: RESOURCE },
} as const

/** One's own wait; null also for that of somebody else. */
export async function getWait(actor: Actor, id: string, now: Date): Promise<WaitView | null> {
  if (!UUID.test(id)) return null
  const row = await db.wait.findFirst({ where: { id, personId: actor.personId }, select: WAIT })
  return row === null ? null : ((await withPlaces([row], now))[0] ?? null)
}

/** How many that are over a list shows. */
const MOST_ENDED = 10

/** What somebody waits for, the soonest first, and what was over last. */
export async function ownWaits(actor: Actor, now: Date): Promise<{ open: WaitView[]; ended: WaitView[] }> {
  const [open, ended] = await Promise.all([
    db.wait.findMany({
      where: { personId: actor.personId, status: { in: ['waiting', 'offered'] } }, orderBy: [{ startsAt: 'asc' }, { createdAt: 'asc' }, { id: 'asc' }], take: 100, select: WAIT,
    }),
    db.wait.findMany({
      where: { personId: actor.personId, status: { notIn: ['waiting', 'offered'] } }, orderBy: [{ updatedAt: 'desc' }, { id: 'asc' }], take: MOST_ENDED, select: WAIT,
    }),
  ])
  const views = await withPlaces([...open, ...ended], now)
  const isOpen = ({ status }: WaitView) => status === 'waiting' || status === 'offered'
  return { open: views.filter(isOpen), ended: views.filter((each) => !isOpen(each)).slice(0, MOST_ENDED) }
}

type Row = Omit<WaitView, 'before' | 'input' | 'parts'> & { input: unknown; also: string[] }

async function withPlaces(rows: readonly Row[], now: Date): Promise<WaitView[]> {
  const waiting = rows.filter(({ status }) => status === 'waiting').map(({ id }) => id)
  const [places, others] = await Promise.all([placesOf(waiting, now), namesOf(rows.flatMap(({ also }) => also))])
  const before = new Map(places.map((each) => [each.id, each.before]))
  return rows.map(({ input: kept, also: _, ...row }) => {
    const input = waitInput.parse(kept)
    const named = new Map([...others, row.resource].map((each) => [each.id, each]))
    const parts = input.items.length < 2 ? [] : input.items.flatMap(({ resourceId, startsAt, endsAt }) => {
      const resource = named.get(resourceId)
      return resource ? [{ startsAt, endsAt, resource }] : []
    })
    return { ...row, parts, status: waitStatusAt(row, now), before: before.get(row.id) ?? 0, input }
  })
}

const namesOf = async (ids: readonly string[]): Promise<WaitedResource[]> =>
  ids.length === 0 ? [] : db.resource.findMany({ where: { id: { in: [...ids] } }, select: RESOURCE })

/** How many go before: who had to give way to a fault before everybody else, then first come first. */
const placesOf = async (ids: readonly string[], now: Date): Promise<{ id: string; before: number }[]> =>
  ids.length === 0 ? [] : db.$queryRaw<{ id: string; before: number }[]>`
    SELECT w.id::text, count(o.id)::int AS before
      FROM wait w
      LEFT JOIN wait o ON (o.resource_id = ANY (w.resource_id || w.also) OR o.also && (w.resource_id || w.also))
       AND o.id <> w.id AND o.starts_at < w.ends_at AND o.ends_at > w.starts_at
       AND ((o.status = 'waiting' AND (o.displaced_id IS NULL, o.created_at, o.id) < (w.displaced_id IS NULL, w.created_at, w.id) AND o.starts_at > ${now}::timestamptz)
         OR (o.status = 'offered' AND o.offer_expires_at > ${now}::timestamptz))
     WHERE w.id = ANY (${[...ids]}::uuid[]) GROUP BY w.id`

export type AlertView = { id: string; minMinutes: number; daysAhead: number; fromMinute: number; toMinute: number; createdAt: Date; resource: WaitedResource }

const ALERT = { id: true, minMinutes: true, daysAhead: true, fromMinute: true, toMinute: true, createdAt: true, resource: { select: RESOURCE } } as const

/** Of which freed time somebody is told. */
export const ownAlerts = (actor: Actor): Promise<AlertView[]> =>
  db.freedAlert.findMany({ where: { personId: actor.personId }, orderBy: [{ createdAt: 'desc' }, { id: 'asc' }], take: 100, select: ALERT })

export const ownAlert = (actor: Actor, resourceId: string): Promise<AlertView | null> =>
  db.freedAlert.findUnique({ where: { personId_resourceId: { personId: actor.personId, resourceId } }, select: ALERT })

const inLineFor = (resourceId: string) => ({ OR: [{ resourceId }, { also: { has: resourceId } }] })

/** How many others wait for some of a period. */
export const countWaiting = (resourceId: string, period: { start: Date; end: Date }, now: Date): Promise<number> =>
  db.wait.count({
    where: { AND: [inLineFor(resourceId)], startsAt: { lt: period.end, gt: now }, endsAt: { gt: period.start }, OR: [{ status: 'waiting' }, { status: 'offered', offerExpiresAt: { gt: now } }] },
  })

/** Who waits for a resource, in the order of the line; the name only where the reader may see it. */
export type WaitingPerson = {
  id: string
  status: WaitStatus
  startsAt: Date
  endsAt: Date
  createdAt: Date
  offerExpiresAt: Date | null
  person: { nameZh: string | null; nameEn: string | null; email: string } | null
  university: { nameZh: string; nameEn: string } | null
}

const MOST_SHOWN = 200

/** The line of a resource, for those who keep it; the caller has found that the reader does. */
export async function lineOf(
  actor: Actor,
  resource: { id: string; labId: string; universityId: string },
  now: Date,
): Promise<{ line: WaitingPerson[]; alerts: number }> {
  const [rows, alerts] = await Promise.all([
    db.wait.findMany({
      where: { AND: [inLineFor(resource.id)], startsAt: { gt: now }, OR: [{ status: 'waiting' }, { status: 'offered', offerExpiresAt: { gt: now } }] },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      take: MOST_SHOWN,
      select: {
        id: true, status: true, startsAt: true, endsAt: true, createdAt: true, offerExpiresAt: true,
        person: {
          select: {
            id: true, ...NAMES, email: true,
            affiliations: {
              where: { isHome: true, startsAt: { lte: now }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
              take: 1, select: { universityId: true, university: { select: NAMES } },
            },
          },
        },
      },
    }),
    db.freedAlert.count({ where: { resourceId: resource.id } }),
  ])
  const met = { labIds: [resource.labId], universityIds: [resource.universityId] }
  const shown = rows.map(({ person, ...wait }) => {
    const home = person.affiliations[0] ?? null
    const fields = visibleFields(actor, { id: person.id, homeUniversityId: home?.universityId ?? null }, met)
    return {
      id: person.id,
      isNamed: fields.has('name'),
      view: {
        ...wait,
        person: fields.has('name') ? { nameZh: person.nameZh, nameEn: person.nameEn, email: fields.has('email') ? person.email : '' } : null,
        university: fields.has('university') && home ? home.university : null,
      },
    }
  })
  await noteReads(actor, shown.filter(({ isNamed }) => isNamed).map(({ id }) => id), 'bookings', now)
  return { line: shown.map(({ view }) => view), alerts }
}
