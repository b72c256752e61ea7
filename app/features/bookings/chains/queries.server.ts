import type { Actor } from '~/domain/access/permission'
import { type ChainStep, MOST_ITEMS } from '~/domain/booking/chain'
import type { ResourceMode } from '~/domain/booking/facts'
import type { Question } from '~/domain/booking/questions'
import { type CarrierChoice, carriersOf } from '~/features/bookings/checkbook.server'
import { type OtherPerson, peopleToBookFor } from '~/features/bookings/on-behalf.server'
import { foundResources } from '~/features/finder/search.server'
import { matches } from '~/features/finder/text-match.server'
import { eligibilityOf } from '~/features/people/eligibility/queries.server'
import { listedFor } from '~/features/catalogue/visibility.server'
import { looseTerms } from '~/features/catalogue/search-text'
import { db } from '~/platform/db.server'
import { Prisma } from '~/platform/generated/prisma/client'

/** A resource as a step shows it. */
export type ChainResource = {
  id: string; nameZh: string; nameEn: string | null; maker: string | null; model: string | null; isIllustrative: boolean
  kind: { zh: string; en: string; nature: string }; capacity: number; modes: ResourceMode[]
  lab: { id: string; nameZh: string; nameEn: string }
  university: { nameZh: string; nameEn: string }
  campus: { nameZh: string; nameEn: string; timeZone: string }
}

export type ChainTemplateView = { id: string; labId: string; nameZh: string; nameEn: string | null; version: number; steps: ChainStep[] }

const fields = { id: true, labId: true, nameZh: true, nameEn: true, version: true, steps: true } as const satisfies Prisma.ChainTemplateSelect
type Row = Prisma.ChainTemplateGetPayload<{ select: typeof fields }>
const view = ({ steps, ...row }: Row): ChainTemplateView => ({ ...row, steps: steps as unknown as ChainStep[] })

/** What a lab proposes, oldest first. */
export async function labTemplates(labId: string): Promise<ChainTemplateView[]> {
  const rows = await db.chainTemplate.findMany({ where: { labId, retiredAt: null }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], select: fields })
  return rows.map(view)
}

/** One that is offered still. */
export async function chainTemplate(id: string): Promise<ChainTemplateView | null> {
  const row = await db.chainTemplate.findFirst({ where: { id, retiredAt: null }, select: fields })
  return row && view(row)
}

/** What the lab of a resource proposes to book together with it. */
export async function templatesWith(resource: { id: string; labId: string }): Promise<Pick<ChainTemplateView, 'id' | 'nameZh' | 'nameEn'>[]> {
  const rows = await labTemplates(resource.labId)
  return rows.filter(({ steps }) => steps.some(({ resourceId }) => resourceId === resource.id)).map(({ id, nameZh, nameEn }) => ({ id, nameZh, nameEn }))
}

/** Resources by id as the actor may see them, in the order asked for; more than a chain has twice over are left out. */
export async function chainResources(actor: Actor, ids: readonly string[]): Promise<ChainResource[]> {
  const asked = storable(ids).slice(0, 2 * MOST_ITEMS)
  if (asked.length === 0) return []
  const found = await foundResources(actor, asked)
  return found.map(({ id, nameZh, nameEn, maker, model, isIllustrative, kind, capacity, modes, lab, university, campus }) => ({
    id, nameZh, nameEn, maker, model, isIllustrative, capacity,
    kind: { zh: kind.zh, en: kind.en, nature: kind.nature },
    modes: modes as ResourceMode[],
    lab: { id: lab.id, nameZh: lab.nameZh, nameEn: lab.nameEn },
    university: { nameZh: university.nameZh, nameEn: university.nameEn },
    campus: { nameZh: campus.nameZh, nameEn: campus.nameEn, timeZone: campus.timeZone },
  }))
}

/** PostgreSQL text holds no NUL and no half of a pair; nothing has such an id. */
const storable = (ids: readonly string[]) => [...new Set(ids)].filter((id) => id !== '' && !id.includes('\0') && id.isWellFormed())

const MOST_OFFERED = 8

/** What could be added: by words, else what stands beside it in the same lab. Only what is booked here. */
export async function chainOffers(actor: Actor, asked: { q: string | undefined; labId: string | null; not: readonly string[] }): Promise<ChainResource[]> {
  const { labId } = asked
  const q = (asked.q ?? '').replace(/\p{Cc}/gu, '').toWellFormed().trim().slice(0, 100)
  const not = storable(asked.not)
  if (q === '' && labId === null) return []
  const terms = looseTerms(q)
  const where = q === '' ? Prisma.sql`r.lab_id = ${labId}` : terms.length > 0 ? matches(terms, 'loose') : Prisma.sql`r.name_zh ILIKE ${`%${q.replace(/[\\%_]/g, '\\$&')}%`}`
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT r.id FROM resource r JOIN lab l ON l.id = r.lab_id JOIN resource_kind k ON k.id = r.kind_id JOIN campus c ON c.id = r.campus_id JOIN university u ON u.id = r.university_id
     WHERE ${listedFor(actor)} AND r.external_url IS NULL AND r.share_scope <> 'contact_only' AND l.access = 'open'
       AND r.id <> ALL (${not}::text[]) AND ${where}
     ORDER BY (r.lab_id = ${labId ?? ''}) DESC, r.name_zh, r.id LIMIT ${MOST_OFFERED}`
  return chainResources(actor, rows.map(({ id }) => id))
}

/** What the chain form needs to know beside its rows. */
export type ChainSheet = {
  resources: ChainResource[]
  carriers: CarrierChoice[]
  people: OtherPerson[]
  asked: { resourceId: string; questions: readonly Question[] }[]
  needsDeclaration: boolean
  /** Whether somebody is asked how many come. */
  asksHeadCount: boolean
}

export async function chainSheet(actor: Actor, ids: readonly string[], now: Date): Promise<ChainSheet> {
  const resources = await chainResources(actor, ids)
  const known = resources.map(({ id }) => id)
  const [carriers, people, rules, sets] = await Promise.all([
    carriersOf(actor, now),
    peopleToBookFor(actor, now),
    known.length > 0 ? eligibilityOf(actor, known, now) : new Map<string, { needsDeclaration: boolean }>(),
    db.$queryRaw<{ asked: Record<string, { questions: Question[] }> | null }[]>`SELECT current_questions(${known}::text[]) AS asked`,
  ])
  const asked = sets[0]?.asked ?? {}
  return {
    resources, carriers, people,
    asked: known.map((resourceId) => ({ resourceId, questions: asked[resourceId]?.questions ?? [] })),
    needsDeclaration: known.some((id) => rules.get(id)?.needsDeclaration),
    asksHeadCount: resources.some(({ kind }) => kind.nature === 'space' || kind.nature === 'base'),
  }
}
