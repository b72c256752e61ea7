import { useTranslations } from 'use-intl'
import { Badge } from '~/ui/badge'

/** Says that a resource is invented for demonstration. */
export function IllustrativeMark() {
  const t = useTranslations('common.state')
  return <Badge title={t('illustrativeHint')}>{t('illustrative')}</Badge>
}
