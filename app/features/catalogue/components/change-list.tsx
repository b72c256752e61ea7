import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import type { Changes, FieldValue } from '~/domain/catalogue/changes'
import { quotaOfCode } from '~/domain/scheduling/quota'
import type { FieldName } from '~/features/catalogue/components/entry-fields'
import type { Named } from '~/features/catalogue/history.server'
import { bilingual } from '~/i18n/bilingual'
import { formatDateTime, formatDuration, formatHours, formatList, formatMoney, formatNumber, formatPlainDate } from '~/i18n/format'
import { PART_KEYS, partLines, partOfCode } from '~/i18n/policy-words'
import { word } from '~/i18n/word'
import { Table } from '~/ui/table'

/** Where the words of a field's values stand. */
const VALUE_WORDS: Record<string, string> = {
  modes: 'common.mode',
  shareScope: 'common.shareScope',
  level: 'common.level',
  ratedClass: 'catalogue.resource.ratedClass',
  hazards: 'catalogue.resource.hazard',
  safetyClass: 'catalogue.resource.hazard',
  hazardClass: 'catalogue.resource.hazard',
  safetyLevel: 'listing.safetyLevel',
  access: 'listing.access',
  status: 'listing.status',
}
const OWNER = /^(lead|member):(.*)$/

/** A field's value as people say it. */
export function useValueText(names: Record<string, Named>): (field: string, value: FieldValue) => string {
  const t = useTranslations()
  const locale = useLocale()
  const nameOf = (id: string) => {
    const named = names[id]
    return named ? bilingual(named, locale).text : id
  }
  const one = (field: string, value: string | number | boolean): string => {
    if (/^policy\..*Minutes$/.test(field)) return formatDuration(Number(value), locale)
    if (typeof value === 'boolean') return t(value ? 'common.state.yes' : 'common.state.no')
    if (field === 'valueFen' || field.startsWith('price.')) return formatMoney(Number(value), locale)
    const key = `${VALUE_WORDS[field] ?? ''}.${value}` as 'listing.status.draft'
    if (field in VALUE_WORDS && t.has(key)) return t(key)
    if (typeof value === 'number') return formatNumber(value, locale)
    if (['reviewOn', 'acquiredOn', 'reassessOn'].includes(field) && /^\d{4}-\d\d-\d\d$/.test(value)) return formatPlainDate(value, locale)
    const quota = field === 'policy.quotas' ? quotaOfCode(value) : null
    if (quota) {
      const { limit, measure, days, window, per, over } = quota
      const amount = measure === 'hours' ? formatHours(limit * 3600, locale) : t('policies.times', { count: limit })
      return t('policies.quota.text', { window, per, over, days: days ?? 0, limit: amount })
    }
    const part = PART_KEYS.find((each) => field === `policy.${each}`)
    const rules = part && typeof value === 'string' ? partOfCode(part, value) : null
    if (part && rules) return partLines(t, part, rules, { locale }).join(' ') || t('policies.noLimit')
    if (field.startsWith('policy.')) return word(t, `policies.value.${value}`) ?? value
    const owner = OWNER.exec(value)
    if (owner) return `${nameOf(owner[2]!)} (${t(`listing.lab.${owner[1] as 'lead'}`)})`
    return nameOf(value)
  }
  return (field, value) => {
    const values = Array.isArray(value) ? (value as readonly string[]) : value === null ? [] : [value as string | number | boolean]
    if (values.length === 0 || value === '') return t('listing.history.empty')
    return formatList(values.map((each) => one(field, each)), locale)
  }
}

/** The label of a field; a price's cell is named by its mode and who pays it. */
export function useFieldLabel(): (field: string) => string {
  const t = useTranslations()
  return (field) => {
    const [head, mode, origin] = field.split('.')
    if (head === 'price' && mode && origin) {
      const way = mode === 'any' ? t('listing.prices.everyMode') : t(`common.mode.${mode as 'remote'}`)
      return `${t('listing.prices.changeTitle')}: ${t('listing.prices.cell', { mode: way, origin: t(`common.originClass.${origin as 'enterprise'}`) })}`
    }
    if (head === 'hours') {
      if (mode === 'exception') return t('hours.field.exception', { first: field.split('.')[2] ?? '', last: field.split('.')[3] ?? '' })
      return word(t, `hours.field.${mode}`) ?? field
    }
    if (head === 'policy') return word(t, `policies.rule.${mode}`) ?? field
    const key = `listing.field.${field as FieldName}` as const
    return t.has(key) ? t(key) : field
  }
}

type ChangeRow = { field: string; from: FieldValue; to: FieldValue }
export type ChangeTableProps = { caption: string; changes: Changes; names: Record<string, Named>; from: string; to: string }

/** Field by field, what was and what is. */
export function ChangeTable({ caption, changes, names, from, to }: ChangeTableProps) {
  const t = useTranslations('listing.conflict')
  const label = useFieldLabel()
  const text = useValueText(names)
  const rows = Object.entries(changes).map(([field, change]) => ({ field, ...change }))
  return (
    <Table<ChangeRow>
      caption={caption}
      isCaptionHidden
      rows={rows}
      rowKey={(row) => row.field}
      columns={[
        { key: 'field', label: t('field'), isRowHeader: true, cell: (row) => label(row.field) },
        { key: 'from', label: from, cell: (row) => <Long text={text(row.field, row.from)} /> },
        { key: 'to', label: to, cell: (row) => <Long text={text(row.field, row.to)} /> },
      ]}
    />
  )
}

const Long = ({ text }: { text: string }) => <span className="whitespace-pre-line break-words">{text}</span>

export function useWhen(now: Date): (at: Date) => string {
  const locale = useLocale()
  const timeZone = useTimeZone() ?? 'Asia/Shanghai'
  return (at) => formatDateTime(at, { locale, timeZone, now })
}
