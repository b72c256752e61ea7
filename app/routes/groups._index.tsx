import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { mayOpenGroup } from '~/domain/people/group'
import { requireActor, requireViewer } from '~/features/auth/require.server'
import { monthSums } from '~/features/bookings/costs/queries.server'
import { countHandovers } from '~/features/bookings/handovers/queries.server'
import { inboxCount } from '~/features/bookings/inbox.server'
import { answerListing } from '~/features/catalogue/answer.server'
import { answerLetter } from '~/features/people/groups/answer-letter.server'
import { ReplyNotices } from '~/features/people/groups/components/entry'
import { FoundGroups, OwnGroupList, OwnLetterList } from '~/features/people/groups/components/group-lists'
import { ownGroups, ownLetters, searchGroups } from '~/features/people/groups/queries.server'
import { letterSchema } from '~/features/people/groups/schema'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { queryText, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { LinkButton, SubmitButton } from '~/ui/button'
import { InputField } from '~/ui/form-field'
import { HelpLink } from '~/ui/help-link'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date()
  const { actor, locale } = await requireViewer(request)
  const t = createTranslator(localeOfRequest(request, locale))
  const search = queryText(new URL(request.url).searchParams, 'q', 80)
  const [groups, letters, found] = await Promise.all([ownGroups(actor, now), ownLetters(actor, now), searchGroups(search)])
  const steered = groups.filter(({ part }) => part !== 'member').map(({ id }) => id)
  const [sums, toDecide, handovers] = await Promise.all([
    monthSums(steered, now),
    steered.length > 0 ? inboxCount(actor, now) : 0,
    countHandovers(actor),
  ])
  return {
    pageTitle: t('common.pageTitle', { title: t('groups.title') }),
    now, groups, letters, found, search, sums, toDecide, handovers,
    mayOpen: mayOpenGroup(actor),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

/** The answer to a letter. */
export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request)
  const answer = await answerListing(request, letterSchema, async (input) => {
    const outcome = await answerLetter(actor, input, new Date())
    return outcome.ok ? { ok: true as const, value: { ...outcome.value, answer: input.answer } } : outcome
  })
  if (!answer.ok) return data({ reply: answer.reply }, { status: 422 })
  const { groupId, answer: given } = answer.value
  return redirectWithNotice(given === 'accept' ? paths.group(groupId) : paths.groups(), { tone: 'ok', key: `groups.notice.${given}` })
}

export default function Groups() {
  const { groups, letters, found, search, sums, toDecide, handovers, mayOpen, now } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>()?.reply ?? null
  const t = useTranslations('groups')
  const today = useTranslations('bookings.today')
  const words = useTranslations('common.action')
  return (
    <Page title={t('title')} lead={<>{t('lead')} <HelpLink topic="groups" /></>} action={mayOpen ? <LinkButton tone={groups.length === 0 ? 'primary' : 'secondary'} to={paths.newGroup()}>{t('open.action')}</LinkButton> : null}>
      <ReplyNotices reply={reply} />
      {toDecide > 0 ? (
        <Section title={t('waits')} action={<LinkButton size="small" to={paths.approvals()}>{t('decide')}</LinkButton>}>
          <p className="text-waiting">{t('approvalCount', { count: toDecide })}</p>
        </Section>
      ) : null}
      {handovers > 0 ? (
        <Section title={today('handovers')} action={<LinkButton size="small" to={paths.handovers()}>{today('openHandovers')}</LinkButton>}>
          <p className="text-waiting">{today('handoversCount', { count: handovers })}</p>
        </Section>
      ) : null}
      {letters.length > 0 ? (
        <Section title={t('letters')}>
          <OwnLetterList letters={letters} action={paths.groups({ index: '1' })} now={now} />
        </Section>
      ) : null}
      <Section title={t('mine')}>
        {groups.length === 0 ? <p className="max-w-reading text-muted">{t(mayOpen ? 'noneLeader' : 'none')}</p> : <OwnGroupList groups={groups} sums={sums} />}
      </Section>
      <Section title={t('join.title')}>
        <Form className="flex max-w-reading flex-wrap items-end gap-2" aria-label={t('join.title')}>
          <InputField field={{ id: 'q', name: 'q', initialValue: search, key: search }} label={t('join.search')} type="search" className="min-w-64 flex-1" />
          <SubmitButton tone="secondary">{words('search')}</SubmitButton>
        </Form>
        {search === '' ? null : <FoundGroups groups={found} />}
      </Section>
    </Page>
  )
}
