import { useLocale, useTranslations } from 'use-intl'
import { displayName, type Nameable } from '~/features/catalogue/display-name'
import { LinkButton } from '~/ui/button'

/** `where`: the owner's short name, since many resources are called alike. */
export type ChosenResource = { id: string; resource: Nameable; where: string; removeTo: string; earlierTo: string | null }

type ChosenBarProps = { chosen: readonly ChosenResource[]; togetherTo: string | null; searchTo: string | null; boardTo: string }

/** The resources chosen so far, in their order, and what can be done with them. */
export function ChosenBar({ chosen, togetherTo, searchTo, boardTo }: ChosenBarProps) {
  const t = useTranslations('finding')
  const locale = useLocale()
  if (chosen.length === 0) return null
  return (
    <section aria-label={t('chosen')} data-screen-only className="grid gap-3 border-y border-line py-3">
      <p className="font-medium">{t('chosen')}</p>
      <ol className="grid list-decimal gap-1.5 pl-6">
        {chosen.map(({ id, resource, where, removeTo, earlierTo }) => {
          const name = `${displayName(resource, locale).text} · ${where}`
          return (
            <li key={id}>
              <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <span className="min-w-0 break-words">{name}</span>
                {earlierTo === null ? null : (
                  <LinkButton size="small" tone="quiet" to={earlierTo} preventScrollReset aria-label={t('earlierNamed', { name })}>{t('earlier')}</LinkButton>
                )}
                <LinkButton size="small" tone="quiet" to={removeTo} preventScrollReset aria-label={t('removeNamed', { name })}>{t('remove')}</LinkButton>
              </span>
            </li>
          )
        })}
      </ol>
      <div className="flex flex-wrap gap-2">
        {togetherTo === null ? null : <LinkButton to={togetherTo}>{chosen.length === 1 ? t('whenOne') : t('whenTogether')}</LinkButton>}
        {searchTo === null ? null : <LinkButton to={searchTo}>{t('chooseMore')}</LinkButton>}
        <LinkButton to={boardTo}>{t('sideBySide')}</LinkButton>
      </div>
    </section>
  )
}
