import { useLocale, useTranslations } from 'use-intl'
import type { RowStanding } from '~/features/finder/row-standing'
import { formatList } from '~/i18n/format'
import { Icon } from '~/ui/icon'
import { cx } from '~/ui/cx'

/** What the signed-in reader may do with a result, in a few words; the resource's page says how to mend what is missing. */
export function RowStandingText({ standing }: { standing: RowStanding }) {
  const t = useTranslations('eligibility')
  const modes = useTranslations('common.mode')
  const locale = useLocale()
  const isYes = standing.kind === 'may' || standing.kind === 'some'
  const said = () => {
    if (standing.kind === 'may') return t('row.may')
    if (standing.kind === 'some') return t('row.some', { modes: formatList(standing.modes.map((mode) => modes(mode as 'remote')), locale) })
    if (standing.kind === 'not') return t(`reason.${standing.why}`)
    return t('row.steps', { count: standing.steps.length, steps: formatList(standing.steps.map((step) => t(`row.step.${step}`)), locale) })
  }
  return (
    <p className={cx('flex items-start gap-1.5 text-sm', standing.kind === 'not' && 'text-muted')}>
      <Icon name={isYes ? 'check' : 'info'} className={cx('mt-0.5 size-4 shrink-0', isYes ? 'text-accent' : standing.kind === 'steps' ? 'text-waiting' : '')} />
      <span className="min-w-0">{said()}</span>
    </p>
  )
}
