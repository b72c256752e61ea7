import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, problem, type Problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { ownProjects } from '~/features/usage/after/achievements.server'
import type { AchievementInput } from '~/features/usage/after/schema'
import { ownUse } from '~/features/usage/after/uses.server'
import { transaction, type Tx } from '~/platform/db.server'

type Link = { itemId?: string; recordId?: string; resourceId?: string; projectId?: string }
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * Adds an achievement, or changes one that the actor added, with what it rests on: own uses, own projects, and
 * resources that the actor has used or keeps. Links to what is not the actor's any more stay as they are.
 */
export async function saveAchievement(actor: Actor, id: string | null, input: AchievementInput, now: Date): Promise<Outcome<{ id: string }>> {
  const { uses, resources, projects, version, ...fields } = input
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    // One adder's achievements are written one after another, so that a DOI is theirs once.
    await tx.$queryRaw`SELECT 1 AS locked FROM person WHERE id = ${actor.personId}::uuid FOR NO KEY UPDATE`
    const held = id === null ? null : await heldAchievement(actor, id, tx)
    if (id !== null && held === null) return refused(problem('not_allowed', {}))
    if (held && held.version !== version) return refused(problem('version_conflict', { current: held.version }))
    const links = await linksOf(actor, { uses, resources, projects }, held?.links ?? [], tx)
    const problems = [...links.problems, ...(await judgeDoi(actor, id, fields.doi, tx))]
    if (problems.length > 0) return refused(...problems)
    const saved = held
      ? await tx.achievement.update({ where: { id: held.id, version }, data: { ...fields, updatedAt: now, version: { increment: 1 } }, select: { id: true } })
      : await tx.achievement.create({ data: { ...fields, addedById: actor.personId, addedAt: now, updatedAt: now }, select: { id: true } })
    await tx.achievementLink.deleteMany({ where: { achievementId: saved.id } })
    await tx.achievementLink.createMany({ data: links.kept.map((each) => ({ achievementId: saved.id, ...each })) })
    await record(tx, {
      actorId: actor.personId, action: held ? 'achievement.changed' : 'achievement.added', subjectKind: 'achievement', subjectId: saved.id, universityId: actor.homeUniversityId,
      data: { ...fields, links: links.kept },
    })
    return done(saved)
  })
}

/** Takes an achievement back, by who added it. The audit log keeps it. */
export async function removeAchievement(actor: Actor, id: string, version: number, now: Date): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const held = await heldAchievement(actor, id, tx)
    if (held === null) return refused(problem('not_allowed', {}))
    const { count } = await tx.achievement.updateMany({ where: { id, version, removedAt: null }, data: { removedAt: now, version: { increment: 1 } } })
    if (count === 0) return refused(problem('version_conflict', { current: held.version }))
    await record(tx, { actorId: actor.personId, action: 'achievement.removed', subjectKind: 'achievement', subjectId: id, universityId: actor.homeUniversityId })
    return done({ id })
  })
}

async function heldAchievement(actor: Actor, id: string, tx: Tx) {
  if (!UUID.test(id)) return null
  return tx.achievement.findFirst({
    where: { id, addedById: actor.personId, removedAt: null },
    select: { id: true, version: true, links: { select: { itemId: true, recordId: true, resourceId: true, projectId: true } } },
  })
}

async function judgeDoi(actor: Actor, id: string | null, doi: string | null, tx: Tx): Promise<Problem[]> {
  if (doi === null) return []
  const same = await tx.achievement.count({ where: { doi, addedById: actor.personId, removedAt: null, ...(id && { id: { not: id } }) } })
  return same > 0 ? [problem('field_invalid', { field: 'doi', rule: 'conductAfter.rules.known' })] : []
}

type Held = { itemId: string | null; recordId: string | null; resourceId: string | null; projectId: string | null }

async function linksOf(actor: Actor, asked: Pick<AchievementInput, 'uses' | 'resources' | 'projects'>, held: readonly Held[], tx: Tx): Promise<{ kept: Link[]; problems: Problem[] }> {
  const kept: Link[] = []
  const problems: Problem[] = []
  for (const id of asked.uses) {
    const use = await ownUse(actor, id, tx)
    const before = held.find(({ itemId, recordId }) => itemId === id || recordId === id)
    if (use) kept.push(use.itemId === null ? { recordId: use.id } : { itemId: use.itemId })
    else if (before) kept.push(before.itemId === null ? { recordId: id } : { itemId: id })
    else problems.push(problem('field_invalid', { field: 'uses', rule: 'choice' }))
  }
  const mine = asked.projects.length === 0 ? [] : await ownProjects(actor, tx)
  for (const projectId of asked.projects) {
    if (mine.some(({ id }) => id === projectId) || held.some((each) => each.projectId === projectId)) kept.push({ projectId })
    else problems.push(problem('field_invalid', { field: 'projects', rule: 'choice' }))
  }
  for (const resourceId of asked.resources) {
    if (held.some((each) => each.resourceId === resourceId) || (await usesOrKeeps(actor, resourceId, tx))) kept.push({ resourceId })
    else problems.push(problem('field_invalid', { field: 'resources', rule: 'choice' }))
  }
  return { kept: [...new Map(kept.map((each) => [JSON.stringify(each), each])).values()], problems: problems.slice(0, 3) }
}

async function usesOrKeeps(actor: Actor, resourceId: string, tx: Tx): Promise<boolean> {
  const resource = await tx.resource.findUnique({ where: { id: resourceId }, select: { labId: true, universityId: true } })
  if (resource === null) return false
  if (can(actor, 'record:use', resource)) return true
  const [used] = await tx.$queryRaw<{ is: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM booking b JOIN booking_item i ON i.booking_id = b.id WHERE b.attendee_id = ${actor.personId}::uuid AND i.resource_id = ${resourceId} AND i.status = 'completed')
        OR EXISTS (SELECT 1 FROM usage_record u WHERE u.person_id = ${actor.personId}::uuid AND u.resource_id = ${resourceId} AND u.status = 'completed') AS is`
  return used?.is ?? false
}
