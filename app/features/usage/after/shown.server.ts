import type { Actor } from '~/domain/access/permission'
import { getResource } from '~/features/catalogue/queries.server'
import { projectPage } from '~/features/people/projects/queries.server'
import { type AchievementFilter, listAchievements, type Named } from '~/features/usage/after/achievements.server'
import { ownUses } from '~/features/usage/after/uses.server'

/** Whose achievements an address asks for, with its name, as far as the reader may see it: a resource's are public, a project's its people's. Null: not for them. */
export async function achievementsShown(actor: Actor | null, query: URLSearchParams, now: Date) {
  const [resourceId, projectId] = [query.get('resource'), query.get('project')]
  const filter: AchievementFilter = resourceId ? { of: 'resource', id: resourceId } : projectId ? { of: 'project', id: projectId } : { of: 'person' }
  const subject = await subjectOf(actor, filter, now)
  if (subject === undefined) return null
  return { filter, subject, rows: await listAchievements(actor, filter) }
}

async function subjectOf(actor: Actor | null, filter: AchievementFilter, now: Date): Promise<Named | null | undefined> {
  if (filter.of === 'person') return actor === null ? undefined : null
  if (filter.id.includes('\0')) return undefined
  if (filter.of === 'resource') {
    const resource = await getResource(filter.id, actor)
    return resource ? { id: resource.id, zh: resource.nameZh, en: resource.nameEn } : undefined
  }
  const project = actor && (await projectPage(actor, filter.id, now))
  return project ? { id: project.id, zh: project.values.nameZh, en: project.values.nameEn } : undefined
}

/** The resources of the actor's latest uses. */
export async function usedResources(actor: Actor): Promise<Named[]> {
  const uses = await ownUses(actor)
  return [...new Map(uses.map(({ resourceId, zh, en }) => [resourceId, { id: resourceId, zh, en }])).values()]
}
