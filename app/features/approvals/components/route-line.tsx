import { useLocale, useTranslations } from 'use-intl'
import { formatList } from '~/i18n/format'
import { Icon } from '~/ui/icon'

/** Who says yes, stage after stage, as a small line of roles. */
export function RouteLine({ stages }: { stages: readonly (readonly string[])[] }) {
  const t = useTranslations('approvals')
  const roleName = useRoleName()
  const locale = useLocale()
  if (stages.length === 0) return <>{t('nobody')}</>
  return (
    <ol className="flex flex-wrap items-center gap-x-1.5 gap-y-1">
      {stages.map((stage, index) => (
        <li key={index} className="inline-flex items-center gap-1.5">
          {index > 0 ? <Icon name="right" className="size-4 text-faint" /> : null}
          <span className="inline-flex items-center gap-1">
            <Icon name="person" className="size-4 text-muted" />
            {formatList([...new Set(stage)].map(roleName), locale)}
          </span>
        </li>
      ))}
    </ol>
  )
}

/** A role's name in the reader's language; an unknown one as it is. */
export function useRoleName(): (role: string) => string {
  const t = useTranslations('common.role')
  return (role) => (t.has(role as 'pi') ? t(role as 'pi') : role)
}
