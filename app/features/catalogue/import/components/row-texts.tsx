import { useLocale, useTranslations } from 'use-intl'
import type { Changes, ImportedPart } from '~/domain/inventory/changes'
import type { InventoryField, RowProblem } from '~/domain/inventory/fields'
import { formatMoney } from '~/i18n/format'
import { word } from '~/i18n/word'

/** What is wrong with a row, each problem after the name of its field. */
export function RowProblems({ problems }: { problems: readonly RowProblem[] }) {
  const t = useTranslations('inventory.field')
  const rule = useProblemText()
  const say = (problem: RowProblem) => (problem.field === null ? rule(problem) : `${t(problem.field)} – ${rule(problem)}`)
  return (
    <ul className="grid gap-0.5">
      {problems.map((problem) => (
        <li key={`${problem.field}${problem.rule}`}>{say(problem)}</li>
      ))}
    </ul>
  )
}

/** What is wrong, without the name of the field. */
export function useProblemText(): (problem: RowProblem) => string {
  const t = useTranslations()
  return (problem) => word(t, `inventory.problem.${problem.rule}`, problem.params) ?? problem.rule
}

/** The field of the file that a part of the catalogue comes from. */
const FIELD_OF: Record<ImportedPart, InventoryField> = {
  nameZh: 'nameZh', nameEn: 'nameEn', maker: 'maker', model: 'model', valueFen: 'value', acquiredOn: 'acquiredOn', nriiClass: 'nriiClass',
  buildingZh: 'place', roomNumber: 'roomNumber', contactNameZh: 'contactName', contactPhone: 'contactPhone', contactEmail: 'contactEmail',
  summaryZh: 'summary', labId: 'lab', campusId: 'campus', kindId: 'kind',
}

/** What a row would change; `names` words the ids of labs, campuses and kinds. */
export function RowChanges({ changes, names }: { changes: Changes; names: ReadonlyMap<string, string> }) {
  const t = useTranslations('inventory')
  const locale = useLocale()
  const shown = (part: ImportedPart, value: string | null) => {
    if (value === null || value === '') return t('rows.nothing')
    return part === 'valueFen' ? formatMoney(BigInt(value), locale) : (names.get(value) ?? value)
  }
  return (
    <ul className="grid gap-0.5">
      {(Object.keys(changes) as ImportedPart[]).map((part) => (
        <li key={part}>
          {t('rows.change', { field: t(`field.${FIELD_OF[part]}`), from: shown(part, changes[part]?.from ?? null), to: shown(part, changes[part]?.to ?? null) })}
        </li>
      ))}
    </ul>
  )
}
