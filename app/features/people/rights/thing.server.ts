import type { Target } from '~/domain/access/permission'
import type { Thing } from '~/features/people/rights/things'
import { db } from '~/platform/db.server'

/** What a question is about, as the rule of access sees it; without a target: anywhere at all. */
export type FoundThing = { name: { zh: string; en: string | null } | null; target: Target | undefined }

/** The thing of that kind and id (a booking by its code); null where there is none. */
export async function targetOf(thing: Exclude<Thing, 'anywhere'>, id: string): Promise<FoundThing | null> {
  // PostgreSQL text holds no NUL; nothing has such an id.
  if (id === '' || id.includes('\0')) return null
  switch (thing) {
    case 'university': {
      const row = await db.university.findUnique({ where: { id }, select: { nameZh: true, nameEn: true } })
      return row && { name: { zh: row.nameZh, en: row.nameEn }, target: { universityId: id } }
    }
    case 'lab': {
      const row = await db.lab.findUnique({
        where: { id },
        select: { nameZh: true, nameEn: true, hostUniversityId: true, owners: { select: { universityId: true } } },
      })
      if (row === null) return null
      const universityIds = [row.hostUniversityId, ...row.owners.map((owner) => owner.universityId)].filter((each): each is string => each !== null)
      return { name: { zh: row.nameZh, en: row.nameEn }, target: { labId: id, universityIds } }
    }
    case 'resource': {
      const row = await db.resource.findUnique({ where: { id }, select: { nameZh: true, nameEn: true, labId: true, universityId: true } })
      return row && { name: { zh: row.nameZh, en: row.nameEn }, target: { labId: row.labId, universityId: row.universityId } }
    }
    case 'booking': {
      const row = await db.booking.findFirst({
        where: { code: id.toUpperCase() },
        select: {
          code: true, bookerId: true, attendeeId: true, group: { select: { leaderId: true } },
          items: { select: { resource: { select: { labId: true, universityId: true } } } },
        },
      })
      if (row === null) return null
      const target = {
        ownerIds: [row.bookerId, row.attendeeId],
        leaderIds: row.group ? [row.group.leaderId] : [],
        labIds: row.items.map(({ resource }) => resource.labId),
        universityIds: row.items.map(({ resource }) => resource.universityId),
      }
      return { name: { zh: row.code, en: row.code }, target }
    }
  }
}
