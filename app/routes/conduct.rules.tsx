import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { getViewer } from '~/features/auth/session.server'
import { RuleWords } from '~/features/usage/conduct/components/rule-words'
import { editableRules } from '~/features/usage/conduct/editable.server'
import { publicConductRules } from '~/features/usage/conduct/rules-page.server'
import { bilingual } from '~/i18n/bilingual'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, queryText } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = await getViewer(request)
  const actor = viewer?.actor ?? null
  const resourceId = queryText(new URL(request.url).searchParams, 'resource', 100) || null
  const [shown, editable] = await Promise.all([publicConductRules(actor, resourceId, new Date()), editableRules(actor, resourceId)])
  if (shown === null) throw notFound()
  const t = createTranslator(localeOfRequest(request, viewer?.locale))
  return { pageTitle: t('common.pageTitle', { title: t('conductRules.title') }), ...shown, editable }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

/** The rules of use and conduct in force, in words, for everybody. */
export default function ConductRules() {
  const { resource, rules, strikes, thresholds, editable } = useLoaderData<typeof loader>()
  const t = useTranslations('conductRules')
  const locale = useLocale()
  const name = resource && bilingual(resource, locale).text
  return (
    <Page
      title={name ? t('of', { name }) : t('title')} lead={t('lead')} width="reading"
      breadcrumbs={resource ? <Breadcrumbs items={[{ to: paths.resource(resource.id), label: name }]} /> : undefined}
    >
      <RuleWords rules={rules} strikes={strikes} thresholds={thresholds} />
      {editable.length === 0 ? null : (
        <Section title={t('kept')}>
          <ul className="grid gap-1">
            {editable.map(({ kind, id, zh, en }) => (
              <li key={`${kind} ${id}`}>
                <Link className="text-accent underline underline-offset-4" to={paths.conductRulesOf(kind, id)}>{zh === null ? t('alliance') : bilingual({ zh, en }, locale).text}</Link>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Page>
  )
}
