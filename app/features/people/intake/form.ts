import { z } from 'zod'
import { FIELDS_OF, INTAKE_FIELDS, type IntakeKind, type IntakeValues } from '~/domain/intake/fields'
import { AFFILIATION_KINDS } from '~/features/auth/kinds'

/** What the forms of an intake post, read leniently where a choice is only a choice. */

const text = (form: FormData, name: string) => {
  const value = form.get(name)
  return typeof value === 'string' ? value.replace(/\0|\p{Surrogate}/gu, '').trim() : ''
}

export const readIntakeVersion = (form: FormData): number => z.coerce.number().int().min(1).safeParse(text(form, 'version')).data ?? 0

const whole = (form: FormData, name: string, most: number) => z.coerce.number().int().min(name === 'validMonths' ? 1 : 0).max(most).safeParse(text(form, name) || undefined).data ?? null

/** The plan of a form; unknown choices count as none. */
export function readIntakePlan(form: FormData, columns: number) {
  return {
    version: readIntakeVersion(form),
    columns: Array.from({ length: columns }, (_, at) => INTAKE_FIELDS.find((each) => each === text(form, `column-${at}`)) ?? null),
    defaults: {
      kind: AFFILIATION_KINDS.find((each) => each === text(form, 'kind')) ?? null,
      passScore: whole(form, 'passScore', 100),
      validMonths: whole(form, 'validMonths', 600),
      system: text(form, 'system').slice(0, 60) || null,
    },
  }
}

/** The fields of a row that its form shows. */
export function readIntakeRow(form: FormData, kind: IntakeKind): IntakeValues {
  return Object.fromEntries(FIELDS_OF[kind].flatMap((field) => (form.has(field) ? [[field, text(form, field).slice(0, 8_000)]] : [])))
}

/** Everything typed, to be shown again. */
export function typedIntake(form: FormData): Record<string, string> {
  return Object.fromEntries([...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))
}
