import { merge, type Period } from '~/domain/time/interval'

export type UseOfUnit = {
  id: string
  spells: readonly Period[]
  /** Nobody measured it: it was taken to be used as booked. */
  isAssumed: boolean
}

/**
 * Whose each moment of a resource is, so that no figure counts one twice: at most `capacity` uses at a time. Where
 * more are told, a measured use goes before an assumed one, and of two measured the one that began later: the
 * next user has taken over. Gives the periods of each use, disjoint and in order; the input's order is no matter.
 */
export function attributed(uses: readonly UseOfUnit[], capacity: number): Map<string, Period[]> {
  const spells = uses.flatMap(({ id, isAssumed, spells: own }) => merge(own).map((each) => ({ ...each, id, isAssumed })))
  const edges = [...new Set(spells.flatMap(({ start, end }) => [start.getTime(), end.getTime()]))].toSorted((a, b) => a - b)
  const given = new Map<string, Period[]>(uses.map(({ id }) => [id, []]))
  edges.slice(1).forEach((end, at) => {
    const piece = { start: new Date(edges[at]!), end: new Date(end) }
    const present = spells.filter((each) => each.start <= piece.start && piece.end <= each.end)
    const winners = present.toSorted(
      (a, b) => Number(a.isAssumed) - Number(b.isAssumed) || b.start.getTime() - a.start.getTime() || (a.id < b.id ? -1 : 1),
    )
    for (const { id } of winners.slice(0, capacity)) given.get(id)!.push(piece)
  })
  return new Map([...given].map(([id, pieces]) => [id, merge(pieces)]))
}
