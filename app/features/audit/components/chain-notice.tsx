import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import type { ChainState } from '~/features/audit/seal.server'
import { formatDateTime } from '~/i18n/format'
import { defaultTimeZone } from '~/i18n/locale'
import { Notice } from '~/ui/notice'

/** Whether the log is as it was written, and if not, where. */
export function ChainNotice({ chain, now }: { chain: ChainState; now: Date }) {
  const t = useTranslations('admin.audit.chain')
  const locale = useLocale()
  const timeZone = useTimeZone() ?? defaultTimeZone
  const { seals, checked, sealed, waiting, fault } = chain
  if (fault !== null) {
    const { kind, seal, after, last } = fault
    return <Notice tone="refused" title={t('broken')}>{kind === 'link' ? t('link', { seal }) : t(kind, { seal, after, last })}</Notice>
  }
  if (sealed === null) return <p className="text-muted">{t('none')}</p>
  return (
    <Notice tone="ok">
      {t('whole', { checked, seals, last: sealed.last, at: formatDateTime(sealed.at, { locale, timeZone, now }) })} {t('waiting', { count: waiting })}
    </Notice>
  )
}
