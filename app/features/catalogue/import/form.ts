import { z } from 'zod'
import { RESOURCE_MODES } from '~/domain/booking/facts'
import { INVENTORY_FIELDS, type InventoryValues } from '~/domain/inventory/fields'
import type { LabChoice } from '~/domain/inventory/row'
import { SHARE_SCOPES, VALUE_UNITS } from '~/features/catalogue/import/plan'

/** What the forms of an import post, read leniently where a choice is only a choice. */

const text = (form: FormData, name: string) => {
  const value = form.get(name)
  return typeof value === 'string' ? value.replace(/\0|\p{Surrogate}/gu, '').trim() : ''
}
const orNull = (form: FormData, name: string) => text(form, name) || null

export const readVersion = (form: FormData): number => z.coerce.number().int().min(1).safeParse(text(form, 'version')).data ?? 0

/** The plan of a form; unknown choices count as none. */
export function readPlan(form: FormData, columns: number) {
  const modes = form.getAll('modes')
  return {
    version: readVersion(form),
    columns: Array.from({ length: columns }, (_, at) => INVENTORY_FIELDS.find((each) => each === text(form, `column-${at}`)) ?? null),
    valueUnit: VALUE_UNITS.find((each) => each === text(form, 'valueUnit')) ?? 'yuan',
    defaults: {
      labId: orNull(form, 'labId'),
      campusId: orNull(form, 'campusId'),
      kindId: orNull(form, 'kindId'),
      shareScope: SHARE_SCOPES.find((each) => each === text(form, 'shareScope')) ?? 'alliance',
      modes: RESOURCE_MODES.filter((each) => modes.includes(each)),
    },
  }
}

/** Decisions about labs: the names and what was chosen for each stand in pairs. */
export function readDecisions(form: FormData) {
  const labs: Record<string, LabChoice> = {}
  for (let at = 0; form.has(`lab-name-${at}`); at += 1) {
    const name = text(form, `lab-name-${at}`)
    const choice = text(form, `lab-choice-${at}`)
    if (name === '' || choice === '' || Object.hasOwn(Object.prototype, name)) continue
    labs[name] = choice === 'create' || choice === 'leave_out' ? choice : { labId: choice.replace(/^lab:/, '') }
  }
  return { labs, kindId: orNull(form, 'kindId') }
}

/** The fields of a row that its form shows. */
export function readRow(form: FormData): InventoryValues {
  return Object.fromEntries(INVENTORY_FIELDS.flatMap((field) => (form.has(field) ? [[field, text(form, field).slice(0, 8_000)]] : [])))
}

/** Everything typed, to be shown again. */
export function typedValues(form: FormData): Record<string, string> {
  return Object.fromEntries([...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))
}
