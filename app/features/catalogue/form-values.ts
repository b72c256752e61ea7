import type { FieldValue } from '~/domain/catalogue/changes'
import { yuanOfFen } from '~/domain/pricing/yuan'

/** What a form shows: texts as typed, lists of the boxes that are ticked. */
export type FormValues = Record<string, string | string[]>

const LINES = ['formerNames', 'externalLeads']

/** Values of an entry as its form would post them. */
export function formValues(values: Record<string, FieldValue>): FormValues {
  const shown: FormValues = {}
  for (const [field, value] of Object.entries(values)) {
    if (value === null || value === false) continue
    if (Array.isArray(value)) shown[field] = LINES.includes(field) ? value.join('\n') : [...(value as readonly string[])]
    else if (field === 'valueFen') shown[field] = yuanOfFen(Number(value))
    else shown[field] = value === true ? 'on' : String(value)
  }
  return shown
}
