export type FieldValue = string | number | boolean | null | readonly string[]
export type FieldChange = { from: FieldValue; to: FieldValue }
export type Changes = Record<string, FieldChange>

/** Lists are sets here: their order says nothing. */
const comparable = (value: FieldValue): string =>
  JSON.stringify(Array.isArray(value) ? [...(value as readonly string[])].toSorted() : value)

/** What differs, field by field, in the order of `after`; fields that only `before` has are left out. */
export function changesBetween(before: Record<string, FieldValue>, after: Record<string, FieldValue>): Changes {
  const changed: Changes = {}
  for (const [field, to] of Object.entries(after)) {
    const from = before[field] ?? null
    if (comparable(from) !== comparable(to)) changed[field] = { from, to }
  }
  return changed
}
