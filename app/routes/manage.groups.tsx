import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { answerListing } from '~/features/catalogue/answer.server'
import { ReplyNotices, useName, usePersonText } from '~/features/people/groups/components/entry'
import { StandingBadge } from '~/features/people/groups/components/group-frame'
import { confirmGroup } from '~/features/people/groups/confirm.server'
import { type KeptGroup, keptGroups } from '~/features/people/groups/queries.server'
import { confirmGroupSchema } from '~/features/people/groups/schema'
import { formatDate } from '~/i18n/format'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { SubmitButton } from '~/ui/button'
import { InputField } from '~/ui/form-field'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'
import { Table } from '~/ui/table'

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date()
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'confirm:group')
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('groups.manage.title') }), now, groups: await keptGroups(actor, now) }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, 'confirm:group')
  const answer = await answerListing(request, confirmGroupSchema, async (input) => {
    const outcome = await confirmGroup(actor, input, new Date())
    return outcome.ok ? { ok: true as const, value: input.decision } : outcome
  })
  if (!answer.ok) return data({ reply: answer.reply }, { status: 422 })
  return redirectWithNotice(paths.manageGroups(), { tone: 'ok', key: `groups.notice.${answer.value === 'confirm' ? 'confirmed' : 'refused'}` })
}

/** The university's groups: those that wait for a word first, with the two answers. */
export default function ManageGroups() {
  const { groups, now } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>()?.reply ?? null
  const t = useTranslations('groups')
  const waiting = groups.filter(({ standing }) => standing === 'unconfirmed')
  const others = groups.filter(({ standing }) => standing !== 'unconfirmed')
  return (
    <Page title={t('manage.title')} lead={t('manage.lead')}>
      <ReplyNotices reply={reply} />
      <Section title={t('manage.waiting')}>
        {waiting.length === 0 ? <p className="text-muted">{t('manage.waitingNone')}</p> : null}
        <ul className="grid">
          {waiting.map((group) => (
            <Waiting key={group.id} group={group} now={now} refused={reply?.values.groupId === group.id ? reply : null} />
          ))}
        </ul>
      </Section>
      <Section title={t('manage.all')}>
        {others.length === 0 ? <p className="text-muted">{t('manage.none')}</p> : <Known groups={others} />}
      </Section>
    </Page>
  )
}

type WaitingProps = { group: KeptGroup; now: Date; refused: { errors: Record<string, string[]> } | null }

function Waiting({ group, now, refused }: WaitingProps) {
  const t = useTranslations('groups')
  const locale = useLocale()
  const timeZone = useTimeZone() ?? defaultTimeZone
  const name = useName()({ zh: group.nameZh, en: group.nameEn })
  const person = usePersonText()
  const unseen = (
    <>
      <input type="hidden" name="groupId" value={group.id} />
      <input type="hidden" name="version" value={group.version} />
    </>
  )
  return (
    <li className="grid gap-3 border-b border-line py-4">
      <div>
        <p className="font-medium">{name}</p>
        <p className="text-sm text-muted">
          {person({ ...group.leader, email: group.leaderEmail })} <span className="break-all">{group.leaderEmail}</span>
          {group.discipline ? ` · ${group.discipline}` : ''} · {t('memberCount', { count: group.members })} · {t('manage.since', { date: formatDate(group.createdAt, { locale, timeZone, now }) })}
        </p>
      </div>
      {group.mayConfirm ? (
        <div className="flex flex-wrap items-start gap-x-8 gap-y-3">
          <Form method="post">
            {unseen}
            <SubmitButton name="decision" value="confirm" aria-label={t('manage.confirmNamed', { name })}>{t('manage.confirm')}</SubmitButton>
          </Form>
          <details open={refused?.errors.reason !== undefined}>
            <summary className="cursor-pointer py-2 text-refused">{t('manage.refuse')}</summary>
            <Form method="post" className="mt-2 grid gap-2">
              {unseen}
              <InputField field={{ id: `refuse-${group.id}`, name: 'reason', required: true, errors: refused?.errors.reason }} label={t('field.reason')} hint={t('manage.reasonHint')} maxLength={300} />
              <SubmitButton tone="danger" name="decision" value="refuse" aria-label={t('manage.refuseNamed', { name })}>{t('manage.refuse')}</SubmitButton>
            </Form>
          </details>
        </div>
      ) : (
        <p className="text-sm text-muted">{t('manage.own')}</p>
      )}
    </li>
  )
}

function Known({ groups }: { groups: readonly KeptGroup[] }) {
  const t = useTranslations('groups')
  const name = useName()
  const person = usePersonText()
  return (
    <Table
      caption={t('manage.all')}
      isCaptionHidden
      rows={groups}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'name', label: t('column.group'), isRowHeader: true,
          cell: (row) => <Link to={paths.group(row.id)} className="underline decoration-line underline-offset-4">{name({ zh: row.nameZh, en: row.nameEn })}</Link>,
        },
        { key: 'leader', label: t('column.leader'), cell: (row) => person({ ...row.leader, email: row.leaderEmail }) },
        { key: 'members', label: t('column.members'), isNumeric: true, cell: ({ members }) => members },
        { key: 'standing', label: t('column.standing'), cell: ({ standing }) => <StandingBadge standing={standing} /> },
      ]}
    />
  )
}
