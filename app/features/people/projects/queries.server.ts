import type { Actor } from '~/domain/access/permission'
import { mayInGroup } from '~/domain/people/group'
import type { ProjectKind, ProjectRole } from '~/domain/people/project'
import { noteReads } from '~/features/audit/note-reads.server'
import type { Named, PersonName } from '~/features/people/groups/queries.server'
import { running } from '~/features/people/groups/state.server'
import { heldProject, type HeldProject } from '~/features/people/projects/state.server'
import { db } from '~/platform/db.server'

export type ProjectPage = {
  id: string
  kind: ProjectKind
  version: number
  isClosed: boolean
  values: HeldProject['values']
  group: { id: string } & Named
  mayKeep: boolean
  maySteer: boolean
  isReader: boolean
  partners: (Named & { id: string; isLead: boolean; isOutside: boolean })[]
  members: (PersonName & { role: ProjectRole; home: Named | null })[]
  payers: { name: Named; share: number }[]
}

/** A project, for those of its group, those of the project itself, and the group's coordinator; else null. */
export async function projectPage(actor: Actor, id: string, now: Date): Promise<ProjectPage | null> {
  const held = await heldProject(id, actor.personId, now)
  if (held === null) return null
  const { group, values } = held
  const row = await db.project.findUniqueOrThrow({
    where: { id: held.id },
    select: {
      partners: {
        select: { id: true, isLead: true, university: { select: { nameZh: true, nameEn: true, position: true } }, partner: { select: { nameZh: true, nameEn: true } } },
      },
      members: {
        where: running(now),
        orderBy: [{ role: 'asc' }, { startsAt: 'asc' }],
        select: {
          role: true,
          person: {
            select: {
              id: true, nameZh: true, nameEn: true, email: true,
              affiliations: { where: { isHome: true, ...running(now) }, select: { university: { select: { nameZh: true, nameEn: true } } }, take: 1 },
            },
          },
        },
      },
      payers: { orderBy: [{ share: 'desc' }, { id: 'asc' }], select: { label: true, share: true, group: { select: { nameZh: true, nameEn: true } } } },
    },
  })
  const isReader = row.members.some(({ person }) => person.id === actor.personId)
  if (!isReader && !mayInGroup(actor, group, group.part, 'read')) return null
  await noteReads(actor, row.members.map(({ person }) => person.id), 'people', now)
  const named = (value: { nameZh: string; nameEn: string | null }): Named => ({ zh: value.nameZh, en: value.nameEn ?? value.nameZh })
  return {
    id: held.id,
    kind: values.kind,
    version: held.version,
    isClosed: held.isClosed || group.closedAt !== null,
    values,
    group: { id: group.id, zh: group.nameZh, en: group.nameEn },
    mayKeep: mayInGroup(actor, group, group.part, 'keep_projects'),
    maySteer: mayInGroup(actor, group, group.part, 'steer'),
    isReader,
    partners: row.partners
      .toSorted((a, b) => Number(b.isLead) - Number(a.isLead) || (a.university?.position ?? 999) - (b.university?.position ?? 999))
      .flatMap(({ id: key, isLead, university, partner }) => {
        const one = university ?? partner
        return one === null ? [] : [{ id: key, isLead, isOutside: university === null, ...named(one) }]
      }),
    members: row.members.map(({ role, person: { affiliations, ...person } }) => ({ ...person, role, home: affiliations[0]?.university ? named(affiliations[0].university) : null })),
    payers: row.payers.map(({ label, share, group: payer }) => ({ share, name: payer === null ? { zh: label ?? '', en: label ?? '' } : named(payer) })),
  }
}

export type ProjectChoices = { universities: (Named & { id: string })[]; partners: (Named & { id: string })[]; groups: (Named & { id: string })[] }

/** What a project's form offers: the members, their running partners, and the groups that can pay. */
export async function projectChoices(groupId: string): Promise<ProjectChoices> {
  const [universities, partners, groups] = await Promise.all([
    db.university.findMany({ orderBy: [{ position: 'asc' }, { id: 'asc' }], select: { id: true, nameZh: true, nameEn: true } }),
    db.partner.findMany({ where: { endedAt: null }, orderBy: { nameZh: 'asc' }, take: 200, select: { id: true, nameZh: true, nameEn: true } }),
    db.researchGroup.findMany({
      where: { closedAt: null, OR: [{ id: groupId }, { confirmedAt: { not: null } }] },
      orderBy: [{ universityId: 'asc' }, { nameZh: 'asc' }],
      take: 500,
      select: { id: true, nameZh: true, nameEn: true },
    }),
  ])
  const named = (row: { id: string; nameZh: string; nameEn: string | null }) => ({ id: row.id, zh: row.nameZh, en: row.nameEn ?? row.nameZh })
  return { universities: universities.map(named), partners: partners.map(named), groups: groups.map(named) }
}
