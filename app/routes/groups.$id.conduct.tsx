import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { requireViewer } from '~/features/auth/require.server'
import { usePersonText } from '~/features/people/groups/components/entry'
import { GroupFrame } from '~/features/people/groups/components/group-frame'
import { groupPage } from '~/features/people/groups/queries.server'
import { FindingTable } from '~/features/usage/conduct/components/conduct-view'
import { groupConduct } from '~/features/usage/conduct/pages.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound } from '~/platform/http'
import { Section } from '~/ui/section'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date()
  const { actor, locale } = await requireViewer(request)
  const id = params.id ?? ''
  const [group, members] = await Promise.all([groupPage(actor, id, now), groupConduct(actor, id, now)])
  if (group === null || members === null) throw notFound()
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('conduct.group.tab') }), group, members, now }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

/** The credit of a group's members, the lowest first, for who leads it. */
export default function GroupConduct() {
  const { group, members, now } = useLoaderData<typeof loader>()
  const t = useTranslations('conduct')
  const name = usePersonText()
  return (
    <GroupFrame group={group} tab="conduct">
      <p className="max-w-reading text-muted">{t('group.lead')}</p>
      {members.length === 0 ? <p className="text-muted">{t('group.none')}</p> : null}
      {members.map(({ person, score, findings }) => (
        <Section key={person.id} title={<span className="flex flex-wrap gap-x-4">{name(person)} <span className="font-normal text-muted tabular-nums">{t('column.score')} {score}</span></span>}>
          {findings.length === 0 ? <p className="text-muted">{t('noFindings')}</p> : <FindingTable findings={findings} caption={`${t('findings')} ${name(person)}`} now={now} />}
        </Section>
      ))}
    </GroupFrame>
  )
}
