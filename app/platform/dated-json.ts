/** JSON in which instants stay instants: a Date travels as `{"@date": "2026-11-23T01:00:00.000Z"}`. */

export function writeDatedJson(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, name, written: unknown) {
    return this[name] instanceof Date ? { '@date': written } : written
  })
}

/** @throws SyntaxError where the text is no JSON. */
export function readDatedJson<T>(text: string): T {
  return JSON.parse(text, (_name, value: unknown) => (isDated(value) ? new Date(value['@date']) : value))
}

function isDated(value: unknown): value is { '@date': string } {
  return typeof value === 'object' && value !== null && '@date' in value && typeof value['@date'] === 'string'
}
