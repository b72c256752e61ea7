import type { IntakeField, IntakeKind, IntakeProblem, IntakeValues } from '~/domain/intake/fields'
import type { Translator } from '~/i18n/translator'
import { word } from '~/i18n/word'

/** What a field is called in a kind of file: a start is a date of exam in a list of exams. */
export function fieldName(t: Translator, kind: IntakeKind, field: IntakeField): string {
  return word(t, `intake.fieldAs.${kind}.${field}`) ?? t(`intake.field.${field}`)
}

/** A problem of a row in words, after the name of its field. */
export function problemText(t: Translator, kind: IntakeKind, problem: IntakeProblem): string {
  return problem.field === null ? ruleText(t, problem) : `${fieldName(t, kind, problem.field)} – ${ruleText(t, problem)}`
}

/** What is wrong, without the name of the field. */
export function ruleText(t: Translator, { rule, params }: IntakeProblem): string {
  return word(t, `intake.problem.${rule}`, params) ?? rule
}

/** What a row is about, in few words. */
export function rowSubject(values: IntakeValues): string {
  const name = values.externalId ?? values.groupZh ?? values.nameZh ?? values.nameEn ?? (values.year === undefined ? undefined : `${values.resource ?? ''} ${values.year}`)
  const rest = values.email ?? values.leader
  return [name, rest].filter((each) => each !== undefined).join(' · ')
}

/** What else a row says. */
export function rowDetails(values: IntakeValues): string {
  const { email: _email, nameZh: _zh, nameEn: _en, groupZh: _group, leader: _leader, externalId: _id, year: _year, ...rest } = values
  return Object.values(rest).join(' · ')
}
