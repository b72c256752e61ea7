import type { PlaceFacts, QualificationRule, Recognition, RuleBook } from './facts'

/**
 * The same rules, found by place without looking at all of them: for lists of many places. What is
 * left out speaks of other places, so a judgement by the answer equals one by the whole book.
 */
export function rulesByPlace(book: RuleBook): (place: Pick<PlaceFacts, 'id' | 'kindId' | 'labId'>) => RuleBook {
  const byResource = grouped(book.qualificationRules, (each) => each.resourceId)
  const byKind = grouped(book.qualificationRules, (each) => (each.resourceId === null ? each.kindId : null))
  const byLab = grouped(book.qualificationRules, (each) => (each.resourceId === null && each.kindId === null ? each.labId : null))
  const toResource = grouped(book.recognitions, (each) => (each.layer === 'qualification' ? each.toResourceId : null))
  const toLab = grouped(book.recognitions, (each) => (each.layer === 'local' ? each.toLabId : null))
  const general = book.recognitions.filter((each) => each.layer === 'general')
  const none: never[] = []
  return (place) => ({
    ...book,
    qualificationRules: joined<QualificationRule>(byResource.get(place.id) ?? none, byKind.get(place.kindId) ?? none, byLab.get(place.labId) ?? none),
    recognitions: joined<Recognition>(general, toResource.get(place.id) ?? none, toLab.get(place.labId) ?? none),
  })
}

function joined<T>(...lists: (readonly T[])[]): readonly T[] {
  const filled = lists.filter((each) => each.length > 0)
  return filled.length === 1 ? filled[0]! : filled.flat()
}

function grouped<T>(all: readonly T[], keyOf: (each: T) => string | null): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const each of all) {
    const key = keyOf(each)
    if (key === null) continue
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [each])
    else group.push(each)
  }
  return groups
}
