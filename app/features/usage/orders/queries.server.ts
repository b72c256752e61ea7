import { type Actor, can } from '~/domain/access/permission'
import { visibleFields } from '~/domain/access/border'
import type { FrozenAnswers } from '~/domain/booking/questions'
import type { Purpose } from '~/domain/booking/states'
import type { OrderQuote } from '~/domain/orders/quote'
import type { OrderStatus, SampleState } from '~/domain/orders/states'
import type { OriginClass } from '~/domain/pricing/quote'
import { noteReads } from '~/features/audit/note-reads.server'
import type { BookingItemView } from '~/features/bookings/queries.server'
import { heldGroup } from '~/features/people/groups/state.server'
import { UUID } from '~/features/usage/orders/facts.server'
import type { Hazard, Storage } from '~/features/usage/orders/schema'
import { db } from '~/platform/db.server'
import { Prisma } from '~/platform/generated/prisma/client'
import { readStoredFile, type StoredFile } from '~/platform/files.server'

type Named = { nameZh: string | null; nameEn: string | null }
export type OrderPerson = Named & { id: string; email: string; phone: string | null }

export type OrderView = {
  id: string
  code: string
  status: OrderStatus
  version: number
  title: string
  nature: string
  hazards: Hazard[]
  storage: Storage | null
  conditions: string | null
  afterwards: 'return' | 'dispose'
  purpose: Purpose
  answers: FrozenAnswers | null
  originClass: OriginClass
  quotedFen: number | null
  quote: OrderQuote | null
  askedAt: Date
  receivedAt: Date | null
  measuredAt: Date | null
  readyAt: Date | null
  updatedAt: Date
  resultLink: string | null
  resultFile: { name: string; bytes: number } | null
  /** YYYY-MM-DD. */
  resultUntil: string | null
  resultGoneAt: Date | null
  applicant: OrderPerson
  askedBy: OrderPerson
  homeUniversity: (Named & { id: string }) | null
  group: (Named & { id: string; leaderId: string }) | null
  project: (Named & { id: string }) | null
  resource: BookingItemView['resource']
  run: { itemId: string; bookingId: string; startsAt: Date; endsAt: Date } | null
  samples: { id: string; number: number; name: string | null; state: SampleState; place: string | null }[]
  steps: { step: string; to: OrderStatus; at: Date; reason: string | null; isLab: boolean }[]
  target: { ownerIds: string[]; leaderIds: string[]; labId: string; universityId: string }
}

type Raw = Omit<OrderView, 'run' | 'steps' | 'target'> & {
  run: { itemId: string; bookingId: string; startsAt: string; endsAt: string } | null
  steps: (Omit<OrderView['steps'][number], 'at' | 'isLab'> & { at: string })[] | null
}

const person = (alias: string) => Prisma.raw(`jsonb_build_object('id', ${alias}.id, 'nameZh', ${alias}.name_zh, 'nameEn', ${alias}.name_en, 'email', ${alias}.email, 'phone', ${alias}.phone)`)

async function load(where: Prisma.Sql, tail: Prisma.Sql = Prisma.empty): Promise<OrderView[]> {
  const rows = await db.$queryRaw<Raw[]>`
    SELECT o.id::text, o.code, o.status::text, o.version, o.title, o.nature, o.hazards, o.storage, o.conditions, o.afterwards, o.purpose::text, o.answers,
           o.origin_class::text AS "originClass", o.quoted_fen::float8 AS "quotedFen", o.quote, o.asked_at AS "askedAt", o.received_at AS "receivedAt",
           o.measured_at AS "measuredAt", o.ready_at AS "readyAt", o.updated_at AS "updatedAt", o.result_link AS "resultLink",
           to_char(o.result_until, 'YYYY-MM-DD') AS "resultUntil", o.result_gone_at AS "resultGoneAt",
           (SELECT jsonb_build_object('name', f.file_name, 'bytes', f.size_bytes) FROM stored_file f WHERE f.id = o.result_file_id) AS "resultFile",
           ${person('a')} AS applicant, ${person('q')} AS "askedBy",
           CASE WHEN h.id IS NOT NULL THEN jsonb_build_object('id', h.id, 'nameZh', h.name_zh, 'nameEn', h.name_en) END AS "homeUniversity",
           CASE WHEN g.id IS NOT NULL THEN jsonb_build_object('id', g.id, 'nameZh', g.name_zh, 'nameEn', g.name_en, 'leaderId', g.leader_id) END AS "group",
           CASE WHEN p.id IS NOT NULL THEN jsonb_build_object('id', p.id, 'nameZh', p.name_zh, 'nameEn', p.name_en) END AS project,
           jsonb_build_object('id', r.id, 'nameZh', r.name_zh, 'nameEn', r.name_en, 'maker', r.maker, 'model', r.model, 'isIllustrative', r.is_illustrative, 'kindZh', k.zh, 'kindEn', k.en,
             'labId', l.id, 'labZh', l.name_zh, 'labEn', l.name_en, 'universityId', u.id, 'universityZh', u.name_zh, 'universityEn', u.name_en,
             'campusId', c.id, 'campusZh', c.name_zh, 'campusEn', c.name_en, 'city', c.city, 'timeZone', c.time_zone) AS resource,
           (SELECT jsonb_build_object('itemId', i.id, 'bookingId', i.booking_id, 'startsAt', i.starts_at, 'endsAt', i.ends_at) FROM booking_item i WHERE i.id = o.run_item_id) AS run,
           coalesce((SELECT jsonb_agg(jsonb_build_object('id', s.id, 'number', s.number, 'name', s.name, 'state', s.state, 'place', s.place) ORDER BY s.number)
              FROM test_sample s WHERE s.order_id = o.id), '[]') AS samples,
           (SELECT jsonb_agg(jsonb_build_object('step', t.step, 'to', t.to_status, 'at', t.at, 'reason', t.reason) ORDER BY t.id)
              FROM test_order_step t WHERE t.order_id = o.id) AS steps
      FROM test_order o
      JOIN person a ON a.id = o.applicant_id
      JOIN person q ON q.id = o.asked_by_id
      JOIN resource r ON r.id = o.resource_id
      JOIN resource_kind k ON k.id = r.kind_id
      JOIN lab l ON l.id = r.lab_id
      JOIN university u ON u.id = r.university_id
      JOIN campus c ON c.id = r.campus_id
      LEFT JOIN university h ON h.id = o.home_university_id
      LEFT JOIN research_group g ON g.id = o.group_id
      LEFT JOIN project p ON p.id = o.project_id
     WHERE ${where} ${tail}`
  return rows.map(({ run, steps, ...row }) => {
    const ownerIds = [...new Set([row.applicant.id, row.askedBy.id])]
    return {
      ...row,
      run: run && { ...run, startsAt: new Date(run.startsAt), endsAt: new Date(run.endsAt) },
      steps: (steps ?? []).map(({ at, ...step }) => ({ ...step, at: new Date(at), isLab: step.step !== 'ask' && step.step !== 'withdraw' })),
      target: { ownerIds, leaderIds: row.group ? [row.group.leaderId] : [], labId: row.resource.labId, universityId: row.resource.universityId },
    }
  })
}

/** People cut to what the reader may see of them, and the look noted where it crosses a border. */
async function shown(actor: Actor, views: readonly OrderView[], place: 'booking' | 'bookings', now: Date): Promise<OrderView[]> {
  const others = views.filter(({ target }) => !target.ownerIds.includes(actor.personId))
  await noteReads(actor, others.flatMap(({ applicant, askedBy }) => [applicant.id, askedBy.id]), place, now)
  return views.map((view) => {
    const met = { ...view.target, labIds: [view.target.labId], universityIds: [view.target.universityId] }
    const cut = (each: OrderPerson): OrderPerson => {
      const home = each.id === view.applicant.id ? (view.homeUniversity?.id ?? null) : null
      const fields = visibleFields(actor, { id: each.id, homeUniversityId: home }, met)
      return { ...each, email: fields.has('email') ? each.email : '', phone: fields.has('phone') ? each.phone : null }
    }
    return { ...view, applicant: cut(view.applicant), askedBy: cut(view.askedBy) }
  })
}

/** One order, if the actor may read it: its people, who answers for its group, the lab, whoever reads bookings there. */
export async function getOrder(actor: Actor, id: string, now: Date): Promise<OrderView | null> {
  if (!UUID.test(id)) return null
  const [view] = await load(Prisma.sql`o.id = ${id}::uuid`)
  if (!view) return null
  const seen = await withSupervisor(actor, view, now)
  return can(actor, 'read:booking', seen.target) ? ((await shown(actor, [seen], 'booking', now))[0] ?? null) : null
}

async function withSupervisor(actor: Actor, view: OrderView, now: Date): Promise<OrderView> {
  const answers = view.group !== null && (await heldGroup(view.group.id, actor.personId, now))?.part === 'supervisor'
  return answers ? { ...view, target: { ...view.target, leaderIds: [...view.target.leaderIds, actor.personId] } } : view
}

const MOST_LISTED = 200

/** The orders that the actor asked or that were asked for the actor, newest first. */
export async function ownOrders(actor: Actor, now: Date): Promise<OrderView[]> {
  const views = await load(
    Prisma.sql`(o.applicant_id = ${actor.personId}::uuid OR o.asked_by_id = ${actor.personId}::uuid)`,
    Prisma.sql`ORDER BY o.asked_at DESC, o.id LIMIT ${MOST_LISTED}`,
  )
  return shown(actor, views, 'bookings', now)
}

/** The orders of groups that the actor leads, but for the actor's own. */
export async function ordersOfLedGroups(actor: Actor, now: Date): Promise<OrderView[]> {
  const views = await load(
    Prisma.sql`g.leader_id = ${actor.personId}::uuid AND o.applicant_id <> ${actor.personId}::uuid AND o.asked_by_id <> ${actor.personId}::uuid`,
    Prisma.sql`ORDER BY o.asked_at DESC, o.id LIMIT ${MOST_LISTED}`,
  )
  return shown(actor, views, 'bookings', now)
}

/** The orders of labs where the actor keeps the uses. */
export async function labOrders(actor: Actor, filter: { isOver: boolean; resourceId?: string | null; labId?: string | null }, now: Date): Promise<OrderView[]> {
  const labs = keptLabs(actor)
  if (labs === null) return []
  const isOwed = Prisma.sql`EXISTS (SELECT 1 FROM test_sample s WHERE s.order_id = o.id AND s.state IN ('received', 'measured'))`
  const views = await load(
    Prisma.sql`(${labs})
      AND (o.status IN ('returned', 'declined', 'withdrawn') AND NOT ${isOwed}) = ${filter.isOver}
      ${filter.resourceId ? Prisma.sql`AND o.resource_id = ${filter.resourceId}` : Prisma.empty}
      ${filter.labId ? Prisma.sql`AND r.lab_id = ${filter.labId}` : Prisma.empty}`,
    filter.isOver ? Prisma.sql`ORDER BY o.updated_at DESC, o.id LIMIT ${MOST_LISTED}` : Prisma.sql`ORDER BY o.asked_at, o.id LIMIT ${MOST_LISTED}`,
  )
  return shown(actor, views, 'bookings', now)
}

/** How many orders wait for the actor's lab: to be decided. */
export async function countAsked(actor: Actor): Promise<number> {
  const labs = keptLabs(actor)
  if (labs === null) return 0
  const [row] = await db.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM test_order o JOIN resource r ON r.id = o.resource_id WHERE o.status = 'asked' AND (${labs})`
  return row?.count ?? 0
}

/** The condition that a resource (alias r) is of a lab whose uses the actor keeps; null: of none. */
function keptLabs(actor: Actor): Prisma.Sql | null {
  const keeping = actor.grants.filter((grant) => can({ ...actor, grants: [grant] }, 'record:use', grant.scopeKind === 'lab' ? { labId: grant.scopeId } : { universityId: grant.scopeId }))
  const parts = keeping.map(({ scopeKind, scopeId }) => (scopeKind === 'lab' ? Prisma.sql`r.lab_id = ${scopeId}` : Prisma.sql`r.university_id = ${scopeId}`))
  return parts.length === 0 ? null : Prisma.join(parts, ' OR ')
}

/** The result's file, for the applicant, who leads or answers for the group, and the lab; nobody else, whatever else they read. */
export async function resultFile(actor: Actor, id: string, now: Date): Promise<StoredFile | null> {
  if (!UUID.test(id)) return null
  const [view] = await load(Prisma.sql`o.id = ${id}::uuid`)
  const row = view && (await db.testOrder.findUnique({ where: { id }, select: { resultFileId: true } }))
  if (!view || !row?.resultFileId) return null
  return mayHaveResult(actor, await withSupervisor(actor, view, now)) ? readStoredFile(row.resultFileId) : null
}

export const mayHaveResult = (actor: Actor, { target }: Pick<OrderView, 'target'>): boolean =>
  target.ownerIds.includes(actor.personId) || target.leaderIds.includes(actor.personId) || can(actor, 'record:use', { labId: target.labId, universityId: target.universityId })
