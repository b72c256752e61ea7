/** Texts named at most: each costs memory in every connection. */
const MOST_NAMED = 400
/** A text seen this often will come again; lists of varying length make texts that never do. */
const SIGHTINGS = 3

const names = new Map<string, string>()
const sightings = new Map<string, number>()

/**
 * A name under which a connection keeps the statement parsed, and its plan once it proves stable: for
 * a query of many joins that is most of its cost. Undefined: sent as it is, parsed each time.
 */
export function statementName(sql: string): string {
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
