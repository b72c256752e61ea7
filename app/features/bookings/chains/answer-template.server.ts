import type { Actor } from '~/domain/access/permission'
import { isAcceptable, type Problem } from '~/domain/problem'
import { type ChainResource, chainOffers, chainResources, labTemplates, type ChainTemplateView } from '~/features/bookings/chains/queries.server'
import { retireTemplate } from '~/features/bookings/chains/retire-template.server'
import { saveTemplate } from '~/features/bookings/chains/save-template.server'
import { editRows, putRows, rowOf, rowsIn, type StepValues, templateForm } from '~/features/bookings/chains/schema'
import { readPosted } from '~/features/bookings/form'

/** The page of a lab's chains: those there are, and the one being made or changed. */
export type TemplatesPage = {
  templates: ChainTemplateView[]
  resources: ChainResource[]
  /** Null: none is open. */
  editing: { values: Record<string, string>; rows: StepValues[]; offers: ChainResource[]; errors: Record<string, string[]>; problems: Problem[] } | null
}

type Editing = Pick<NonNullable<TemplatesPage['editing']>, 'values' | 'rows'> & { errors?: Record<string, string[]>; problems?: Problem[] }

export async function templatesPage(actor: Actor, labId: string, asked: Editing | string | null): Promise<TemplatesPage> {
  const templates = await labTemplates(labId)
  const editing = typeof asked === 'string' ? opened(templates, asked) : asked
  const ids = templates.flatMap(({ steps }) => steps.map(({ resourceId }) => resourceId))
  const rowIds = editing?.rows.map(({ resourceId }) => resourceId) ?? []
  const [own, known, offers] = await Promise.all([
    chainResources(actor, rowIds),
    inPieces(actor, ids),
    editing ? chainOffers(actor, { q: editing.values.q, labId, not: rowIds }) : [],
  ])
  return { templates, resources: [...own, ...known], editing: editing && { errors: {}, problems: [], offers, ...editing } }
}

/** Every resource that a list of chains names, whatever their number. */
async function inPieces(actor: Actor, ids: readonly string[]): Promise<ChainResource[]> {
  const pieces = Array.from({ length: Math.ceil(ids.length / 8) }, (_, at) => ids.slice(at * 8, at * 8 + 8))
  return (await Promise.all(pieces.map((piece) => chainResources(actor, piece)))).flat()
}

function opened(templates: readonly ChainTemplateView[], id: string): Editing | null {
  if (id === 'new') return { values: {}, rows: [] }
  const found = templates.find((each) => each.id === id)
  if (!found) return null
  return { values: { id: found.id, version: String(found.version), nameZh: found.nameZh, nameEn: found.nameEn ?? '' }, rows: found.steps.map(rowOf) }
}

export type TemplateAnswer = { kind: 'done'; notice: 'saved' | 'retired' } | { kind: 'shown'; page: TemplatesPage; status: number }

/** One of the buttons of the page. */
export async function answerTemplate(actor: Actor, labId: string, body: FormData, now: Date): Promise<TemplateAnswer> {
  const retired = body.get('retire')
  if (typeof retired === 'string') {
    const outcome = await retireTemplate(actor, labId, retired, now)
    return outcome.ok ? { kind: 'done', notice: 'retired' } : show(actor, labId, { values: {}, rows: [], problems: outcome.problems }, 422)
  }
  const rows = editRows(rowsIn(Object.fromEntries([...body].map(([name, value]) => [name, String(value)]))), body)
  if (rows) putRows(body, rows)
  const posted = readPosted(body, templateForm)
  const { values } = posted
  const editing = { values, rows: rowsIn(values) }
  if (rows || values.intent === 'find') return show(actor, labId, editing, 200)
  if (!posted.ok) return show(actor, labId, { ...editing, errors: posted.errors }, 422)
  const outcome = await saveTemplate(actor, labId, posted.value, now)
  if (outcome.ok) return { kind: 'done', notice: 'saved' }
  const fields = outcome.problems.flatMap((each) => (each.code === 'field_invalid' ? [[each.params.field, [each.params.rule]] as [string, string[]]] : []))
  const problems = outcome.problems.filter((each) => each.code !== 'field_invalid' && !isAcceptable([each]))
  return show(actor, labId, { ...editing, errors: Object.fromEntries(fields), problems }, 422)
}

async function show(actor: Actor, labId: string, editing: Editing, status: number): Promise<TemplateAnswer> {
  return { kind: 'shown', status, page: await templatesPage(actor, labId, editing) }
}
