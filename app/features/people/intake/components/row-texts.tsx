import { useTranslations } from 'use-intl'
import type { IntakeChanges, IntakeField, IntakeKind, IntakeProblem } from '~/domain/intake/fields'
import { fieldName, problemText } from '~/features/people/intake/field-name'
import { word } from '~/i18n/word'

/** What is wrong with a row, or to be looked at, each after the name of its field. */
export function IntakeProblems({ kind, problems }: { kind: IntakeKind; problems: readonly IntakeProblem[] }) {
  const t = useTranslations()
  return (
    <ul className="grid gap-0.5">
      {problems.map((problem) => (
        <li key={`${problem.field}${problem.rule}`}>{problemText(t, kind, problem)}</li>
      ))}
    </ul>
  )
}

/** What a row would change. */
export function IntakeChangeList({ kind, changes }: { kind: IntakeKind; changes: IntakeChanges }) {
  const t = useTranslations()
  const shown = (field: IntakeField, value: string | null) => {
    if (value === null || value === '') return t('inventory.rows.nothing')
    if (field === 'kind') return word(t, `auth.kind.${value}`) ?? value
    return (field === 'basis' ? word(t, `intake.basis.${value}`) : null) ?? value
  }
  return (
    <ul className="grid gap-0.5">
      {(Object.keys(changes) as IntakeField[]).map((field) => (
        <li key={field}>
          {t('inventory.rows.change', { field: fieldName(t, kind, field), from: shown(field, changes[field]?.from ?? null), to: shown(field, changes[field]?.to ?? null) })}
        </li>
      ))}
    </ul>
  )
}
