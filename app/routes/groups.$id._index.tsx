import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, type Problem } from '~/domain/problem'
import { requireViewer } from '~/features/auth/require.server'
import { answerListing } from '~/features/catalogue/answer.server'
import { answerLetter } from '~/features/people/groups/answer-letter.server'
import { entry, ReplyNotices } from '~/features/people/groups/components/entry'
import { GroupFrame } from '~/features/people/groups/components/group-frame'
import { InviteForm, KeepBookingsForm, LetterList, MemberTable } from '~/features/people/groups/components/group-people'
import { endMembership } from '~/features/people/groups/end-membership.server'
import { inviteToGroup } from '~/features/people/groups/invite.server'
import { groupPage } from '~/features/people/groups/queries.server'
import { requestToJoin } from '~/features/people/groups/request.server'
import { endMembershipSchema, inviteSchema, joinSchema, letterSchema, memberRoleSchema } from '~/features/people/groups/schema'
import { setMemberRole } from '~/features/people/groups/set-role.server'
import { ProjectList } from '~/features/people/projects/components/project-list'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { badRequest, notFound, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { LinkButton, SubmitButton } from '~/ui/button'
import { TextareaField } from '~/ui/form-field'
import { Notice } from '~/ui/notice'
import { Section } from '~/ui/section'

async function readable(request: Request, id: string | undefined) {
  const now = new Date()
  const viewer = await requireViewer(request)
  const group = await groupPage(viewer.actor, id ?? '', now)
  if (group === null) throw notFound()
  return { ...viewer, group, now }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { actor, locale, group, now } = await readable(request, params.id)
  const shown = localeOfRequest(request, locale)
  return {
    pageTitle: createTranslator(shown)('common.pageTitle', { title: shown === 'en' ? group.nameEn : group.nameZh }),
    now, group, readerId: actor.personId,
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

const ACTS = ['join', 'letter', 'invite', 'role', 'remove'] as const
type Act = (typeof ACTS)[number]

export async function action({ request, params }: ActionFunctionArgs) {
  const { actor, group, now } = await readable(request, params.id)
  const act = ACTS.find((each) => each === new URL(request.url).searchParams.get('do'))
  if (act === undefined) throw badRequest()
  const answer = await commands[act](request, actor, group.id, now)
  if (!answer.ok) return data({ act, reply: answer.reply }, { status: 422 })
  return redirectWithNotice(act === 'remove' && answer.value === 'left' ? paths.groups() : paths.group(group.id), { tone: 'ok', key: `groups.notice.${answer.value}` })
}

/** What was done, by the name of its notice. */
async function named<T>(outcome: Promise<Outcome<T>>, name: (value: T) => string): Promise<Outcome<string>> {
  const given = await outcome
  return given.ok ? done(name(given.value)) : given
}

const commands = {
  join: (request: Request, actor: Actor, groupId: string, now: Date) =>
    answerListing(request, joinSchema.omit({ groupId: true }), (input) => named(requestToJoin(actor, { ...input, groupId }, now), ({ joined }) => (joined ? 'accept' : 'asked'))),
  letter: (request: Request, actor: Actor, _groupId: string, now: Date) =>
    answerListing(request, letterSchema, (input) => named(answerLetter(actor, input, now), () => input.answer)),
  invite: (request: Request, actor: Actor, groupId: string, now: Date) =>
    answerListing(request, inviteSchema, (input) => named(inviteToGroup(actor, groupId, input, now), () => 'invited')),
  role: (request: Request, actor: Actor, groupId: string, now: Date) =>
    answerListing(request, memberRoleSchema, (input) => named(setMemberRole(actor, groupId, input, now), () => 'roleSet')),
  remove: (request: Request, actor: Actor, groupId: string, now: Date) =>
    answerListing(request, endMembershipSchema, (input) => named(endMembership(actor, groupId, input, now), () => (input.personId === actor.personId ? 'left' : 'removed'))),
}

export default function Group() {
  const { group, readerId, now } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useTranslations('groups')
  const replyTo = (act: Act) => (answer?.act === act ? answer.reply : null)
  const to = (act: Act) => paths.group(group.id, { index: '1', do: act })
  const { inside, may, part } = group
  const removal = replyTo('remove')
  const removed = removal?.problems.some(({ code }: Problem) => code === 'holds_in_the_way') ? removal.values.personId : undefined
  return (
    <GroupFrame group={group} tab="people">
      {group.standing === 'unconfirmed' && inside ? <Notice tone="info">{t('unconfirmedNotice')}</Notice> : null}
      <ReplyNotices reply={removal ?? replyTo('letter') ?? replyTo('role')} />
      {typeof removed === 'string' ? (
        <KeepBookingsForm personId={removed} action={to('remove')} label={t(removed === readerId ? 'leaveKeeping' : 'removeKeeping')} />
      ) : null}
      {inside ? (
        <>
          {inside.letters.length > 0 ? (
            <Section title={t('waiting')}>
              <LetterList letters={inside.letters} action={to('letter')} now={now} />
            </Section>
          ) : null}
          <Section title={t('members')}>
            <MemberTable
              members={inside.members}
              readerId={readerId}
              part={part}
              canAppoint={may.includes('appoint_supervisor')}
              canRemove={may.includes('remove_member')}
              action={to}
              now={now}
            />
          </Section>
          <Section title={t('projects')} action={may.includes('keep_projects') ? <LinkButton size="small" to={paths.newProject(group.id)}>{t('project.new')}</LinkButton> : null}>
            <ProjectList projects={inside.projects} now={now} />
          </Section>
          {may.includes('invite') ? (
            <Section title={t('invite.title')}>
              <InviteForm reply={replyTo('invite')} action={to('invite')} canAppoint={may.includes('appoint_supervisor')} />
            </Section>
          ) : null}
          {part === 'member' || part === 'supervisor' ? (
            <Section title={t('leave.title')}>
              <Form method="post" action={to('remove')} className="grid justify-items-start gap-2">
                <input type="hidden" name="personId" value={readerId} />
                <p className="max-w-reading text-muted">{t('leave.body')}</p>
                <SubmitButton tone="danger">{t('leave.action')}</SubmitButton>
              </Form>
            </Section>
          ) : null}
        </>
      ) : group.standing === 'closed' || group.standing === 'refused' ? (
        <p className="text-muted">{t('closedNotice')}</p>
      ) : (
        <Section title={t('join.ask')}>
          <Form method="post" action={to('join')} className="grid max-w-form gap-4">
            <ReplyNotices reply={replyTo('join')} />
            <TextareaField field={entry(replyTo('join'), 'message')} label={t('join.message')} hint={t('join.messageHint')} maxLength={500} required={false} />
            <SubmitButton>{t('join.action')}</SubmitButton>
          </Form>
        </Section>
      )}
    </GroupFrame>
  )
}
