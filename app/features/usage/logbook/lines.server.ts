import type { Actor } from '~/domain/access/permission'
import { safeCell } from '~/domain/spreadsheet/csv'
import { instantToLocalDateTime } from '~/domain/time/zone'
import type { LogbookFilter } from '~/features/usage/logbook/filter'
import { allUses, type UseRow } from '~/features/usage/logbook/queries.server'
import { bilingual } from '~/i18n/bilingual'
import type { Locale } from '~/i18n/locale'
import { createTranslator } from '~/i18n/translator'

const COLUMNS = [
  'start', 'end', 'state', 'startSource', 'endSource', 'usedHours', 'effectiveHours', 'resource', 'resourceId', 'person', 'email', 'university', 'operator', 'operation', 'purpose', 'beneficiary',
  'samples', 'remarks', 'code', 'system', 'externalId',
] as const

/** Hours with two decimals, as the official returns take them. */
const hours = (seconds: number) => String(Math.round(seconds / 36) / 100)

/** The logbook as pieces of CSV (UTF-8 with its mark, RFC 4180); times on the clock of each resource's campus. No cell is a formula. */
export async function* logbookLines(actor: Actor, filter: LogbookFilter, { locale, now }: { locale: Locale; now: Date }): AsyncGenerator<string, void, undefined> {
  const t = createTranslator(locale)
  const line = (cells: readonly string[]) => `${cells.map(safeCell).join(',')}\r\n`
  const text = (zh: string | null, en: string | null) => bilingual({ zh, en }, locale).text
  const cells = (row: UseRow) => {
    const isUse = row.status !== 'no_show'
    const at = (instant: Date | null) => (instant === null ? '' : instantToLocalDateTime(instant, row.resource.timeZone).replace('T', ' '))
    return [
      at(row.startsAt), at(row.endsAt), row.status === 'no_show' ? t('usageLogbook.mark.noShow') : row.isAssumed ? t('usageLogbook.mark.assumed') : row.status === 'in_use' ? t('usageLogbook.mark.running') : '',
      isUse ? t(`usageLogbook.source.${row.startSource}`) : '', isUse && row.endSource ? t(`usageLogbook.source.${row.endSource}`) : '',
      isUse ? hours(row.usedSeconds) : '', isUse ? hours(row.effectiveSeconds) : '', text(row.resource.nameZh, row.resource.nameEn), row.resource.id,
      text(row.person.nameZh, row.person.nameEn), row.person.email, text(row.person.universityZh, row.person.universityEn), row.operator ? text(row.operator.nameZh, row.operator.nameEn) : '',
      t(`usageLogbook.operation.${row.operation}`), t(`usageLogbook.purpose.${row.purpose}`), t(`usageLogbook.beneficiary.${row.beneficiary}`),
      row.samples === null ? '' : String(row.samples), row.remarks ?? '', row.code ?? '', row.external?.system ?? '', row.external?.id ?? '',
    ]
  }
  yield `\uFEFF${line(COLUMNS.map((name) => t(`usageLogbook.column.${name}`)))}`
  for await (const rows of allUses(actor, filter, now)) yield rows.map((row) => line(cells(row))).join('')
}
