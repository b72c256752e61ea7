import { useLocale, useTranslations } from 'use-intl'
import { UseButtons } from '~/features/usage/machine/components/use-buttons'
import type { RunningUse } from '~/features/usage/machine/actions.server'
import { bilingual } from '~/i18n/bilingual'
import { formatDateTime } from '~/i18n/format'
import { Notice } from '~/ui/notice'

/** Uses of the reader's own that have run over: they stand in no list of what is to come. */
export function OverdueNotices({ uses, now }: { uses: readonly RunningUse[]; now: Date }) {
  const t = useTranslations('usageMachine')
  const locale = useLocale()
  return uses.map((use) => (
    <Notice key={use.itemId} tone="warn" title={t('stillTitle')} action={<UseButtons use={use} />}>
      {t('stillYours', { name: bilingual({ zh: use.nameZh, en: use.nameEn }, locale).text, at: formatDateTime(use.end, { locale, timeZone: use.timeZone, now }) })}
    </Notice>
  ))
}
