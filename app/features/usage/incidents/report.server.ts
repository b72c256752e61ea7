import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { localDateTimeToInstant } from '~/domain/time/zone'
import { record } from '~/features/audit/record.server'
import { checkUpload } from '~/features/catalogue/files/add.server'
import { mayReport, placeNamed } from '~/features/usage/incidents/place.server'
import type { ReportInput } from '~/features/usage/incidents/schema'
import { incidentKeepers, tellOfIncident } from '~/features/usage/incidents/tell.server'
import { transaction } from '~/platform/db.server'
import { storeFile } from '~/platform/files.server'

const wrong = (field: string, rule: string) => refused(problem('field_invalid', { field, rule }))
const YEAR_MS = 366 * 86_400_000

/**
 * Reports an incident or a near miss; safety officers and managers get a mail in the same transaction. The same key is
 * the same report. A picture is judged by its bytes and made anew.
 */
export async function reportIncident(actor: Actor, input: ReportInput, photo: { name: string; bytes: Uint8Array } | null, now: Date): Promise<Outcome<{ id: string }>> {
  const place = await placeNamed(input.place)
  if (place === null) return wrong('place', 'choice')
  if (!(await mayReport(actor, place))) return refused(problem('not_allowed', {}))
  const at = localDateTimeToInstant(input.at, place.timeZone)
  if (at === null) return wrong('at', 'datetime')
  if (at > now) return wrong('at', 'usageIncidents.rules.future')
  if (at.getTime() < now.getTime() - YEAR_MS) return wrong('at', 'usageIncidents.rules.long_ago')
  const checked = photo === null ? null : await checkUpload(photo)
  if (checked !== null && !checked.ok) return wrong('photo', checked.problems[0]?.code === 'field_invalid' ? checked.problems[0].params.rule : 'invalid')
  if (checked !== null && checked.value.kind !== 'picture') return wrong('photo', 'listing.rules.file_type')
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`incident ${input.key}`}, 0))::text`
    const known = await tx.incident.findUnique({ where: { id: input.key }, select: { reportedById: true } })
    if (known) return known.reportedById === actor.personId ? done({ id: input.key }) : refused(problem('key_reused', {}))
    const file = checked === null || photo === null ? null : await storeFile(tx, { ...checked.value.main, fileName: photo.name, createdById: actor.personId })
    const { resourceId, roomId, labId, universityId } = place
    // The use it happened in, if the reporter was in one; whoever reads may see whose.
    const during = resourceId === null ? null : await tx.usageRecord.findFirst({
      where: { resourceId, isVoid: false, startsAt: { lte: at }, OR: [{ endsAt: null, status: 'in_use' }, { endsAt: { gte: at } }] }, orderBy: { startsAt: 'desc' }, select: { id: true },
    })
    await tx.incident.create({
      data: {
        id: input.key, universityId, labId, roomId, resourceId, recordId: during?.id ?? null, severity: input.severity, at, what: input.what, measures: input.measures,
        photoId: file?.id ?? null, reportedById: actor.personId, reportedAt: now,
      },
      select: { id: true },
    })
    await record(tx, {
      actorId: actor.personId, action: 'incident.reported', subjectKind: 'incident', subjectId: input.key, universityId,
      data: { severity: input.severity, resourceId, roomId, labId, at: at.toISOString(), hasPhoto: file !== null },
    })
    await tellOfIncident(tx, 'incident-reported', input.key, await incidentKeepers(tx, place, now), actor.personId)
    return done({ id: input.key })
  })
}
