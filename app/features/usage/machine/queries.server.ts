import { type Actor, can } from '~/domain/access/permission'
import { attribute } from '~/domain/usage/attribution'
import { maySee } from '~/features/catalogue/visibility.server'
import { heldUse, type HeldUse } from '~/features/usage/facts.server'
import { fitnessNow } from '~/features/usage/fitness.server'
import { ownUse, type OwnUse } from '~/features/usage/machine/own.server'
import { db } from '~/platform/db.server'

export type Machine = {
  id: string
  nameZh: string
  nameEn: string | null
  status: 'draft' | 'active' | 'retired'
  isIllustrative: boolean
  timeZone: string
  labId: string
  labZh: string
  labEn: string
  universityId: string
  capacity: number
}

/** One who is at the machine or comes to it; the name only for who may read the booking. */
export type Session = {
  itemId: string
  start: Date
  end: Date
  startedAt: Date | null
  isRunning: boolean
  isOwn: boolean
  nameZh: string | null
  nameEn: string | null
  universityZh: string | null
  universityEn: string | null
}

export type MachinePage = {
  machine: Machine
  sessions: Session[]
  /** The use that a button at the machine means, and others of today. */
  own: OwnUse | null
  others: OwnUse[]
  /** Free from now until then; null: taken, or nothing is booked within a day. */
  freeUntil: Date | null
  isFree: boolean
  mayStop: boolean
}

const SHOWN = 12
const OWN = 6

/** A machine that somebody may stand at: one in service that they may see, or one that is out of it for good. */
export async function findMachine(actor: Actor, id: string): Promise<Machine | null> {
  const row = await db.resource.findUnique({
    where: { id: id.replaceAll('\0', '') },
    select: {
      id: true, nameZh: true, nameEn: true, status: true, isIllustrative: true, labId: true, universityId: true, capacity: true,
      campus: { select: { timeZone: true } }, shareScope: true, lab: { select: { nameZh: true, nameEn: true, confirmedAt: true } },
    },
  })
  if (row === null || row.status === 'draft') return null
  const { campus, lab, shareScope, ...rest } = row
  if (row.status === 'active' && !maySee(actor, { ...rest, shareScope, labConfirmedAt: lab.confirmedAt })) return null
  return { ...rest, timeZone: campus.timeZone, labZh: lab.nameZh, labEn: lab.nameEn }
}

/** What somebody standing at the machine has to know; null where there is none. `wanted`: the item that they come for. */
export async function machinePage(actor: Actor, id: string, wanted: string | null, now: Date): Promise<MachinePage | null> {
  const machine = await findMachine(actor, id)
  if (machine === null) return null
  const [rows, ownIds] = await Promise.all([sessionRows(machine.id, now), ownItems(actor, machine.id, now)])
  const held = (await Promise.all(ownIds.map(({ id: itemId }) => heldUse(itemId)))).filter((each): each is HeldUse => each !== null)
  const meant = chosen(held, wanted, now)
  const unfit = meant === undefined || machine.status === 'retired' ? [] : await fitnessNow(meant, now)
  const uses = held.map((each) => ownUse(each, each.itemId === meant?.itemId ? unfit : [], now)).filter((each): each is OwnUse => each !== null)
  const own = uses.find(({ itemId }) => itemId === meant?.itemId) ?? null
  const running = rows.filter((each) => each.isRunning || each.start <= now)
  const next = rows.find((each) => each.start > now)
  const isFree = machine.status === 'active' && running.length < machine.capacity
  return {
    machine,
    sessions: rows.map(({ attendeeId, bookerId, leaderId, nameZh, nameEn, ...each }) => {
      const ownerIds = [attendeeId, bookerId]
      const mayRead = can(actor, 'read:booking', { ownerIds, leaderIds: leaderId ? [leaderId] : [], labId: machine.labId, universityId: machine.universityId })
      return { ...each, isOwn: ownerIds.includes(actor.personId), nameZh: mayRead ? nameZh : null, nameEn: mayRead ? nameEn : null }
    }),
    own,
    others: uses.filter(({ itemId }) => itemId !== own?.itemId),
    isFree,
    freeUntil: isFree ? (next?.start ?? null) : null,
    mayStop: machine.status === 'active' && can(actor, 'manage:resource', machine),
  }
}

/** The item asked for, else the one that runs, else the one that a start now would be, else the next one, else the last. */
function chosen(held: readonly HeldUse[], wanted: string | null, now: Date): HeldUse | undefined {
  const byId = held.find(({ itemId }) => itemId !== null && itemId === wanted)
  if (byId) return byId
  const running = held.find(({ itemStatus }) => itemStatus === 'in_use')
  if (running) return running
  const open = held.filter(({ itemStatus }) => itemStatus === 'not_started')
  const id = attribute('start', now, open.flatMap(({ itemId, plan, rules }) => (itemId !== null && plan ? [{ itemId, plan, rules }] : [])))
  return open.find(({ itemId }) => itemId === id) ?? open.find(({ plan }) => plan !== null && plan.start > now) ?? held.at(-1)
}

type Row = Omit<Session, 'isOwn'> & { attendeeId: string; bookerId: string; leaderId: string | null }

const sessionRows = (resourceId: string, now: Date): Promise<Row[]> =>
  db.$queryRaw<Row[]>`
    SELECT i.id::text AS "itemId", i.starts_at AS start, i.ends_at AS end, u.starts_at AS "startedAt", i.status = 'in_use' AS "isRunning",
           b.attendee_id::text AS "attendeeId", b.booker_id::text AS "bookerId", g.leader_id::text AS "leaderId",
           p.name_zh AS "nameZh", p.name_en AS "nameEn", n.name_zh AS "universityZh", n.name_en AS "universityEn"
      FROM booking_item i JOIN booking b ON b.id = i.booking_id JOIN person p ON p.id = b.attendee_id
      LEFT JOIN usage_record u ON u.item_id = i.id
      LEFT JOIN university n ON n.id = b.home_university_id
      LEFT JOIN research_group g ON g.id = b.group_id
     WHERE i.resource_id = ${resourceId} AND b.status IN ('approved', 'in_use') AND i.status IN ('not_started', 'in_use')
       AND i.starts_at < ${now}::timestamptz + interval '1 day' AND i.ends_at > ${now}::timestamptz - interval '1 day'
       AND (i.status = 'in_use' OR i.ends_at > ${now}::timestamptz)
     ORDER BY i.starts_at, i.id LIMIT ${SHOWN}`

/** The actor's items of the machine around now: those to come within a day, and those over for less than a day. */
const ownItems = (actor: Actor, resourceId: string, now: Date): Promise<{ id: string }[]> =>
  db.$queryRaw<{ id: string }[]>`
    SELECT i.id::text AS id
      FROM booking_item i JOIN booking b ON b.id = i.booking_id
     WHERE i.resource_id = ${resourceId} AND (b.attendee_id = ${actor.personId}::uuid OR b.booker_id = ${actor.personId}::uuid)
       AND b.status IN ('approved', 'in_use', 'completed', 'no_show')
       AND i.starts_at < ${now}::timestamptz + interval '1 day' AND i.ends_at > ${now}::timestamptz - interval '1 day'
     ORDER BY i.starts_at, i.id LIMIT ${OWN}`

/** One use for the form after it; null where the actor has nothing to tell of it. */
export async function toldUse(actor: Actor, machineId: string, itemId: string, now: Date): Promise<OwnUse | null> {
  const use = await heldUse(itemId)
  if (use === null || use.resourceId !== machineId) return null
  if (!can(actor, 'update:booking', use.target) && !can(actor, 'record:use', use.target)) return null
  return ownUse(use, [], now)
}
