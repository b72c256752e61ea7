import type { Actor } from '~/domain/access/permission'
import { can } from '~/domain/access/permission'
import type { ListPrice } from '~/domain/pricing/quote'
import { type Attached, filesOf } from '~/features/catalogue/files/queries.server'
import { LAB_PAGE_SIZE, type LabFilters } from '~/features/catalogue/schema'
import { fold } from '~/features/catalogue/search-text'
import { listedFor, maySee } from '~/features/catalogue/visibility.server'
import { db } from '~/platform/db.server'
import { Prisma } from '~/platform/generated/prisma/client'

const MOST_IN_LAB = 200

const universityNames = { id: true, nameZh: true, nameEn: true, shortZh: true, abbr: true } as const
const kindNames = { id: true, zh: true, en: true, nature: true } as const
const resourceNames = {
  id: true,
  nameZh: true,
  nameEn: true,
  maker: true,
  model: true,
  isIllustrative: true,
  modes: true,
  shareScope: true,
  kind: { select: kindNames },
} as const

const resourcePage = {
  ...resourceNames,
  universityId: true,
  labId: true,
  campusId: true,
  kindId: true,
  status: true,
  formerNames: true,
  assetNumber: true,
  nriiClass: true,
  ratedClass: true,
  ratedHours: true,
  capacity: true,
  needsQualification: true,
  hazards: true,
  notOpenReason: true,
  externalUrl: true,
  summaryZh: true,
  summaryEn: true,
  buildingZh: true,
  buildingEn: true,
  roomNumber: true,
  gateZh: true,
  gateEn: true,
  accessZh: true,
  accessEn: true,
  contactNameZh: true,
  contactNameEn: true,
  contactEmail: true,
  contactPhone: true,
  emergencyPhone: true,
  version: true,
  ratingCount: true,
  ratingSum: true,
  room: { select: { buildingZh: true, buildingEn: true, number: true, hazardClass: true, safetyLevel: true, maxPeople: true } },
  university: { select: universityNames },
  campus: {
    select: { id: true, nameZh: true, nameEn: true, districtZh: true, districtEn: true, city: true, timeZone: true },
  },
  lab: {
    select: {
      id: true, nameZh: true, nameEn: true, level: true, access: true, confirmedAt: true, safetyClass: true,
      contactNameZh: true, contactNameEn: true, contactEmail: true, contactPhone: true, emergencyPhone: true,
      tags: { select: { tag: { select: { id: true, scheme: true, zh: true, en: true } } } },
      chainTemplates: { where: { retiredAt: null }, select: { id: true }, take: 1 },
    },
  },
  tags: { select: { tag: { select: { id: true, scheme: true, zh: true, en: true } } } },
  parent: { select: { ...resourceNames, status: true } },
  inside: { where: { status: 'active' }, select: resourceNames, orderBy: [{ sortKey: 'asc' }, { id: 'asc' }] },
  prices: { select: { originClass: true, mode: true, perHourFen: true, validFrom: true, validTo: true } },
} as const satisfies Prisma.ResourceSelect

type ResourceRow = Prisma.ResourceGetPayload<{ select: typeof resourcePage }>
export type ResourcePage = Omit<ResourceRow, 'prices'> & {
  prices: ListPrice[]
  pictures: Attached[]
  documents: Attached[]
  /** There are telephone numbers, for who signs in. */
  hidesPhone: boolean
  /** The actor may change it; a draft or retired one is shown to nobody else. */
  isManageable: boolean
}

/** A resource with all that its page tells; null when there is none that the actor may see. */
export async function getResource(id: string, actor: Actor | null): Promise<ResourcePage | null> {
  const row = await db.resource.findUnique({ where: { id: storableId(id) }, select: resourcePage })
  if (row === null || !maySee(actor, { ...row, labConfirmedAt: row.lab.confirmedAt })) return null
  const files = await filesOf({ kind: 'resource', id: row.id })
  const lab = withoutPhone(row.lab, actor)
  const own = withoutPhone(row, actor)
  return {
    ...row,
    ...files,
    contactPhone: own.contactPhone,
    emergencyPhone: own.emergencyPhone,
    lab: { ...row.lab, contactPhone: lab.contactPhone, emergencyPhone: lab.emergencyPhone },
    hidesPhone: own.hidesPhone || lab.hidesPhone,
    parent: row.parent?.status === 'active' ? row.parent : null,
    prices: row.prices.map((each) => ({ ...each, perHourFen: Number(each.perHourFen) })),
    isManageable: can(actor, 'manage:resource', { labId: row.labId, universityId: row.universityId }),
  }
}

type Phones = { contactPhone: string | null; emergencyPhone: string | null }

/** Telephone numbers are for people who have signed in: see domain/access/border for people's own. */
function withoutPhone({ contactPhone, emergencyPhone }: Phones, actor: Actor | null): Phones & { hidesPhone: boolean } {
  if (actor !== null) return { contactPhone, emergencyPhone, hidesPhone: false }
  return { contactPhone: null, emergencyPhone: null, hidesPhone: contactPhone !== null || emergencyPhone !== null }
}

export type ResourceBasics = Prisma.ResourceGetPayload<{ select: typeof basics }>
const basics = {
  ...resourceNames,
  labId: true,
  universityId: true,
  campus: { select: { id: true, nameZh: true, nameEn: true, timeZone: true, city: true } },
  university: { select: universityNames },
} as const satisfies Prisma.ResourceSelect

/** Names and places of resources that others already refer to, whatever their status; by id. */
export async function resourceBasics(ids: readonly string[]): Promise<Map<string, ResourceBasics>> {
  const rows = await db.resource.findMany({ where: { id: { in: [...ids] } }, select: basics })
  return new Map(rows.map((row) => [row.id, row]))
}

const labPage = {
  id: true, nameZh: true, nameEn: true, formerNames: true, level: true, access: true, disciplineZh: true,
  disciplineEn: true, safetyClass: true, isJoint: true, externalLeads: true, noteZh: true, noteEn: true,
  contactNameZh: true, contactNameEn: true, contactEmail: true, contactPhone: true, emergencyPhone: true,
  confirmedAt: true, retiredAt: true, hostUniversityId: true,
  hostUniversity: { select: universityNames },
  campus: { select: { id: true, nameZh: true, nameEn: true, districtZh: true, districtEn: true, city: true } },
  owners: {
    select: { role: true, university: { select: universityNames } },
    orderBy: [{ role: 'asc' }, { university: { position: 'asc' } }],
  },
  tags: { select: { tag: { select: { id: true, scheme: true, zh: true, en: true } } } },
} as const satisfies Prisma.LabSelect

export type LabPage = Prisma.LabGetPayload<{ select: typeof labPage }> & {
  resources: LabResourceRow[]
  pictures: Attached[]
  documents: Attached[]
  mayConfirm: boolean
  hidesPhone: boolean
  /** The actor keeps its entry. */
  isManageable: boolean
}
export type LabResourceRow = Prisma.ResourceGetPayload<{ select: typeof inLab }>
const inLab = {
  ...resourceNames,
  labId: true,
  needsQualification: true,
  university: { select: universityNames },
  campus: { select: { nameZh: true, nameEn: true, city: true } },
} as const satisfies Prisma.ResourceSelect

/** A lab with its owners and the resources that the actor may see, those it merely lists included. */
export async function getLab(id: string, actor: Actor | null): Promise<LabPage | null> {
  const [lab, listed] = await Promise.all([
    db.lab.findUnique({ where: { id: storableId(id) }, select: labPage }),
    db.$queryRaw<{ id: string }[]>`
      SELECT r.id FROM resource r JOIN lab l ON l.id = r.lab_id
       WHERE ${listedFor(actor)}
         AND (r.lab_id = ${storableId(id)} OR r.id IN (SELECT lr.resource_id FROM lab_resource lr WHERE lr.lab_id = ${storableId(id)}))
       ORDER BY r.sort_key COLLATE "C", r.id LIMIT ${MOST_IN_LAB}::int`,
  ])
  if (lab === null) return null
  const resources = await db.resource.findMany({
    where: { id: { in: listed.map((each) => each.id) } },
    select: inLab,
    orderBy: [{ sortKey: 'asc' }, { id: 'asc' }],
  })
  const files = await filesOf({ kind: 'lab', id: lab.id })
  const isManageable = can(actor, 'update:lab', { labId: lab.id, universityIds: keepersOf(lab) })
  return { ...lab, ...withoutPhone(lab, actor), ...files, resources, isManageable, mayConfirm: lab.confirmedAt === null && mayConfirmLab(actor, lab) }
}

type Owned = { hostUniversityId: string | null; owners: readonly { role: string; university: { id: string } }[] }
/** The host, or the leads where no single member hosts. */
const keepersOf = ({ hostUniversityId, owners }: Owned) =>
  hostUniversityId ? [hostUniversityId] : owners.filter((each) => each.role === 'lead').map((each) => each.university.id)

/** The coordinator of the host, or of a lead where no single member hosts. */
export function mayConfirmLab(actor: Actor | null, lab: Owned): boolean {
  return can(actor, 'confirm:lab', { universityIds: keepersOf(lab) })
}

export type LabRow = {
  id: string; nameZh: string; nameEn: string; level: string; access: 'open' | 'restricted'; isJoint: boolean
  isConfirmed: boolean; disciplineZh: string | null; disciplineEn: string | null; resources: number
  universities: { id: string; nameZh: string; nameEn: string }[]
  campus: { nameZh: string; nameEn: string; city: string } | null
}
export type LabChoices = {
  universities: { id: string; nameZh: string; nameEn: string; count: number }[]
  levels: { level: string; count: number }[]
}

/** Labs by words, university (host or owner) and level, a page at a time, with the choices there are. */
export async function listLabs(filters: LabFilters, actor: Actor | null): Promise<{ items: LabRow[]; total: number; choices: LabChoices }> {
  const pattern = `%${fold(filters.q).replace(/[\\%_]/g, '\\$&')}%`
  const rows = await db.$queryRaw<{ items: LabRow[]; total: number; choices: LabChoices }[]>`
    WITH labs AS MATERIALIZED (
      SELECT l.*, owned.ids AS university_ids,
             (SELECT count(*)::int FROM resource r WHERE r.lab_id = l.id AND ${listedFor(actor)})
             + (SELECT count(*)::int FROM lab_resource lr JOIN resource r ON r.id = lr.resource_id JOIN lab h ON h.id = r.lab_id
                 WHERE lr.lab_id = l.id AND r.lab_id <> l.id AND r.status = 'active' AND h.confirmed_at IS NOT NULL
                   AND r.share_scope <> 'own_university') AS resources
        FROM lab l
        CROSS JOIN LATERAL (
          SELECT array_agg(DISTINCT o.id) AS ids FROM (
            SELECT l.host_university_id AS id UNION SELECT lo.university_id FROM lab_owner lo WHERE lo.lab_id = l.id) o
           WHERE o.id IS NOT NULL) owned
       WHERE l.retired_at IS NULL AND lower(concat_ws(' ', l.name_zh, l.name_en, array_to_string(l.former_names, ' '), l.discipline_zh, l.discipline_en)) LIKE ${pattern}
    ), flagged AS MATERIALIZED (
      SELECT *, (${filters.university}::text IS NULL OR ${filters.university} = ANY (university_ids)) AS f_university,
                (${filters.level}::text IS NULL OR level::text = ${filters.level}) AS f_level FROM labs
    ), hits AS (SELECT * FROM flagged WHERE f_university AND f_level)
    SELECT
      (SELECT count(*)::int FROM hits) AS total,
      (SELECT coalesce(jsonb_agg(item), '[]') FROM (
        SELECT jsonb_build_object(
          'id', h.id, 'nameZh', h.name_zh, 'nameEn', h.name_en, 'level', h.level, 'access', h.access, 'isJoint', h.is_joint,
          'isConfirmed', h.confirmed_at IS NOT NULL, 'disciplineZh', h.discipline_zh, 'disciplineEn', h.discipline_en,
          'resources', h.resources,
          'universities', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', u.id, 'nameZh', u.name_zh, 'nameEn', u.name_en) ORDER BY u.position, u.id), '[]')
                             FROM university u WHERE u.id = ANY (h.university_ids)),
          'campus', (SELECT jsonb_build_object('nameZh', c.name_zh, 'nameEn', c.name_en, 'city', c.city) FROM campus c WHERE c.id = h.campus_id)) AS item
          FROM hits h LEFT JOIN university host ON host.id = h.host_university_id
         ORDER BY h.level, host.position NULLS FIRST, h.id
         LIMIT ${LAB_PAGE_SIZE}::int OFFSET ${(filters.page - 1) * LAB_PAGE_SIZE}::int) i) AS items,
      jsonb_build_object(
        'universities', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', u.id, 'nameZh', u.name_zh, 'nameEn', u.name_en,
                            'count', (SELECT count(*) FROM flagged f WHERE f.f_level AND u.id = ANY (f.university_ids))) ORDER BY u.position, u.id), '[]') FROM university u),
        'levels', (SELECT coalesce(jsonb_agg(jsonb_build_object('level', level, 'count', n) ORDER BY level), '[]') FROM (
                     SELECT level, count(*) AS n FROM flagged WHERE f_university GROUP BY level) v)) AS choices`
  return rows[0] ?? { items: [], total: 0, choices: { universities: [], levels: [] } }
}

/** PostgreSQL text holds no NUL; nothing has such an id. */
const storableId = (id: string) => id.replaceAll('\0', '')
