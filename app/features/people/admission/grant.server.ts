import { type Actor, can } from '~/domain/access/permission'
import { endOfDay } from '~/domain/eligibility/validity'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import type { AdmitInput } from '~/features/people/admission/schema'
import { lockPerson, lockPersons, wrong } from '~/features/people/qualifications/subject.server'
import { tellOfRight } from '~/features/people/qualifications/tell.server'
import { transaction, type Tx } from '~/platform/db.server'
import type { RecordSource } from '~/platform/generated/prisma/enums'

type Local = {
  personId: string
  labId: string | null
  roomId: string | null
  universityId: string | null
  grantedById: string | null
  source: RecordSource
  validUntil: Date | null
}

/** Admits a person, whom the caller has locked, to a lab or a room; true when that is new. */
export async function grantLocal(tx: Tx, { universityId, ...wanted }: Local, now: Date): Promise<boolean> {
  const { personId, labId, roomId } = wanted
  const held = await tx.safetyAdmission.count({
    where: { personId, layer: 'local', labId, roomId, revokedAt: null, OR: [{ validUntil: null }, { validUntil: { gt: now } }] },
  })
  if (held > 0) return false
  const { id } = await tx.safetyAdmission.create({ data: { ...wanted, layer: 'local', validFrom: now, createdAt: now }, select: { id: true } })
  await record(tx, {
    actorId: wanted.grantedById, action: 'admission.granted', subjectKind: 'safety_admission', subjectId: id, universityId, data: { personId, labId, roomId, source: wanted.source },
  })
  return true
}

/** Admits somebody with an account to a lab after its introduction. */
export async function admitToLab(actor: Actor, input: AdmitInput, now: Date): Promise<Outcome<{ isNew: boolean }>> {
  return transaction(async (tx): Promise<Outcome<{ isNew: boolean }>> => {
    const lab = await tx.lab.findUnique({ where: { id: input.labId }, select: { hostUniversityId: true, campus: { select: { timeZone: true } } } })
    if (lab === null || !can(actor, 'grant:admission', { labId: input.labId, universityId: lab.hostUniversityId })) return refused(problem('not_allowed', {}))
    const person = await lockPerson(tx, input.email)
    if (person === null) return refused(wrong('email', 'auth.rules.person_unknown'))
    if (person.id === actor.personId) return refused(wrong('email', 'training.rules.not_oneself'))
    const validUntil = input.lastDay === undefined ? null : endOfDay(input.lastDay, lab.campus?.timeZone ?? 'Asia/Shanghai')
    if (validUntil !== null && validUntil <= now) return refused(wrong('lastDay', 'too_early'))
    const isNew = await grantLocal(
      tx,
      { personId: person.id, labId: input.labId, roomId: null, universityId: lab.hostUniversityId, grantedById: actor.personId, source: 'manager', validUntil },
      now,
    )
    return done({ isNew })
  })
}

/** Takes an admission away for good, with a reason. */
export async function revokeAdmission(actor: Actor, { id, reason }: { id: string; reason: string }, now: Date): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const held = await tx.safetyAdmission.findUnique({
      where: { id },
      select: {
        personId: true, layer: true, universityId: true, labId: true, lab: { select: { hostUniversityId: true } },
        room: { select: { labId: true, campus: { select: { universityId: true } } } },
      },
    })
    if (held === null || held.personId === actor.personId) return refused(problem('not_allowed', {}))
    const universityId = held.universityId ?? held.lab?.hostUniversityId ?? held.room?.campus.universityId ?? null
    const target = { labId: held.labId ?? held.room?.labId ?? null, universityId }
    if (!can(actor, held.layer === 'general' ? 'manage:admission' : 'grant:admission', target)) return refused(problem('not_allowed', {}))
    await lockPersons(tx, [held.personId])
    const { count } = await tx.safetyAdmission.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: now, reason } })
    if (count > 0) {
      await record(tx, {
        actorId: actor.personId, action: 'admission.revoked', subjectKind: 'safety_admission', subjectId: id, universityId, data: { personId: held.personId, reason },
      })
      await tellOfRight(tx, { kind: 'admission-revoked', personId: held.personId, subjectId: id, version: 'revoked', actorId: actor.personId })
    }
    return done({ id })
  })
}
