/** Texts named at most: each costs memory in every connection. */
const MOST_NAMED = 400
/** A text seen this often will come again; lists of varying length make texts that never do. */
const SIGHTINGS = 3

type Known = { names: Map<string, string>; sightings: Map<string, number> }

// The built app and server.ts each load their own copy of this module; the connections are one pool's,
// and on a connection a name must mean one text.
const shared = globalThis as typeof globalThis & { allianceStatements?: Known }

/**
 * A name under which a connection keeps the statement parsed, and its plan once it proves stable: for
 * a query of many joins that is most of its cost. Empty: sent as it is, parsed each time.
 */
export function statementName(sql: string): string {
  const { names, sightings } = (shared.allianceStatements ??= { names: new Map(), sightings: new Map() })
  const known = names.get(sql)
  if (known !== undefined) return known
  if (names.size >= MOST_NAMED) return UNNAMED
  const count = (sightings.get(sql) ?? 0) + 1
  if (count < SIGHTINGS) {
    if (sightings.size >= 5 * MOST_NAMED) sightings.clear()
    sightings.set(sql, count)
    return UNNAMED
  }
  sightings.delete(sql)
  const name = `a${names.size}`
  names.set(sql, name)
  return name
}

/** PostgreSQL's own word for a statement that is not kept. */
const UNNAMED = ''
