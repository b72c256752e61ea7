import { type Actor, can } from '~/domain/access/permission'
import { addDays, plainDateOf, startOfDay } from '~/domain/time/zone'
import { defaultTimeZone } from '~/i18n/locale'
import { db } from '~/platform/db.server'
import { Prisma } from '~/platform/generated/prisma/client'

export type ManagedResource = {
  id: string; nameZh: string; nameEn: string | null; maker: string | null; model: string | null; kind: { en: string }
  labId: string; labZh: string; labEn: string
  capacity: number
  /** Bookings that touch today, on the clock that all campuses share. */
  sessions: number
  /** Taken today, all units together. */
  takenSeconds: number
  waiting: number
  outUntil: Date | null
}

/** The resources the actor manages with today's occupancy, those out of service first. */
export async function managedResources(actor: Actor, now: Date): Promise<ManagedResource[]> {
  const managed = managedBy(actor)
  if (!managed) return []
  const today = plainDateOf(now, defaultTimeZone)
  const start = startOfDay(today, defaultTimeZone)
  const end = startOfDay(addDays(today, 1), defaultTimeZone)
  return db.$queryRaw<ManagedResource[]>`
    SELECT r.id, r.name_zh AS "nameZh", r.name_en AS "nameEn", r.maker, r.model, jsonb_build_object('en', k.en) AS kind,
           l.id AS "labId", l.name_zh AS "labZh", l.name_en AS "labEn",
           r.capacity, today.sessions, today.seconds AS "takenSeconds", outage.until AS "outUntil",
           (SELECT count(*)::int FROM booking b JOIN booking_item i ON i.booking_id = b.id
             WHERE i.resource_id = r.id AND b.status = 'pending' AND coalesce(b.hold_expires_at > ${now}::timestamptz, TRUE)) AS waiting
      FROM resource r JOIN resource_kind k ON k.id = r.kind_id JOIN lab l ON l.id = r.lab_id
     CROSS JOIN LATERAL (
       SELECT count(DISTINCT a.item_id)::int AS sessions,
              coalesce(sum(extract(epoch FROM least(a.ends_at, ${end}::timestamptz) - greatest(a.starts_at, ${start}::timestamptz))), 0)::int AS seconds
         FROM allocation a
        WHERE a.resource_id = r.id AND a.cause = 'booking' AND (a.expires_at IS NULL OR a.expires_at > ${now}::timestamptz)
          AND tstzrange(a.starts_at, a.ends_at) && tstzrange(${start}::timestamptz, ${end}::timestamptz)) today
     CROSS JOIN LATERAL (
       SELECT max(a.ends_at) AS until FROM allocation a
        WHERE a.resource_id = r.id AND a.cause IN ('maintenance', 'closure')
          AND tstzrange(a.starts_at, a.ends_at) @> ${now}::timestamptz) outage
     WHERE r.status = 'active' AND (${managed})
     ORDER BY outage.until IS NULL, l.id, r.sort_key COLLATE "C", r.id LIMIT 300`
}

/** The condition on a resource (alias r) that one of the actor's grants manages it; null without such a grant. */
function managedBy(actor: Actor): Prisma.Sql | null {
  if (can(actor, 'manage:resource', {})) return Prisma.sql`TRUE`
  const conditions = actor.grants.flatMap((grant) => {
    const { scopeKind, scopeId } = grant
    const target = scopeKind === 'lab' ? { labId: scopeId } : { universityId: scopeId }
    if (scopeId === null || !can({ ...actor, grants: [grant] }, 'manage:resource', target)) return []
    return [scopeKind === 'lab' ? Prisma.sql`r.lab_id = ${scopeId}` : Prisma.sql`r.university_id = ${scopeId}`]
  })
  return conditions.length === 0 ? null : Prisma.join(conditions, ' OR ')
}
