import type { Actor } from '~/domain/access/permission'
import { record } from '~/features/audit/record.server'
import { MOST_EXPORTED } from '~/features/people/privacy/bounds'
import { whoLooked } from '~/features/people/privacy/queries.server'
import { db, transaction } from '~/platform/db.server'

/**
 * All that is held about the actor, as plain data: ids as the API names them, instants in UTC. Never a
 * hash of a password, session or token. Noted in the audit log.
 */
export async function exportOwnData(actor: Actor, now: Date): Promise<Record<string, unknown>> {
  const personId = actor.personId
  const [person, looks, groups, bookings, waits, alerts, log, uses, findings, consequences, orders, faultReports, incidents, ratings, achievements] = await Promise.all([
    db.person.findUniqueOrThrow({
      where: { id: personId },
      select: {
        id: true, email: true, nameZh: true, nameEn: true, phone: true, locale: true, status: true, emailVerifiedAt: true, createdAt: true,
        affiliations: { select: { universityId: true, kind: true, basis: true, isHome: true, source: true, startsAt: true, endsAt: true, endReason: true } },
        roleGrants: { select: { role: true, scopeKind: true, universityId: true, labId: true, startsAt: true, endsAt: true, reason: true } },
        memberships: { select: { groupId: true, role: true, startsAt: true, endsAt: true } },
        projectWork: { select: { projectId: true, role: true, startsAt: true, endsAt: true } },
        qualifications: { select: { resourceId: true, kindId: true, mode: true, band: true, source: true, validFrom: true, validUntil: true } },
        steps: { select: { resourceId: true, kindId: true, kind: true, at: true } },
        seats: { select: { sessionId: true, status: true, bookedAt: true } },
        operators: { select: { resourceId: true, createdAt: true } },
        admissions: { select: { layer: true, universityId: true, labId: true, roomId: true, validFrom: true, validUntil: true, score: true } },
        certificates: { select: { kind: true, number: true, issuer: true, validFrom: true, validUntil: true, verifiedAt: true } },
        delegates: { select: { delegateId: true, createdAt: true } },
        delegateOf: { select: { personId: true, createdAt: true } },
        answerFiles: { select: { resourceId: true, createdAt: true, file: { select: { fileName: true, contentType: true, sizeBytes: true } } } },
        sessions: { select: { createdAt: true, expiresAt: true, userAgent: true } },
        apiTokens: { select: { name: true, scopes: true, createdAt: true, expiresAt: true, lastUsedAt: true, revokedAt: true } },
        selections: { select: { name: true, resourceIds: true, createdAt: true } },
        acceptances: { select: { locale: true, acceptedAt: true, document: { select: { kind: true, version: true } } } },
      },
    }),
    whoLooked(actor, now),
    db.researchGroup.findMany({ where: { leaderId: personId }, select: { id: true, nameZh: true, nameEn: true } }),
    db.booking.findMany({
      where: { OR: [{ bookerId: personId }, { attendeeId: personId }] },
      orderBy: { createdAt: 'desc' },
      take: MOST_EXPORTED,
      select: {
        code: true, status: true, purpose: true, activity: true, title: true, notes: true, groupId: true, projectId: true, createdAt: true, headCount: true, declaration: true,
        bookerId: true, attendeeId: true, items: { select: { resourceId: true, mode: true, startsAt: true, endsAt: true, answers: true } },
      },
    }),
    db.wait.findMany({
      where: { personId }, orderBy: { createdAt: 'desc' }, take: MOST_EXPORTED,
      select: { resourceId: true, also: true, startsAt: true, endsAt: true, status: true, input: true, offeredAt: true, offerExpiresAt: true, createdAt: true },
    }),
    db.freedAlert.findMany({
      where: { personId }, orderBy: { createdAt: 'desc' },
      select: { resourceId: true, minMinutes: true, daysAhead: true, fromMinute: true, toMinute: true, createdAt: true },
    }),
    db.auditEvent.findMany({
      where: { subjectKind: 'person', subjectId: personId },
      orderBy: { id: 'desc' },
      take: MOST_EXPORTED,
      select: { at: true, action: true, actorId: true, data: true },
    }),
    db.usageRecord.findMany({
      where: { OR: [{ personId }, { operatorId: personId }] },
      orderBy: { createdAt: 'desc' },
      take: MOST_EXPORTED,
      select: { resourceId: true, status: true, startsAt: true, endsAt: true, usedSeconds: true, purpose: true, beneficiary: true, samples: true, remarks: true },
    }),
    db.conductFinding.findMany({
      where: { personId },
      select: {
        kind: true, resourceId: true, at: true, points: true, evidence: true, foundAt: true, withdrawnAt: true,
        plea: { select: { excuse: true, text: true, status: true, askedAt: true, decidedAt: true, decision: true } },
      },
    }),
    db.conductConsequence.findMany({ where: { personId }, select: { scope: true, scopeId: true, effect: true, status: true, startsAt: true, endsAt: true, reason: true } }),
    db.testOrder.findMany({
      where: { OR: [{ applicantId: personId }, { askedById: personId }] },
      orderBy: { askedAt: 'desc' },
      take: MOST_EXPORTED,
      select: { code: true, resourceId: true, status: true, title: true, nature: true, hazards: true, storage: true, conditions: true, afterwards: true, askedAt: true, samples: { orderBy: { number: 'asc' }, select: { number: true, name: true, state: true } } },
    }),
    db.faultReport.findMany({ where: { reportedById: personId }, select: { resourceId: true, what: true, isUrgent: true, reportedAt: true, closedAt: true } }),
    db.incident.findMany({
      where: { reportedById: personId }, orderBy: { reportedAt: 'desc' }, take: MOST_EXPORTED,
      select: { severity: true, resourceId: true, roomId: true, at: true, what: true, measures: true, reportedAt: true, closedAt: true },
    }),
    db.useRating.findMany({ where: { personId }, select: { resourceId: true, stars: true, words: true, ratedAt: true } }),
    db.achievement.findMany({ where: { addedById: personId, removedAt: null }, select: { kind: true, title: true, people: true, venue: true, year: true, doi: true, number: true, addedAt: true } }),
  ])
  await transaction((tx) =>
    record(tx, { actorId: personId, action: 'person.exported', subjectKind: 'person', subjectId: personId, universityId: actor.homeUniversityId }),
  )
  return {
    exportedAt: now,
    person,
    ledGroups: groups,
    bookings: bookings.map(({ bookerId, attendeeId, ...each }) => ({ ...each, isBooker: bookerId === personId, isAttendee: attendeeId === personId })),
    waits,
    freedAlerts: alerts,
    uses, conduct: { findings, consequences }, orders, faultReports, reportedIncidents: incidents, ratings, achievements,
    whoLooked: looks.map(({ at, where, reader }) => ({ at, where, by: reader?.nameZh ?? reader?.nameEn ?? null })),
    // Who acted is told by whether it was the person; the log itself names the others to its readers.
    log: log.map(({ actorId, ...each }) => ({ ...each, byYourself: actorId === personId })),
  }
}
