import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { answerForm } from '~/features/auth/answer-form.server'
import { fieldOf, ReplyErrors } from '~/features/auth/components/form-reply'
import { requireActor, requireViewer } from '~/features/auth/require.server'
import { endSession } from '~/features/auth/session.server'
import { erasePerson } from '~/features/people/privacy/erase.server'
import { erasureBlocks, isBlocked } from '~/features/people/privacy/queries.server'
import { eraseSchema } from '~/features/people/privacy/schema'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { SubmitButton } from '~/ui/button'
import { DataList } from '~/ui/data-list'
import { CheckboxField, InputField } from '~/ui/form-field'
import { Notice } from '~/ui/notice'
import { Section } from '~/ui/section'

export async function loader({ request }: LoaderFunctionArgs) {
  const { actor, locale } = await requireViewer(request)
  const blocks = await erasureBlocks(actor.personId, new Date())
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('rights.erase.title') }), blocks, isHeldUp: isBlocked(blocks) }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request)
  const answer = await answerForm(request, eraseSchema, (input) => erasePerson(actor, input, new Date()))
  if (!answer.ok) return data(answer.reply, { status: 422 })
  const cookie = await endSession(request)
  return redirectWithNotice(paths.login(), { tone: 'ok', key: 'rights.erase.done' }, { 'Set-Cookie': cookie })
}

const link = 'underline decoration-line underline-offset-4 hover:decoration-current'
const GOES = ['profile', 'access', 'roles', 'files', 'letters'] as const

export default function AccountErase() {
  const { blocks, isHeldUp } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>()
  const t = useTranslations('rights.erase')
  return (
    <>
      <Section title={t('goes')}>
        <ul className="ml-5 list-disc">
          {GOES.map((each) => (
            <li key={each}>{t(`goesItems.${each}`)}</li>
          ))}
        </ul>
      </Section>
      <Section title={t('stays')}>
        <DataList
          items={[
            { label: t('stay.bookings'), value: t('stay.usage') },
            { label: t('stay.register'), value: t('stay.registerWhy') },
            { label: t('stay.audit'), value: t('stay.auditWhy') },
          ]}
        />
      </Section>
      {isHeldUp ? (
        <Notice tone="warn" title={t('blocked')}>
          <ul>
            {blocks.bookings > 0 ? (
              <li>
                {t('block.bookings', { count: blocks.bookings })} <Link className={link} to={paths.bookings()}>{t('seeBookings')}</Link>
              </li>
            ) : null}
            {blocks.leads > 0 ? <li>{t('block.leads', { count: blocks.leads })}</li> : null}
            {blocks.isLast ? <li>{t('block.last')}</li> : null}
          </ul>
        </Notice>
      ) : null}
      <Section title={t('title')}>
        <Form method="post" className="grid max-w-form gap-4">
          <ReplyErrors reply={reply} labels={{ current: t('password'), sure: t('sure') }} />
          <InputField field={fieldOf(reply, 'current')} label={t('password')} type="password" autoComplete="current-password" required />
          <CheckboxField field={{ ...fieldOf(reply, 'sure'), required: true }} label={t('sure')} />
          <div>
            <SubmitButton tone="danger" disabled={isHeldUp}>{t('submit')}</SubmitButton>
          </div>
        </Form>
      </Section>
    </>
  )
}
