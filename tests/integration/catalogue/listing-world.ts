import type { Actor } from '~/domain/access/permission'
import { resourceSchema, type ResourceInput } from '~/features/catalogue/resources/schema'
import { db } from '~/platform/db.server'
import { makePerson } from '#tests/factories/world'

/** The manager of one lab only. */
export const labManager = (labId: string, university: 'a' | 'b' = 'a'): Promise<Actor> =>
  makePerson(university, [{ role: 'lab_manager', scopeKind: 'lab', scopeId: labId }])

/** What a form of a resource at a university's lab posts, judged by the schema. */
export function resourceInput(wish: Partial<Record<keyof ResourceInput, unknown>> = {}, university: 'a' | 'b' = 'a'): ResourceInput {
  return resourceSchema.parse({
    nameZh: '扫描电子显微镜', kindId: 'kind', labId: `${university}-lab`, campusId: `${university}-campus`, tags: [], listedBy: [],
    modes: ['self_operation'], capacity: 1, hazards: [], ratedClass: 'general', ratedHours: 1400, shareScope: 'alliance', ...wish,
  })
}

export async function versionOf(id: string): Promise<number> {
  return (await db.resource.findUniqueOrThrow({ where: { id }, select: { version: true } })).version
}

export async function lastAudit(subjectId: string) {
  return db.auditEvent.findFirst({ where: { subjectId }, orderBy: { id: 'desc' }, select: { action: true, actorId: true, data: true, universityId: true } })
}

/** The rule that a command names for a field; null when it refuses nothing there. */
export function ruleFor(outcome: { ok: boolean; problems?: { code: string; params: object }[] }, field: string): string | null {
  const found = outcome.problems?.find((each) => each.code === 'field_invalid' && 'field' in each.params && each.params.field === field)
  return found && 'rule' in found.params ? String(found.params.rule) : null
}
export const codesOf = (outcome: { ok: boolean; problems?: { code: string }[] }) => outcome.problems?.map((each) => each.code) ?? []
