import { recordAll } from '~/features/audit/record.server'
import type { HeldRole, MergeFacts } from '~/features/people/merge/facts.server'
import type { Tx } from '~/platform/db.server'

/** The one place that puts one person in another's place. */

type Pair = { goneId: string; keptId: string }

/**
 * Every column that names a person, and what a merge does with it. A test compares the list with the
 * database, so that whoever adds a column says here what becomes of it.
 */
export const PERSON_COLUMNS = {
  /** The row passes over as it is. */
  moved: [
    'booking.booker_id', 'booking.attendee_id', 'presence.person_id', 'research_group.leader_id', 'group_letter.person_id', 'qualification.person_id',
    'training_step.person_id', 'training_session.trainer_id', 'safety_admission.person_id', 'certificate.person_id', 'booking_handover.person_id',
    'booking_handover.decider_id', 'approval_request.requester_id', 'wait.person_id', 'answer_file.uploaded_by_id', 'operator.person_id',
    'usage_record.person_id', 'usage_record.operator_id', 'conduct_finding.person_id', 'conduct_consequence.person_id', 'test_order.applicant_id', 'test_order.asked_by_id',
    'fault_report.reported_by_id',
    'use_rating.person_id', 'achievement.added_by_id',
  ],
  /** The two rows about one thing become one. */
  joined: [
    'group_member.person_id', 'project_member.person_id', 'training_seat.person_id', 'training_wish.person_id', 'document_acceptance.person_id',
    'affiliation.person_id', 'affiliation.sponsor_id', 'person.merged_into_id', 'freed_alert.person_id', 'resource_selection.person_id',
    'booking_delegate.person_id', 'booking_delegate.delegate_id',
  ],
  /** It ends, or a new row takes its place. */
  ended: ['session.person_id', 'one_time_token.person_id', 'api_token.person_id', 'role_grant.person_id'],
  /** It says what was done or sent then. */
  history: [
    'approval_decision.decider_id', 'mail_delivery.person_id', 'usage_event.by_id', 'conduct_finding.reported_by_id', 'conduct_plea.decided_by_id',
    'conduct_consequence.decided_by_id', 'conduct_consequence.lifted_by_id', 'acknowledgement.updated_by_id', 'test_order_step.by_id', 'incident.reported_by_id', 'incident.closed_by_id',
    'lab_device.created_by_id', 'lab_device.revoked_by_id', 'fault_report.closed_by_id',
  ],
} as const

/** Locks in the order of every command: resources whose lapsed holds have to go, bookings, requests. */
export async function lockForMerge(tx: Tx, { goneId, keptId }: Pair, now: Date): Promise<void> {
  const lapsed = await tx.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT i.resource_id AS id FROM booking b JOIN booking_item i ON i.booking_id = b.id
     WHERE b.attendee_id IN (${goneId}::uuid, ${keptId}::uuid) AND b.status = 'pending' AND b.hold_expires_at <= ${now}::timestamptz`
  const own = await tx.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM booking WHERE booker_id = ${goneId}::uuid OR attendee_id = ${goneId}::uuid`
  await tx.$executeRaw`
    SELECT lock_for_booking(${[keptId, goneId]}::uuid[], ${lapsed.map(({ id }) => id)}::text[], ${own.map(({ id }) => id)}::uuid[], ${now}::timestamptz)`
  await tx.$queryRaw`SELECT 1 AS locked FROM approval_request WHERE ${goneId}::uuid = ANY (requester_ids) OR requester_id = ${goneId}::uuid ORDER BY id FOR NO KEY UPDATE`
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext('affiliation.sponsor'))::text AS locked`
}

/** What passes over as it is; repeated, it catches what was written while the merge went on. Gives the ids by kind. */
export async function moveRows(tx: Tx, { goneId, keptId }: Pair, pastPresences: readonly string[]): Promise<Record<string, string[]>> {
  const ids = (rows: { id: string }[]) => rows.map(({ id }) => id)
  await tx.$executeRaw`UPDATE presence SET attended = false WHERE id = ANY (${[...pastPresences]}::bigint[])`
  await tx.$executeRaw`
    DELETE FROM presence g USING presence k WHERE g.person_id = ${goneId}::uuid AND k.person_id = ${keptId}::uuid AND g.session_id = k.session_id`
  await tx.$executeRaw`UPDATE presence SET person_id = ${keptId}::uuid WHERE person_id = ${goneId}::uuid`
  const moved = {
    bookings: ids(await tx.$queryRaw`
      UPDATE booking SET booker_id = CASE WHEN booker_id = ${goneId}::uuid THEN ${keptId}::uuid ELSE booker_id END,
             attendee_id = CASE WHEN attendee_id = ${goneId}::uuid THEN ${keptId}::uuid ELSE attendee_id END, version = version + 1
       WHERE booker_id = ${goneId}::uuid OR attendee_id = ${goneId}::uuid RETURNING id::text`),
    groups: ids(await tx.$queryRaw`UPDATE research_group SET leader_id = ${keptId}::uuid, version = version + 1 WHERE leader_id = ${goneId}::uuid RETURNING id`),
    qualifications: ids(await tx.$queryRaw`UPDATE qualification SET person_id = ${keptId}::uuid, version = version + 1 WHERE person_id = ${goneId}::uuid RETURNING id::text`),
    steps: ids(await tx.$queryRaw`UPDATE training_step SET person_id = ${keptId}::uuid WHERE person_id = ${goneId}::uuid RETURNING id::text`),
    trainings: ids(await tx.$queryRaw`UPDATE training_session SET trainer_id = ${keptId}::uuid, version = version + 1 WHERE trainer_id = ${goneId}::uuid RETURNING id::text`),
    admissions: ids(await tx.$queryRaw`UPDATE safety_admission SET person_id = ${keptId}::uuid WHERE person_id = ${goneId}::uuid RETURNING id::text`),
    certificates: ids(await tx.$queryRaw`UPDATE certificate SET person_id = ${keptId}::uuid, version = version + 1 WHERE person_id = ${goneId}::uuid RETURNING id::text`),
    operators: ids(await tx.$queryRaw`UPDATE operator SET person_id = ${keptId}::uuid WHERE person_id = ${goneId}::uuid RETURNING resource_id AS id`),
    letters: ids(await tx.$queryRaw`UPDATE group_letter SET person_id = ${keptId}::uuid WHERE person_id = ${goneId}::uuid RETURNING id::text`),
    requests: ids(await tx.$queryRaw`
      UPDATE approval_request SET requester_ids = array_replace(requester_ids, ${goneId}::uuid, ${keptId}::uuid),
             requester_id = CASE WHEN requester_id = ${goneId}::uuid THEN ${keptId}::uuid ELSE requester_id END, version = version + 1
       WHERE requester_id = ${goneId}::uuid OR ${goneId}::uuid = ANY (requester_ids) RETURNING id::text`),
    handovers: ids(await tx.$queryRaw`
      UPDATE booking_handover h SET person_id = x.person_id, decider_id = nullif(x.decider_id, x.person_id), new_person_id = x.new_person_id
        FROM (SELECT id, CASE WHEN person_id = ${goneId}::uuid THEN ${keptId}::uuid ELSE person_id END AS person_id,
                     CASE WHEN decider_id = ${goneId}::uuid THEN ${keptId}::uuid ELSE decider_id END AS decider_id,
                     CASE WHEN new_person_id = ${goneId}::uuid THEN ${keptId}::uuid ELSE new_person_id END AS new_person_id
                FROM booking_handover WHERE ${goneId}::uuid IN (person_id, decider_id, new_person_id)) x
       WHERE h.id = x.id RETURNING h.id::text`),
  }
  // Of two places in one line the kept account's stays.
  const doubled = await tx.$queryRaw<{ id: string; universityId: string }[]>`
    UPDATE wait g SET status = 'withdrawn', version = g.version + 1
      FROM wait k JOIN resource r ON r.id = k.resource_id
     WHERE g.person_id = ${goneId}::uuid AND k.person_id = ${keptId}::uuid AND g.resource_id = k.resource_id AND g.also = k.also
       AND g.starts_at = k.starts_at AND g.ends_at = k.ends_at AND g.status = 'waiting' AND k.status IN ('waiting', 'offered')
    RETURNING g.id::text, r.university_id AS "universityId"`
  await recordAll(tx, doubled.map(({ id, universityId }) => ({ actorId: null, action: 'wait.withdrawn', subjectKind: 'wait', subjectId: id, universityId })))
  await tx.$executeRaw`UPDATE wait SET person_id = ${keptId}::uuid WHERE person_id = ${goneId}::uuid`
  await tx.$executeRaw`
    DELETE FROM freed_alert g USING freed_alert k
     WHERE g.person_id = ${goneId}::uuid AND k.person_id = ${keptId}::uuid AND g.resource_id = k.resource_id`
  await tx.$executeRaw`UPDATE freed_alert SET person_id = ${keptId}::uuid WHERE person_id = ${goneId}::uuid`
  // Of two selections of one name the kept account's stays.
  await tx.$executeRaw`
    DELETE FROM resource_selection g USING resource_selection k
     WHERE g.person_id = ${goneId}::uuid AND k.person_id = ${keptId}::uuid AND g.name = k.name`
  await tx.$executeRaw`UPDATE resource_selection SET person_id = ${keptId}::uuid WHERE person_id = ${goneId}::uuid`
  await tx.$executeRaw`UPDATE answer_file SET uploaded_by_id = ${keptId}::uuid WHERE uploaded_by_id = ${goneId}::uuid`
  await mergeDelegates(tx, { goneId, keptId })
  await tx.$executeRaw`
    UPDATE usage_record SET person_id = CASE WHEN person_id = ${goneId}::uuid THEN ${keptId}::uuid ELSE person_id END,
           operator_id = CASE WHEN operator_id = ${goneId}::uuid THEN ${keptId}::uuid ELSE operator_id END, version = version + 1
     WHERE person_id = ${goneId}::uuid OR operator_id = ${goneId}::uuid`
  await tx.$executeRaw`UPDATE conduct_finding SET person_id = ${keptId}::uuid WHERE person_id = ${goneId}::uuid`
  // What is only proposed for both is proposed anew from all findings together.
  await tx.$executeRaw`
    DELETE FROM conduct_consequence g USING conduct_consequence k
     WHERE g.person_id = ${goneId}::uuid AND k.person_id = ${keptId}::uuid AND (g.scope, g.scope_id) = (k.scope, k.scope_id) AND g.status = 'proposed' AND k.status = 'proposed'`
  await tx.$executeRaw`UPDATE conduct_consequence SET person_id = ${keptId}::uuid, version = version + 1 WHERE person_id = ${goneId}::uuid`
  await tx.$executeRaw`
    UPDATE test_order SET applicant_id = CASE WHEN applicant_id = ${goneId}::uuid THEN ${keptId}::uuid ELSE applicant_id END,
           asked_by_id = CASE WHEN asked_by_id = ${goneId}::uuid THEN ${keptId}::uuid ELSE asked_by_id END, version = version + 1
     WHERE applicant_id = ${goneId}::uuid OR asked_by_id = ${goneId}::uuid`
  await tx.$executeRaw`UPDATE fault_report SET reported_by_id = ${keptId}::uuid WHERE reported_by_id = ${goneId}::uuid`
  await tx.$executeRaw`UPDATE use_rating SET person_id = ${keptId}::uuid, version = version + 1 WHERE person_id = ${goneId}::uuid`
  await tx.$executeRaw`UPDATE achievement SET added_by_id = ${keptId}::uuid, version = version + 1 WHERE added_by_id = ${goneId}::uuid`
  await tx.$executeRaw`UPDATE booking_change SET proposed_by_id = ${keptId}::uuid WHERE proposed_by_id = ${goneId}::uuid AND status = 'pending'`
  return moved
}

/** Who may book for whom: of two rows one stays, and nobody is named by themselves. */
async function mergeDelegates(tx: Tx, { goneId, keptId }: Pair): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO booking_delegate (person_id, delegate_id, created_at)
    SELECT n.person_id, n.delegate_id, n.created_at FROM (
      SELECT CASE WHEN person_id = ${goneId}::uuid THEN ${keptId}::uuid ELSE person_id END AS person_id,
             CASE WHEN delegate_id = ${goneId}::uuid THEN ${keptId}::uuid ELSE delegate_id END AS delegate_id, created_at
        FROM booking_delegate WHERE ${goneId}::uuid IN (person_id, delegate_id)) n
     WHERE n.person_id <> n.delegate_id
    ON CONFLICT DO NOTHING`
  await tx.$executeRaw`DELETE FROM booking_delegate WHERE ${goneId}::uuid IN (person_id, delegate_id)`
}

/** What both accounts may have of one thing: the better of two counts, and there is one. */
export async function joinRows(tx: Tx, { goneId, keptId }: Pair, now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE group_member k
       SET starts_at = least(k.starts_at, g.starts_at), ends_at = CASE WHEN k.ends_at IS NULL OR g.ends_at IS NULL THEN NULL ELSE greatest(k.ends_at, g.ends_at) END,
           role = CASE WHEN g.role = 'supervisor' AND (g.ends_at IS NULL OR g.ends_at > ${now}::timestamptz) THEN g.role
                       WHEN k.ends_at <= ${now}::timestamptz THEN g.role ELSE k.role END
      FROM group_member g WHERE g.person_id = ${goneId}::uuid AND k.person_id = ${keptId}::uuid AND k.group_id = g.group_id`
  await tx.$executeRaw`
    DELETE FROM group_member g USING group_member k WHERE g.person_id = ${goneId}::uuid AND k.person_id = ${keptId}::uuid AND k.group_id = g.group_id`
  await tx.$executeRaw`UPDATE group_member SET person_id = ${keptId}::uuid WHERE person_id = ${goneId}::uuid`
  await tx.$executeRaw`
    UPDATE project_member k
       SET starts_at = least(k.starts_at, g.starts_at), ends_at = CASE WHEN k.ends_at IS NULL OR g.ends_at IS NULL THEN NULL ELSE greatest(k.ends_at, g.ends_at) END,
           role = CASE WHEN k.ends_at <= ${now}::timestamptz THEN g.role ELSE k.role END
      FROM project_member g WHERE g.person_id = ${goneId}::uuid AND k.person_id = ${keptId}::uuid AND k.project_id = g.project_id`
  await tx.$executeRaw`
    DELETE FROM project_member g USING project_member k WHERE g.person_id = ${goneId}::uuid AND k.person_id = ${keptId}::uuid AND k.project_id = g.project_id`
  await tx.$executeRaw`UPDATE project_member SET person_id = ${keptId}::uuid WHERE person_id = ${goneId}::uuid`
  await tx.$executeRaw`
    UPDATE training_seat k SET status = g.status, settled_at = g.settled_at, booked_at = least(k.booked_at, g.booked_at)
      FROM training_seat g WHERE g.person_id = ${goneId}::uuid AND k.person_id = ${keptId}::uuid AND k.session_id = g.session_id
       AND array_position(ARRAY['attended', 'booked', 'absent', 'cancelled'], g.status::text) < array_position(ARRAY['attended', 'booked', 'absent', 'cancelled'], k.status::text)`
  await tx.$executeRaw`
    DELETE FROM training_seat g USING training_seat k WHERE g.person_id = ${goneId}::uuid AND k.person_id = ${keptId}::uuid AND k.session_id = g.session_id`
  await tx.$executeRaw`UPDATE training_seat SET person_id = ${keptId}::uuid WHERE person_id = ${goneId}::uuid`
  // Whoever asked first keeps the place in the queue.
  await tx.$executeRaw`
    UPDATE training_wish k SET created_at = least(k.created_at, g.created_at)
      FROM training_wish g WHERE g.person_id = ${goneId}::uuid AND k.person_id = ${keptId}::uuid AND k.resource_id = g.resource_id AND g.status = 'waiting' AND k.status = 'waiting'`
  await tx.$executeRaw`
    UPDATE training_wish g SET status = 'withdrawn', settled_at = ${now}::timestamptz
      FROM training_wish k WHERE g.person_id = ${goneId}::uuid AND k.person_id = ${keptId}::uuid AND k.resource_id = g.resource_id AND g.status = 'waiting' AND k.status = 'waiting'`
  await tx.$executeRaw`UPDATE training_wish SET person_id = ${keptId}::uuid WHERE person_id = ${goneId}::uuid`
  await tx.$executeRaw`
    UPDATE document_acceptance k SET accepted_at = g.accepted_at, locale = g.locale
      FROM document_acceptance g WHERE g.person_id = ${goneId}::uuid AND k.person_id = ${keptId}::uuid AND k.document_id = g.document_id AND g.accepted_at < k.accepted_at`
  await tx.$executeRaw`
    DELETE FROM document_acceptance g USING document_acceptance k WHERE g.person_id = ${goneId}::uuid AND k.person_id = ${keptId}::uuid AND k.document_id = g.document_id`
  await tx.$executeRaw`UPDATE document_acceptance SET person_id = ${keptId}::uuid WHERE person_id = ${goneId}::uuid`
}

type Context = Pair & { actorId: string; reason: string }

/** Affiliations and who answers for whom. What ends stays where it was; of the kept account it gives up its term. */
export async function mergeAffiliations(tx: Tx, { goneId, keptId, actorId, reason }: Context, { moves, ends }: MergeFacts['stays'], now: Date): Promise<void> {
  const isOpen = ({ endsAt }: { endsAt: Date | null }) => endsAt === null || endsAt > now
  const ended = ends.filter((each) => !each.isKept && isOpen(each)).map(({ id }) => id)
  const replaced = ends.filter(({ isKept }) => isKept).map(({ id }) => id)
  await tx.$executeRaw`
    UPDATE affiliation SET ends_at = greatest(starts_at, ${now}::timestamptz), end_reason = ${reason}, version = version + 1 WHERE id = ANY (${ended}::uuid[])`
  await tx.$executeRaw`
    UPDATE affiliation SET ends_at = starts_at, end_reason = ${reason}, version = version + 1 WHERE id = ANY (${replaced}::uuid[])`
  // Whoever answered for their other account answers for nobody.
  await tx.$executeRaw`
    UPDATE affiliation SET sponsor_id = NULL, version = version + 1
     WHERE (person_id, sponsor_id) IN ((${goneId}::uuid, ${keptId}::uuid), (${keptId}::uuid, ${goneId}::uuid))`
  await tx.$executeRaw`
    UPDATE affiliation SET person_id = ${keptId}::uuid, version = version + 1 WHERE id = ANY (${moves.map(({ id }) => id)}::uuid[])`
  await tx.$executeRaw`UPDATE affiliation SET sponsor_id = ${keptId}::uuid, version = version + 1 WHERE sponsor_id = ${goneId}::uuid`
  await recordAll(tx, ends.filter((each) => isOpen(each) || each.isKept).map(({ id, isKept, universityId, startsAt, endsAt }) => ({
    actorId, action: 'affiliation.ended', subjectKind: 'affiliation', subjectId: id, universityId,
    data: { personId: isKept ? keptId : goneId, merge: goneId, from: { startsAt, endsAt } },
  })))
}

/** Roles end on the account that goes; those that pass over begin anew, with who once gave them and why. */
export async function mergeRoles(tx: Tx, { goneId, keptId, actorId, reason }: Context, { moves, ends }: MergeFacts['roles'], now: Date): Promise<void> {
  const ids = [...moves, ...ends].map(({ id }) => id)
  await tx.$executeRaw`UPDATE role_grant SET ends_at = greatest(starts_at, ${now}::timestamptz), end_reason = ${reason} WHERE id = ANY (${ids}::uuid[])`
  for (const { id, startsAt, ...grant } of moves) {
    const given = await tx.roleGrant.create({ data: { ...grant, personId: keptId, startsAt: startsAt > now ? startsAt : now }, select: { id: true } })
    const { role, scopeKind, universityId, labId, endsAt } = grant
    await recordAll(tx, [{
      actorId, action: 'role.granted', subjectKind: 'person', subjectId: keptId, universityId,
      data: { grantId: given.id, role, scopeKind, universityId, labId, endsAt, reason, merge: goneId, was: id },
    }])
  }
  const ended = ({ id, role, universityId }: HeldRole) =>
    ({ actorId, action: 'role.ended', subjectKind: 'person', subjectId: goneId, universityId, data: { grantId: id, role, reason, merge: keptId } })
  await recordAll(tx, [...moves, ...ends].map(ended))
}

/** The account that goes opens nothing any more. What was merged into it belongs to the kept one too. */
export async function closeAccount(tx: Tx, { goneId, keptId }: Pair, { gone, kept }: Pick<MergeFacts, 'gone' | 'kept'>, now: Date): Promise<void> {
  await tx.session.deleteMany({ where: { personId: goneId } })
  await tx.apiToken.updateMany({ where: { personId: goneId, revokedAt: null }, data: { revokedAt: now } })
  await tx.oneTimeToken.updateMany({ where: { personId: goneId, usedAt: null }, data: { usedAt: now } })
  await tx.person.updateMany({ where: { mergedIntoId: goneId }, data: { mergedIntoId: keptId } })
  await tx.person.update({
    where: { id: goneId, version: gone.version },
    // The password stays: who knows it is told where to sign in.
    data: { status: 'merged', mergedIntoId: keptId, phone: null, requestedUniversityId: null, version: { increment: 1 } },
    select: { id: true },
  })
  await tx.person.update({
    where: { id: keptId, version: kept.version },
    data: { phone: kept.phone ?? gone.phone, version: { increment: 1 } },
    select: { id: true },
  })
}
