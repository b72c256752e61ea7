import type { Prisma } from '~/platform/generated/prisma/client'
import { DEFAULT_POLICY } from '~/domain/scheduling/policy'
import { alliance, commitmentText, kinds, privacyNotice, type SeedLab } from './data'
import type { Given } from './given'
import { uuidOf } from './random'

/** Rules and hours of the alliance are in force from here on; a narrower owner's rules go before. */
const RULES_FROM = new Date('2026-01-01T00:00:00Z')

/** Monday to Friday, 9 to 18, in minutes from midnight on the campus's wall clock. */
export const OFFICE_HOURS = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: 9 * 60, to: 18 * 60 }))

/**
 * What every installation begins with, real or demo: the members and their campuses, the calendar,
 * tags, kinds and laboratories (to be confirmed by the coordinators), the privacy notice, a safety commitment, and the
 * alliance's own rules. Never a resource, a price or an account.
 */
export async function seedFoundation(tx: Prisma.TransactionClient, given: Given): Promise<void> {
  const universities = given.fresh('university', alliance.universities, (each) => each.id)
  await tx.university.createMany({
    data: universities.map(({ campuses: _c, labs: _l, mailDomains: _m, ...university }) => ({
      ...university,
      position: alliance.universities.findIndex((each) => each.id === university.id) + 1,
    })),
    skipDuplicates: true,
  })
  const campuses = alliance.universities.flatMap((university) =>
    university.campuses.map((campus) => ({ ...campus, universityId: university.id })),
  )
  await tx.campus.createMany({
    data: given.fresh('campus', campuses, (each) => each.id),
    skipDuplicates: true,
  })
  const domains = alliance.universities.flatMap((university) =>
    university.mailDomains.map((domain) => ({ domain, universityId: university.id })),
  )
  await tx.mailDomain.createMany({
    data: given.fresh('mailDomain', domains, (each) => each.domain),
    skipDuplicates: true,
  })
  await tx.railLeg.createMany({
    data: given.fresh('railLeg', alliance.railLegs, (each) => `${each.a}/${each.b}`),
    skipDuplicates: true,
  })
  await tx.calendarDay.createMany({
    data: given
      .fresh('calendarDay', alliance.calendarDays, (each) => each.date)
      .map((day) => ({ ...day, date: new Date(day.date) })),
    skipDuplicates: true,
  })
  await tx.tag.createMany({
    data: given.fresh('tag', alliance.tags, (each) => each.id),
    skipDuplicates: true,
  })
  await tx.resourceKind.createMany({
    data: given
      .fresh('kind', kinds, (each) => each.id)
      .map(({ id, nature, zh, en, synonyms }) => ({ id, nature, zh, en, synonyms })),
    skipDuplicates: true,
  })
  await seedLabs(tx, given, (lab) => lab.confidence !== 'illustrative')
  await seedJointLabs(tx, given)
  await seedRules(tx, given)
}

/** Laboratories with owners and tags, unconfirmed, for those that `isWanted`. */
export async function seedLabs(
  tx: Prisma.TransactionClient,
  given: Given,
  isWanted: (lab: SeedLab) => boolean,
): Promise<void> {
  const all = alliance.universities.flatMap((university) =>
    university.labs.filter(isWanted).map((lab) => ({ ...lab, hostUniversityId: university.id })),
  )
  const labs = given.fresh('lab', all, (each) => each.id)
  await tx.lab.createMany({
    data: labs.map(({ coHosts: _h, tags: _t, confidence: _c, ...lab }) => lab),
    skipDuplicates: true,
  })
  await tx.labOwner.createMany({
    data: labs.flatMap((lab) => [
      { labId: lab.id, universityId: lab.hostUniversityId, role: 'lead' as const },
      ...lab.coHosts.map((universityId) => ({ labId: lab.id, universityId, role: 'member' as const })),
    ]),
    skipDuplicates: true,
  })
  await tx.labTag.createMany({
    data: labs.flatMap((lab) => lab.tags.map((tagId) => ({ labId: lab.id, tagId }))),
    skipDuplicates: true,
  })
}

/** A joint lab has a host only where a single member leads it. */
async function seedJointLabs(tx: Prisma.TransactionClient, given: Given): Promise<void> {
  const labs = given.fresh('lab', alliance.jointLabs, (each) => each.id)
  await tx.lab.createMany({
    data: labs.map(({ leads, members, ...lab }) => ({
      ...lab,
      isJoint: true,
      hostUniversityId: leads.length === 1 && members.length === 0 ? (leads[0] ?? null) : null,
    })),
    skipDuplicates: true,
  })
  await tx.labOwner.createMany({
    data: labs.flatMap((lab) => [
      ...lab.leads.map((universityId) => ({ labId: lab.id, universityId, role: 'lead' as const })),
      ...lab.members.map((universityId) => ({ labId: lab.id, universityId, role: 'member' as const })),
    ]),
    skipDuplicates: true,
  })
}

async function seedRules(tx: Prisma.TransactionClient, given: Given): Promise<void> {
  const [notice] = given.fresh('document', [privacyNotice], (each) => `privacy/${each.version}`)
  if (notice) await tx.document.createMany({ data: [{ kind: 'privacy', ...notice }], skipDuplicates: true })
  // Nobody has to sign it until a place asks for it.
  const [commitment] = given.fresh('document', [commitmentText], (each) => `commitment/${each.version}`)
  if (commitment) await tx.document.createMany({ data: [{ kind: 'commitment', ...commitment }], skipDuplicates: true })

  const [owner] = given.fresh('rules', ['*'], (each) => each)
  if (!owner) return
  const { horizonDays, holdMode, holdHours, journey, allowParallel } = DEFAULT_POLICY
  await tx.policyVersion.create({
    data: {
      id: uuidOf('policy:alliance'),
      ownerKind: 'alliance',
      ownerId: owner,
      validFrom: RULES_FROM,
      rules: { horizonDays, holdMode, holdHours, journey, allowParallel, approval: 'lab_manager' },
    },
  })
  await tx.openingSchedule.create({
    data: {
      id: uuidOf('opening:alliance'),
      ownerKind: 'alliance',
      ownerId: owner,
      validFrom: RULES_FROM,
      weekly: OFFICE_HOURS,
    },
  })
}
