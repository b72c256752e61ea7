import { createHash, randomInt, randomUUID } from 'node:crypto'
import type { Route } from '~/domain/approval/route'
import { canonicalJson, type FrozenRules, frozenRules } from '~/domain/booking/freeze'
import type { Occupation } from '~/domain/booking/item'
import type { BookingStatus } from '~/domain/booking/states'
import type { Verdict } from '~/domain/booking/verdict'
import type { Period } from '~/domain/time/interval'
import { requestRow, type SubjectKind } from '~/features/approvals/request.server'
import type { BookingInput } from '~/features/bookings/schema'
import type { RawTx, Tx } from '~/platform/db.server'

/** The one place that writes bookings, items, allocations and presences. */

export type NewBooking = {
  bookerId: string
  attendeeId: string
  homeUniversityId: string | null
  input: BookingInput
  verdict: Verdict
  universityId: string
  labId: string
  key: { key: string; requestHash: string } | null
  /** The series that it is an occurrence of. */
  seriesId?: string
  /** The booking in whose place it stands: files that answer its questions go along. */
  filesFrom?: string | null
  now: Date
}

export type Written = { id: string; status: BookingStatus }

/** `send` is for a caller who does nothing in the transaction that needs the rows to be there. */
export async function insertBooking(tx: RawTx, wanted: NewBooking, send: (row: string) => unknown = (row) => tx.$executeRaw`SELECT write_booking(${row}::jsonb)`): Promise<Written> {
  const { verdict, input, now } = wanted
  const id = randomUUID()
  const status: BookingStatus = verdict.route ? 'pending' : 'approved'
  const holds = status === 'approved' || verdict.holdMode === 'hold'
  const items = verdict.items.map((each, position) => ({ id: randomUUID(), position, verdict: each }))
  const rules = frozenRules(verdict.items)
  const row = {
    booking: {
      id,
      code: newCode(),
      status,
      bookerId: wanted.bookerId,
      attendeeId: wanted.attendeeId,
      homeUniversityId: wanted.homeUniversityId,
      originClass: verdict.originClass,
      groupId: verdict.groupId,
      projectId: verdict.projectId,
      purpose: input.purpose ?? 'research',
      activity: input.activity ?? null,
      title: input.title || null,
      notes: input.notes || null,
      holdMode: verdict.holdMode,
      holdExpiresAt: verdict.holdExpiresAt,
      policyHash: policyHash(rules),
      quotedFen: verdict.price?.totalFen ?? null,
      quote: verdict.price,
      seriesId: wanted.seriesId ?? null,
      createdAt: now,
    },
    policy: rules,
    universityId: wanted.universityId,
    items: items.map((each) => ({
      id: each.id,
      position: each.position,
      resourceId: each.verdict.resourceId,
      mode: each.verdict.mode,
      quantity: each.verdict.quantity,
      startsAt: each.verdict.period.start,
      endsAt: each.verdict.period.end,
      attendance: each.verdict.attendance,
      setUpMinutes: each.verdict.policy.setUpMinutes,
      cleanUpMinutes: each.verdict.policy.cleanUpMinutes,
    })),
    occupancy: holds
      ? occupancyOf(items, {
          attendeeId: wanted.attendeeId,
          expiresAt: status === 'pending' ? verdict.holdExpiresAt : null,
        })
      : NOTHING,
    request: verdict.route
      ? requestRow({
          subjectKind: 'booking',
          subjectId: id,
          route: verdict.route,
          requesterIds: [wanted.bookerId, wanted.attendeeId],
          universityId: wanted.universityId,
          labId: wanted.labId,
          dueAt: verdict.holdExpiresAt,
          now,
        })
      : null,
    audit: { status, problems: verdict.problems },
    key: wanted.key,
  }
  await send(JSON.stringify(row))
  if (verdict.payers) await tx.$executeRaw`UPDATE booking SET payers = ${JSON.stringify(verdict.payers)}::jsonb WHERE id = ${id}::uuid`
  const answered = items.flatMap((each) => (each.verdict.answers ? [{ id: each.id, answers: each.verdict.answers }] : []))
  if (answered.length > 0) {
    await tx.$executeRaw`
      UPDATE booking_item i SET answers = given.answers
        FROM jsonb_to_recordset(${JSON.stringify(answered)}::jsonb) AS given(id uuid, answers jsonb) WHERE i.id = given.id`
  }
  await promiseOperators(tx, items)
  if (input.declaration) {
    await tx.$executeRaw`UPDATE booking SET declaration = jsonb_build_object('text', ${input.declaration}::text) WHERE id = ${id}::uuid`
  }
  if (input.headCount !== undefined) await tx.$executeRaw`UPDATE booking SET head_count = ${input.headCount} WHERE id = ${id}::uuid`
  await keepAnswerFiles(tx, { id, filesFrom: wanted.filesFrom ?? null }, verdict.items)
  return { id, status }
}

/** Files that answer questions are the booking's from now on; of other bookings only those of the one it follows are taken. */
async function keepAnswerFiles(tx: RawTx, { id: bookingId, filesFrom }: { id: string; filesFrom: string | null }, items: Verdict['items']): Promise<void> {
  const ids = items.flatMap((each) => (each.answers?.answers ?? []).flatMap(({ kind, value }) => (kind === 'file' ? [value] : [])))
  if (ids.length > 0) await tx.$executeRaw`UPDATE answer_file SET booking_id = ${bookingId}::uuid WHERE file_id = ANY (${ids}::uuid[]) AND order_id IS NULL AND (booking_id IS NULL OR booking_id = ${filesFrom}::uuid)`
}

/** Names with each item who assists; their time is among what it takes. */
export async function promiseOperators(
  tx: RawTx,
  items: readonly { id: string; verdict: Pick<Verdict['items'][number], 'operatorId'> }[],
): Promise<void> {
  const promised = items.flatMap(({ id, verdict }) => (verdict.operatorId === null ? [] : [{ id, operatorId: verdict.operatorId }]))
  if (promised.length === 0) return
  await tx.$executeRaw`
    UPDATE booking_item i SET operator_id = given."operatorId"
      FROM jsonb_to_recordset(${JSON.stringify(promised)}::jsonb) AS given(id uuid, "operatorId" text) WHERE i.id = given.id`
}

const NOTHING = { units: [], allocations: [], presences: [] }

/** What the items of a booking take, as rows. */
export function occupancyOf(
  items: readonly { id: string; verdict: Verdict['items'][number] }[],
  context: {
    attendeeId: string
    expiresAt: Date | null
  },
) {
  return {
    units: items.flatMap((each) => each.verdict.renumbered),
    allocations: items.flatMap((each) =>
      each.verdict.occupations.map((part) => allocationRow(part, { itemId: each.id, expiresAt: context.expiresAt })),
    ),
    presences: items.flatMap((each) =>
      each.verdict.attended.map((part: Period) => ({
        personId: context.attendeeId,
        campusId: each.verdict.campusId,
        startsAt: part.start,
        endsAt: part.end,
        attended: true,
        itemId: each.id,
      })),
    ),
  }
}

export function allocationRow(
  part: Occupation,
  cause: { itemId?: string; changeId?: string; expiresAt: Date | null },
) {
  return {
    resourceId: part.resourceId,
    unit: part.unit,
    startsAt: part.start,
    endsAt: part.end,
    cause: cause.itemId ? 'booking' : 'offer',
    itemId: cause.itemId ?? null,
    changeId: cause.changeId ?? null,
    expiresAt: cause.expiresAt,
  }
}

type Occupancy = ReturnType<typeof occupancyOf>

/** Puts a new occupancy in the place of everything the booking takes. */
export async function replaceOccupancy(tx: Tx, bookingId: string, occupancy: Occupancy): Promise<void> {
  await tx.$executeRaw`SELECT replace_occupancy(${bookingId}::uuid, ${JSON.stringify(occupancy)}::jsonb)`
}

/** Frees everything the booking and its waiting changes take. */
export async function freeOccupancy(tx: Tx, bookingId: string): Promise<void> {
  await replaceOccupancy(tx, bookingId, NOTHING)
}

/** Takes what is given beside what the booking has already. */
export async function addOccupancy(tx: Tx, occupancy: Occupancy): Promise<void> {
  await tx.$executeRaw`SELECT write_occupancy(${JSON.stringify(occupancy)}::jsonb)`
}

/** Opens an approval request in the same transaction. */
export async function openRequest(
  tx: Tx,
  request: {
    subjectKind: SubjectKind
    subjectId: string
    route: Route
    requesterIds: string[]
    universityId: string
    labId: string
    dueAt: Date | null
    now: Date
  },
): Promise<void> {
  await tx.$executeRaw`SELECT open_request(${JSON.stringify(requestRow(request))}::jsonb)`
}

/** Keeps the rules that judged a booking and gives their hash. */
export async function freezePolicy(tx: Tx, verdict: Verdict): Promise<string> {
  const rules = frozenRules(verdict.items)
  const hash = policyHash(rules)
  await tx.$executeRaw`
    INSERT INTO frozen_policy (hash, rules) VALUES (${hash}, ${JSON.stringify(rules)}::jsonb)
    ON CONFLICT (hash) DO NOTHING`
  return hash
}

export function policyHash(rules: FrozenRules): string {
  return createHash('sha256').update(canonicalJson(rules)).digest('hex')
}

/** No vowels, no look-alikes: eight letters that can be said on the telephone and spell no word. */
const CODE_LETTERS = '23456789BCDFGHJKMNPQRSTVWXZ'
export function newCode(): string {
  return Array.from({ length: 8 }, () => CODE_LETTERS[randomInt(CODE_LETTERS.length)]).join('')
}
