import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLocale, useTranslations } from 'use-intl'
import { BORDER, VIEWPOINTS } from '~/domain/access/border'
import { formatList } from '~/i18n/format'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { HelpLink } from '~/ui/help-link'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'
import { Table } from '~/ui/table'

export function loader({ request }: LoaderFunctionArgs) {
  const t = createTranslator(localeOfRequest(request))
  return { pageTitle: t('common.pageTitle', { title: t('rights.borders.title') }) }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

const NOTES = ['noteCalendar', 'noteDecision', 'noteContact', 'noteLog'] as const

/** The rule itself, in words: it is read from the domain, so it can't say anything else. */
export default function PrivacyBorders() {
  const t = useTranslations('rights.borders')
  const locale = useLocale()
  return (
    <Page title={t('title')} lead={<>{t('lead')} <HelpLink topic="privacy" /></>} width="reading">
      <Table
        caption={t('title')}
        isCaptionHidden
        rows={VIEWPOINTS}
        rowKey={(viewpoint) => viewpoint}
        columns={[
          { key: 'who', label: t('reader'), isRowHeader: true, cell: (viewpoint) => t(`who.${viewpoint}`) },
          {
            key: 'sees',
            label: t('sees'),
            cell: (viewpoint) =>
              BORDER[viewpoint].length === 0 ? t('nothing') : formatList(BORDER[viewpoint].map((each) => t(`field.${each}`)), locale),
          },
        ]}
      />
      <Section title={t('notes')}>
        <ul className="ml-5 list-disc">
          {NOTES.map((note) => (
            <li key={note}>{t(note)}</li>
          ))}
        </ul>
      </Section>
    </Page>
  )
}
