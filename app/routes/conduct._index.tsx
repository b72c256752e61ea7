import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { requireViewer } from '~/features/auth/require.server'
import { ConsequenceList, FindingTable } from '~/features/usage/conduct/components/conduct-view'
import { conductPage } from '~/features/usage/conduct/pages.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { paths } from '~/platform/paths'
import { LinkButton } from '~/ui/button'
import { Stat } from '~/ui/data-list'
import { HelpLink } from '~/ui/help-link'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'
import { EmptyState } from '~/ui/states'

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date()
  const { actor, locale } = await requireViewer(request)
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('conduct.title') }), now, ...(await conductPage(actor, now)) }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

/** The reader's own credit, what it comes from and what follows. */
export default function Conduct() {
  const { score, decayDays, findings, consequences, now } = useLoaderData<typeof loader>()
  const t = useTranslations('conduct')
  return (
    <Page title={t('title')} lead={<>{t('lead')} <HelpLink topic="conduct" /></>} action={<LinkButton to={paths.conductRules()}>{t('rulesLink')}</LinkButton>}>
      <Stat label={t('score')} value={score} note={`${t('of')} · ${t('decays', { days: decayDays })}`} />
      <Section title={t('consequences')}>
        <ConsequenceList rows={consequences} now={now} />
      </Section>
      <Section title={t('findings')}>
        {findings.length === 0 ? <EmptyState icon="check" title={t('noFindings')} heading="h3">{t('noFindingsHint')}</EmptyState> : <FindingTable findings={findings} caption={t('findings')} now={now} />}
      </Section>
    </Page>
  )
}
