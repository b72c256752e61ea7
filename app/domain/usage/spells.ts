import type { Period } from '~/domain/time/interval'
import { inOrder, rankOf, type UseFact, type UseSource } from './facts'

/** A stretch of use. An end that nobody has told yet is null. */
type Spell = { start: Date; end: Date | null }

export type Spells = {
  spells: Spell[]
  startSource: UseSource | null
  endSource: UseSource | null
}

type Edge = Pick<UseFact, 'id' | 'kind' | 'source' | 'at'>

/**
 * When the machine was in use, from starts and ends of all sources. The strongest source with a start gives the
 * stretches; a second start while one runs, and a second end, change nothing. An end of a stronger source
 * replaces the last one; a stretch that its own source leaves open is closed by the strongest other. Sources
 * are never added up.
 */
export function spellsOf(edges: readonly Edge[]): Spells {
  const bySource = groupBySource(edges)
  const first = bySource.findIndex(({ edges: own }) => own.some(({ kind }) => kind === 'start'))
  const leading = bySource[first]
  if (leading === undefined) return { spells: [], startSource: null, endSource: null }
  const spells = sessions(leading.edges)
  const start = spells[0]!.start

  const stronger = bySource.slice(0, first).map(({ source, edges: own }) => ({ source, end: closingEnd(own, start) }))
  const overruling = stronger.find(({ end }) => end !== null)
  if (overruling?.end) return { spells: endAt(spells, overruling.end), startSource: leading.source, endSource: overruling.source }

  const last = spells.at(-1)!
  if (last.end !== null) return { spells, startSource: leading.source, endSource: leading.source }
  const weaker = bySource.slice(first + 1).map(({ source, edges: own }) => ({ source, end: closingEnd(own, last.start) }))
  const closing = weaker.find(({ end }) => end !== null)
  if (closing?.end) return { spells: endAt(spells, closing.end), startSource: leading.source, endSource: closing.source }
  return { spells, startSource: leading.source, endSource: null }
}

function groupBySource(edges: readonly Edge[]): { source: UseSource; edges: Edge[] }[] {
  const groups = new Map<UseSource, Edge[]>()
  for (const edge of inOrder(edges)) groups.set(edge.source, [...(groups.get(edge.source) ?? []), edge])
  return [...groups].map(([source, own]) => ({ source, edges: own })).toSorted((a, b) => rankOf(a.source) - rankOf(b.source))
}

/** Starts and ends of one source in pairs. An end before any start, or at its very instant, says nothing. */
function sessions(ordered: readonly Edge[]): Spell[] {
  const found: Spell[] = []
  for (const { kind, at } of ordered) {
    const open = found.at(-1)
    const isOpen = open !== undefined && open.end === null
    if (kind === 'start' && !isOpen) found.push({ start: at, end: null })
    else if (kind === 'end' && isOpen && at > open.start) open.end = at
  }
  return found
}

/** The end that a source tells of a use that was running at `after`; null: none. */
function closingEnd(ordered: readonly Edge[], after: Date): Date | null {
  const own = sessions(ordered).at(-1)
  if (own !== undefined) return own.end !== null && own.end > after ? own.end : null
  return ordered.find(({ kind, at }) => kind === 'end' && at > after)?.at ?? null
}

/** The same stretches, over by `end`: the last that began before it lasts until then. */
function endAt(spells: readonly Spell[], end: Date): Spell[] {
  const begun = spells.filter(({ start }) => start < end)
  return begun.map((each, at) => (at === begun.length - 1 ? { start: each.start, end } : each))
}

/** Closed stretches in canonical form cannot overlap: one source tells them in order. */
export function closed(spells: readonly Spell[]): Period[] {
  return spells.flatMap(({ start, end }) => (end === null ? [] : [{ start, end }]))
}
