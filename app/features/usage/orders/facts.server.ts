import type { Actor } from '~/domain/access/permission'
import { can } from '~/domain/access/permission'
import type { OrderParty, OrderStatus, OrderStep, SampleState } from '~/domain/orders/states'
import type { OriginClass } from '~/domain/pricing/quote'
import { db, type Tx } from '~/platform/db.server'

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

type Sample = { id: string; number: number; name: string | null; state: SampleState; place: string | null }
type Run = { itemId: string; bookingId: string; bookingStatus: string; startsAt: Date; endsAt: Date }

type Row = {
  id: string
  code: string
  status: OrderStatus
  version: number
  resourceId: string
  labId: string
  universityId: string
  timeZone: string
  applicantId: string
  askedById: string
  originClass: OriginClass
  homeUniversityId: string | null
  groupId: string | null
  leaderId: string | null
  isGroupConfirmed: boolean | null
  projectId: string | null
  afterwards: 'return' | 'dispose'
  resultFileId: string | null
  run: (Omit<Run, 'startsAt' | 'endsAt'> & { startsAt: string; endsAt: string }) | null
  samples: Sample[]
  lastStep: { step: OrderStep; byId: string | null; to: OrderStatus } | null
}

/** An order as a command needs it, in one query; null: there is none. */
export async function heldOrder(id: string, client: Tx | typeof db = db) {
  if (!UUID.test(id)) return null
  const [row] = await client.$queryRaw<Row[]>`
    SELECT o.id::text, o.code, o.status::text, o.version, o.resource_id AS "resourceId", r.lab_id AS "labId", r.university_id AS "universityId", c.time_zone AS "timeZone",
           o.applicant_id::text AS "applicantId", o.asked_by_id::text AS "askedById", o.origin_class::text AS "originClass", o.home_university_id AS "homeUniversityId",
           o.group_id AS "groupId", g.leader_id::text AS "leaderId", g.confirmed_at IS NOT NULL AS "isGroupConfirmed", o.project_id AS "projectId",
           o.afterwards, o.result_file_id::text AS "resultFileId",
           (SELECT jsonb_build_object('itemId', i.id, 'bookingId', b.id, 'bookingStatus', b.status, 'startsAt', i.starts_at, 'endsAt', i.ends_at)
              FROM booking_item i JOIN booking b ON b.id = i.booking_id WHERE i.id = o.run_item_id) AS run,
           (SELECT jsonb_agg(jsonb_build_object('id', s.id, 'number', s.number, 'name', s.name, 'state', s.state, 'place', s.place) ORDER BY s.number)
              FROM test_sample s WHERE s.order_id = o.id) AS samples,
           (SELECT jsonb_build_object('step', t.step, 'byId', t.by_id, 'to', t.to_status) FROM test_order_step t WHERE t.order_id = o.id ORDER BY t.id DESC LIMIT 1) AS "lastStep"
      FROM test_order o
      JOIN resource r ON r.id = o.resource_id
      JOIN campus c ON c.id = r.campus_id
      LEFT JOIN research_group g ON g.id = o.group_id
     WHERE o.id = ${id}::uuid`
  if (!row) return null
  const { run, ...order } = row
  return {
    ...order,
    samples: order.samples ?? [],
    run: run && { ...run, startsAt: new Date(run.startsAt), endsAt: new Date(run.endsAt) },
    target: {
      ownerIds: [...new Set([order.applicantId, order.askedById])],
      leaderIds: order.leaderId === null ? [] : [order.leaderId],
      labId: order.labId,
      universityId: order.universityId,
    },
  }
}
export type HeldOrder = NonNullable<Awaited<ReturnType<typeof heldOrder>>>

/** In which roles the actor stands to an order. Who keeps the uses of the resource is the lab. */
export function partiesOf(actor: Actor, { target }: Pick<HeldOrder, 'target'>): OrderParty[] {
  const isLab = can(actor, 'record:use', { labId: target.labId, universityId: target.universityId })
  return [...(target.ownerIds.includes(actor.personId) ? (['applicant'] as const) : []), ...(isLab ? (['lab'] as const) : [])]
}
