import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { answerForm } from '~/features/auth/answer-form.server'
import { fieldOf, type FormReply, ReplyErrors } from '~/features/auth/components/form-reply'
import { usePersonName } from '~/features/auth/components/roles'
import { requireActor, requireViewer } from '~/features/auth/require.server'
import { decideHandover } from '~/features/bookings/handovers/decide.server'
import { handoversFor, type HandoverView } from '~/features/bookings/handovers/queries.server'
import { decideSchema } from '~/features/bookings/handovers/schema'
import { bilingual } from '~/i18n/bilingual'
import { formatDate, formatPeriod } from '~/i18n/format'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { ButtonRow, SubmitButton } from '~/ui/button'
import { SelectField } from '~/ui/form-field'
import { HelpLink } from '~/ui/help-link'
import { Page } from '~/ui/page'
import { EmptyState } from '~/ui/states'

export async function loader({ request }: LoaderFunctionArgs) {
  const { actor, locale } = await requireViewer(request)
  const now = new Date()
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('affiliations.handover.title') }), now, handovers: await handoversFor(actor, now) }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request)
  const answer = await answerForm(request, decideSchema, (input) => decideHandover(actor, input, new Date()))
  if (!answer.ok) return data(answer.reply, { status: 422 })
  return redirectWithNotice(paths.handovers(), { tone: 'ok', key: `affiliations.handover.${answer.value}` })
}

export default function Handovers() {
  const { handovers, now } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>() ?? null
  const t = useTranslations('affiliations.handover')
  const isShown = handovers.some((each) => each.id === reply?.values.id)
  return (
    <Page title={t('title')} lead={<>{t('lead')} <HelpLink topic="people" /></>}>
      {isShown ? null : <ReplyErrors reply={reply} labels={{}} />}
      {handovers.length === 0 ? <EmptyState title={t('none')}>{t('noneHint')}</EmptyState> : null}
      <ul className="grid max-w-4xl gap-5">
        {handovers.map((handover) => (
          <Handover key={handover.id} handover={handover} reply={reply?.values.id === handover.id ? reply : null} now={now} />
        ))}
      </ul>
    </Page>
  )
}

function Handover({ handover, reply, now }: { handover: HandoverView; reply: FormReply | null; now: Date }) {
  const t = useTranslations('affiliations.handover')
  const locale = useLocale()
  const nameOf = usePersonName()
  const { id, person, booking, items, members, leavesAt } = handover
  const day = formatDate(new Date(leavesAt.getTime() - 1), { locale, timeZone: defaultTimeZone, now })
  return (
    <li className="grid gap-2 border-b border-line pb-4">
      <p>
        <Link to={paths.booking(booking.id)} className="font-medium underline decoration-line underline-offset-4">{booking.title || booking.code}</Link>
        <span className="text-muted"> · {t('leaver', { name: nameOf(person), day })}</span>
      </p>
      <ul>
        {items.map(({ resourceZh, resourceEn, startsAt, endsAt, timeZone }, index) => (
          <li key={index} className="tabular-nums">
            {bilingual({ zh: resourceZh, en: resourceEn }, locale).text}
            {' · '}
            {startsAt && endsAt ? formatPeriod({ start: startsAt, end: endsAt }, { locale, timeZone, now }) : t('noTime')}
          </li>
        ))}
      </ul>
      {booking.declaration ? (
        <p className="max-w-reading break-words text-sm">
          <span className="text-muted">{t('declared')}</span> <q className="whitespace-pre-wrap">{booking.declaration}</q>
        </p>
      ) : null}
      <ReplyErrors reply={reply} labels={{}} />
      <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
        {members.length === 0 ? (
          <p className="max-w-reading text-sm text-muted">{t('noMembers')}</p>
        ) : (
          <Form method="post" className="flex flex-wrap items-end gap-2">
            <input type="hidden" name="id" value={id} />
            <input type="hidden" name="decision" value="hand" />
            <SelectField
              field={{ ...fieldOf(reply, 'personId'), id: `personId-${id}` }}
              label={t('to')}
              placeholder={t('toChoose')}
              choices={members.map((each) => ({ value: each.id, label: nameOf(each) }))}
              required
            />
            <SubmitButton>{t('hand')}</SubmitButton>
          </Form>
        )}
        <Form method="post">
          <input type="hidden" name="id" value={id} />
          <ButtonRow>
            <SubmitButton tone="secondary" name="decision" value="keep" title={t('keepHint')}>{t('keep')}</SubmitButton>
            <SubmitButton tone="danger" name="decision" value="cancel">{t('cancel')}</SubmitButton>
          </ButtonRow>
        </Form>
      </div>
    </li>
  )
}
