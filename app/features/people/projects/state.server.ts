import type { Actor } from '~/domain/access/permission'
import { mayInGroup } from '~/domain/people/group'
import { type HeldGroup, heldGroup } from '~/features/people/groups/state.server'
import type { ProjectInput } from '~/features/people/projects/schema'
import { db, type Tx } from '~/platform/db.server'

export type ProjectValues = Omit<ProjectInput, 'budgetHours' | 'yearlyHours'> & { budgetSeconds: number | null; yearlySeconds: number | null }
export type HeldProject = { id: string; version: number; isClosed: boolean; group: HeldGroup; values: ProjectValues }

/** A project as a command or its form needs it; null: no such project. */
export async function heldProject(id: string, personId: string, now: Date, client: Tx | typeof db = db): Promise<HeldProject | null> {
  const row = await client.project.findUnique({
    where: { id: id.replaceAll('\0', '') },
    select: {
      id: true, version: true, closedAt: true, groupId: true, kind: true, nameZh: true, nameEn: true, number: true, fundingSource: true,
      level: true, discipline: true, startsOn: true, endsOn: true, budgetSeconds: true, yearlySeconds: true,
      partners: { select: { universityId: true, partnerId: true, isLead: true }, orderBy: { universityId: 'asc' } },
      payers: { select: { groupId: true, label: true, share: true }, orderBy: [{ share: 'desc' }, { id: 'asc' }] },
    },
  })
  if (row === null) return null
  const group = await heldGroup(row.groupId, personId, now, client)
  if (group === null) return null
  const { version, closedAt, groupId: _group, partners, startsOn, endsOn, ...rest } = row
  return {
    id: row.id,
    version,
    isClosed: closedAt !== null,
    group,
    values: {
      kind: rest.kind, nameZh: rest.nameZh, nameEn: rest.nameEn, number: rest.number, fundingSource: rest.fundingSource,
      level: rest.level, discipline: rest.discipline, startsOn: dateText(startsOn), endsOn: dateText(endsOn),
      budgetSeconds: rest.budgetSeconds, yearlySeconds: rest.yearlySeconds, payers: rest.payers,
      universities: partners.flatMap((each) => (each.universityId === null ? [] : [each.universityId])),
      partners: partners.flatMap((each) => (each.partnerId === null ? [] : [each.partnerId])),
      leadUniversity: partners.find((each) => each.isLead)?.universityId ?? null,
    },
  }
}

/** The project under the lock of its group, if the actor may keep it. */
export async function lockedProject(tx: Tx, actor: Actor, id: string, now: Date): Promise<HeldProject | null> {
  const row = await tx.project.findUnique({ where: { id }, select: { groupId: true } })
  if (row === null) return null
  await tx.$executeRaw`SELECT 1 FROM research_group WHERE id = ${row.groupId} FOR NO KEY UPDATE`
  const project = await heldProject(id, actor.personId, now, tx)
  return project !== null && mayInGroup(actor, project.group, project.group.part, 'keep_projects') ? project : null
}

const dateText = (date: Date | null) => date?.toISOString().slice(0, 10) ?? null
