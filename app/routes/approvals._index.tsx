import { useTranslations } from 'use-intl'
import { Icon } from '~/ui/icon'

/** The right pane before a request is chosen; on a phone the list stands alone. */
export default function NothingChosen() {
  const t = useTranslations('approvals')
  return (
    <p className="flex items-center gap-2 text-muted max-lg:hidden">
      <Icon name="left" />
      {t('chooseOne')}
    </p>
  )
}
