import { inOrder, type UseFact } from './facts'
import type { UseRecord } from './record'

/** What a fact says that holds now. */
export type Counted = 'start' | 'end' | 'outcome'

/**
 * Which facts hold of a use: the one its beginning is taken from, the one its end, and the outcome that a manager
 * declared last. What is assumed comes from no fact. The order of arrival does not matter.
 */
export function countingFacts(facts: readonly UseFact[], record: Pick<UseRecord, 'startsAt' | 'endsAt' | 'startSource' | 'endSource'>): Map<string, Counted[]> {
  const found = new Map<string, Counted[]>()
  const add = (fact: UseFact | undefined, what: Counted) => {
    if (fact) found.set(fact.id, [...(found.get(fact.id) ?? []), what])
  }
  const ordered = inOrder(facts)
  const tells = (at: Date | null, source: string | null, edge: 'start' | 'end') => {
    if (at === null || source === null) return undefined
    const isIt = ({ kind, source: from, at: when, correction }: UseFact) =>
      source === 'correction'
        ? (edge === 'start' ? correction?.startsAt : correction?.endsAt)?.getTime() === at.getTime()
        : kind === edge && from === source && when.getTime() === at.getTime()
    // A correction that was made again with the same time holds since the last one; of edges the first told it.
    return source === 'correction' ? ordered.findLast(isIt) : ordered.find(isIt)
  }
  add(tells(record.startsAt, record.startSource, 'start'), 'start')
  add(tells(record.endsAt, record.endSource, 'end'), 'end')
  add(ordered.findLast(({ correction }) => correction?.outcome !== undefined), 'outcome')
  return found
}
