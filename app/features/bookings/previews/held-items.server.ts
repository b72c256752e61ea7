import type { Attendance, ResourceMode } from '~/domain/booking/facts'
import type { FrozenRules } from '~/domain/booking/freeze'
import type { Purpose } from '~/domain/booking/states'
import type { OriginClass } from '~/domain/pricing/quote'
import type { Policy } from '~/domain/scheduling/policy'
import type { Period } from '~/domain/time/interval'
import type { OffDuty } from '~/features/bookings/operators/off-duty.server'
import type { OwnerRef } from '~/features/scheduling/owner.server'
import { db } from '~/platform/db.server'
import { Prisma } from '~/platform/generated/prisma/client'

/** Of more bookings to come only so many are looked at; the answer says so. */
export const MOST_LOOKED_AT = 5_000
/** And so many are named. */
export const MOST_NAMED = 50

/** An item of a booking to come, as a preview judges it. */
export type HeldItem = Period & {
  bookingId: string; itemId: string; operatorId: string | null; code: string; title: string | null; attendeeId: string; nameZh: string | null; nameEn: string | null
  resourceId: string; resourceZh: string; resourceEn: string | null
  labId: string; campusId: string; universityId: string; kindId: string; timeZone: string
  groupId: string | null; homeUniversityId: string | null
  capacity: number; quantity: number
  attendance: Attendance; mode: ResourceMode; purpose: Purpose; originClass: OriginClass
  createdAt: Date
  policy: Partial<Policy>
}

export type Fallen = Pick<HeldItem, 'bookingId' | 'code' | 'start' | 'end' | 'timeZone' | 'resourceId' | 'resourceZh' | 'resourceEn' | 'nameZh' | 'nameEn'>
/** The bookings to come that would no longer fit: the first of them, how many, and out of how many. */
export type Preview = { fallen: Fallen[]; count: number; lookedAt: number; isCut: boolean; /** Where hours of those who assist change. */ offDuty?: OffDuty[] }

const SCOPE: Record<OwnerRef['kind'], (id: string) => Prisma.Sql> = {
  resource: (id) => Prisma.sql`r.id = ${id}`,
  lab: (id) => Prisma.sql`r.lab_id = ${id}`,
  campus: (id) => Prisma.sql`r.campus_id = ${id}`,
  university: (id) => Prisma.sql`r.university_id = ${id}`,
  alliance: () => Prisma.sql`TRUE`,
}

/** The bookings to come on the resources of an owner, waiting ones among them, in order of their start. */
export const heldItems = ({ kind, id }: OwnerRef, now: Date): Promise<HeldItem[]> => heldItemsWhere(SCOPE[kind](id), now)

/** The bookings to come of which the condition is true; it may speak of item i, booking b, person p, resource r. */
export async function heldItemsWhere(condition: Prisma.Sql, now: Date): Promise<HeldItem[]> {
  const rows = await db.$queryRaw<(Omit<HeldItem, 'policy'> & { rules: FrozenRules })[]>`
    SELECT b.id::text AS "bookingId", i.id::text AS "itemId", i.operator_id AS "operatorId", b.code, b.title, b.attendee_id::text AS "attendeeId", p.name_zh AS "nameZh", p.name_en AS "nameEn",
           r.id AS "resourceId", r.name_zh AS "resourceZh", r.name_en AS "resourceEn",
           r.capacity, i.quantity, r.kind_id AS "kindId", b.group_id AS "groupId", b.home_university_id AS "homeUniversityId",
           r.lab_id AS "labId", r.campus_id AS "campusId", r.university_id AS "universityId", c.time_zone AS "timeZone",
           i.attendance::text AS attendance, i.mode::text AS mode, b.purpose::text AS purpose, b.origin_class::text AS "originClass",
           i.starts_at AS start, i.ends_at AS "end", b.created_at AS "createdAt", f.rules
      FROM booking_item i
      JOIN booking b ON b.id = i.booking_id
      JOIN person p ON p.id = b.attendee_id
      JOIN resource r ON r.id = i.resource_id
      JOIN campus c ON c.id = r.campus_id
      JOIN frozen_policy f ON f.hash = b.policy_hash
     WHERE (${condition}) AND i.starts_at > ${now}::timestamptz AND i.ends_at IS NOT NULL
       AND b.status IN ('pending', 'approved') AND NOT (b.status = 'pending' AND coalesce(b.hold_expires_at <= ${now}::timestamptz, FALSE))
     ORDER BY i.starts_at, i.id LIMIT ${MOST_LOOKED_AT + 1}`
  return rows.map(({ rules, ...row }) => ({ ...row, policy: rules.policies?.[row.resourceId] ?? {} }))
}

export function previewOf(items: readonly HeldItem[], falls: (item: HeldItem) => boolean): Preview {
  const looked = items.slice(0, MOST_LOOKED_AT)
  const fallen = looked.filter(falls)
  return {
    fallen: fallen.slice(0, MOST_NAMED).map(({ bookingId, code, start, end, timeZone, resourceId, resourceZh, resourceEn, nameZh, nameEn }) => ({
      bookingId, code, start, end, timeZone, resourceId, resourceZh, resourceEn, nameZh, nameEn,
    })),
    count: fallen.length,
    lookedAt: looked.length,
    isCut: items.length > MOST_LOOKED_AT,
  }
}
