import { can, type Actor, type Target } from '~/domain/access/permission'
import { done, problem, refused, type Outcome } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import type { GuestInput } from '~/features/people/schema'
import { db, isUniqueViolation, transaction } from '~/platform/db.server'

/**
 * Makes a person out of a caller or walk-in without an account, so that a booking can name who will
 * be there: no password, address not confirmed, at home where the lab says. Somebody who is known
 * already is the answer as they are. A later sign-up with the address takes the person over.
 * `at` is what they are being booked for.
 */
export async function registerGuest(
  actor: Actor,
  input: GuestInput,
  { at, now }: { at: Target; now: Date },
): Promise<Outcome<{ personId: string; isNew: boolean }>> {
  if (!can(actor, 'book:resource_for_others', at)) return refused(problem('not_allowed', {}))
  const known = await findPerson(input.email)
  if (known) return done(known)
  const { universityId } = input
  if (universityId && (await db.university.count({ where: { id: universityId } })) === 0) {
    return refused(problem('field_invalid', { field: 'guestUniversityId', rule: 'choice' }))
  }
  try {
    return done(await transaction(async (tx) => {
      const { id } = await tx.person.create({
        data: {
          email: input.email,
          nameZh: input.name,
          status: 'unconfirmed',
          affiliations: universityId
            ? { create: { universityId, kind: 'visitor', isHome: true, startsAt: now } }
            : undefined,
        },
        select: { id: true },
      })
      await record(tx, {
        actorId: actor.personId, action: 'person.guest_registered', subjectKind: 'person', subjectId: id,
        universityId: universityId ?? null, data: { forUniversityId: at.universityId ?? null },
      })
      return { personId: id, isNew: true }
    }))
  } catch (error) {
    // Somebody registered the same address at the same moment.
    const other = isUniqueViolation(error) ? await findPerson(input.email) : null
    if (other) return done(other)
    throw error
  }
}

async function findPerson(email: string): Promise<{ personId: string; isNew: false } | null> {
  const person = await db.person.findUnique({ where: { email }, select: { id: true } })
  return person && { personId: person.id, isNew: false }
}
