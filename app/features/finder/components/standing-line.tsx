import { useLocale, useTranslations } from 'use-intl'
import type { Standing } from '~/features/finder/standing'
import { formatList } from '~/i18n/format'
import { paths } from '~/platform/paths'
import { LinkButton } from '~/ui/button'
import { Icon } from '~/ui/icon'
import { cx } from '~/ui/cx'

/** May I use it: one line, and the missing step as a link. */
export function StandingLine({ standing, here }: { standing: Standing; here: string }) {
  const t = useTranslations('catalogue.resource.standing')
  const words = useTranslations('common.mode')
  const locale = useLocale()
  const isYes = standing.kind === 'open' || standing.kind === 'asks_approval'
  const text =
    standing.kind !== 'qualification_missing'
      ? t(standing.kind)
      : standing.modesWithout.length === 0
        ? t('qualification_missing_only')
        : t('qualification_missing', {
            modes: formatList(standing.modesWithout.map((mode) => words(mode as 'remote')), locale),
          })
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <p className="flex items-start gap-2">
        <Icon name={isYes ? 'check' : 'info'} className={cx('mt-0.5 size-5 shrink-0', isYes ? 'text-accent' : 'text-waiting')} />
        <span>{text}</span>
      </p>
      {standing.kind === 'sign_in' ? (
        <LinkButton size="small" to={paths.login({ to: here })}>
          {t('signIn')}
        </LinkButton>
      ) : null}
      {standing.kind === 'contact' || (standing.kind === 'qualification_missing' && standing.modesWithout.length === 0) ? (
        <LinkButton size="small" to="#contact">
          {t('contactLab')}
        </LinkButton>
      ) : null}
      {standing.kind === 'affiliation_missing' ? (
        <LinkButton size="small" to={`${paths.help()}#accounts`}>
          {t('coordinator')}
        </LinkButton>
      ) : null}
    </div>
  )
}
