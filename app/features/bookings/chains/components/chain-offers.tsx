import { useLocale, useTranslations } from 'use-intl'
import type { ChainTemplateView } from '~/features/bookings/chains/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { paths } from '~/platform/paths'
import { LinkButton } from '~/ui/button'
import { Section } from '~/ui/section'

type ChainOffersProps = { resourceId: string; templates: readonly Pick<ChainTemplateView, 'id' | 'nameZh' | 'nameEn'>[] }

/** What the lab proposes to book together with a resource, and the way to put something together oneself. */
export function ChainOffers({ resourceId, templates }: ChainOffersProps) {
  const t = useTranslations('chains')
  const locale = useLocale()
  return (
    <Section title={t('offers')}>
      {templates.length > 0 ? <p className="text-muted">{t('offersLead')}</p> : null}
      <div className="flex flex-wrap gap-2">
        {templates.map(({ id, nameZh, nameEn }) => (
          <LinkButton key={id} to={paths.bookChain({ template: id })}>{bilingual({ zh: nameZh, en: nameEn }, locale).text}</LinkButton>
        ))}
        <LinkButton tone="quiet" to={paths.bookChain({ resource: resourceId })}>{t('compose')}</LinkButton>
      </div>
    </Section>
  )
}
