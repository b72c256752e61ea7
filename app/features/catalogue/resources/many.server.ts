import type { Actor } from '~/domain/access/permission'
import { answerListing, type ListingReply } from '~/features/catalogue/answer.server'
import { namesIn, type Named } from '~/features/catalogue/history.server'
import { changeMany, type ManyRefusal, type ManyRow, previewMany } from '~/features/catalogue/resources/change-many.server'
import { chosenSchema, parseChosen, patchSchema, type ResourcePatch } from '~/features/catalogue/resources/schema'
import { done } from '~/domain/problem'
import { readForm } from '~/platform/http'

export type ManyAnswer =
  | { kind: 'applied'; changed: number }
  | { kind: 'preview'; rows: ManyRow[]; names: Record<string, Named>; isApplicable: boolean; reply: ListingReply }
  | { kind: 'refused'; refusals: ManyRefusal[]; reply: ListingReply }
  | { kind: 'invalid'; reply: ListingReply }

/** The form that changes many: `preview` shows what would change, `apply` does it. Both keep what was typed. */
export async function answerMany(request: Request, actor: Actor, now: Date): Promise<ManyAnswer> {
  const form = await readForm(request.clone())
  const chosen = chosenSchema.safeParse(form.getAll('chosen'))
  const typed = typedIn(form)
  if (!chosen.success) return { kind: 'invalid', reply: { ...typed, errors: { '': ['listing.rules.none_chosen'] } } }
  const parsed = await answerListing(request, patchSchema, async (patch: ResourcePatch) => done(patch))
  if (!parsed.ok) return { kind: 'invalid', reply: parsed.reply }
  const all = parseChosen(chosen.data)
  if (form.get('intent') !== 'apply') {
    const rows = await previewMany(actor, all.map((each) => each.id), parsed.value)
    const isApplicable = rows.some((row) => Object.keys(row.changes).length > 0) && rows.every((row) => row.problems.length === 0)
    return { kind: 'preview', rows, names: await namesIn(rows), isApplicable, reply: typed }
  }
  const outcome = await changeMany(actor, all, parsed.value, now)
  return outcome.ok ? { kind: 'applied', changed: outcome.changed } : { kind: 'refused', refusals: outcome.refusals, reply: typed }
}

function typedIn(form: FormData): ListingReply {
  const values: ListingReply['values'] = {}
  for (const name of new Set(form.keys())) {
    const all = form.getAll(name).filter((each) => typeof each === 'string')
    values[name] = all.length === 1 ? all[0]! : all
  }
  return { errors: {}, values, problems: [], conflict: null }
}
