import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { addMailDomain } from '~/features/alliance/add-mail-domain.server'
import { listMailDomains } from '~/features/alliance/queries.server'
import { removeMailDomain } from '~/features/alliance/remove-mail-domain.server'
import { addMailDomainSchema } from '~/features/alliance/schema'
import { removeDomainSchema } from '~/features/admin/schema'
import { answerForm } from '~/features/auth/answer-form.server'
import { fieldOf, ReplyErrors, type FormReply } from '~/features/auth/components/form-reply'
import { requirePermission } from '~/features/auth/require.server'
import { universityChoices } from '~/features/people/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { badRequest, redirectWithNotice } from '~/platform/http'
import { paths, withQuery } from '~/platform/paths'
import { SubmitButton } from '~/ui/button'
import { InputField, SelectField } from '~/ui/form-field'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'
import { Table } from '~/ui/table'

export async function loader({ request }: LoaderFunctionArgs) {
  await requirePermission(request, 'manage:domain', {})
  const [domains, universities] = await Promise.all([listMailDomains(), universityChoices()])
  const t = createTranslator(localeOfRequest(request))
  return { pageTitle: t('common.pageTitle', { title: t('admin.domains.title') }), domains, universities }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

type Answer = { form: 'add' | 'remove'; reply: FormReply }

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, 'manage:domain', {})
  const form = new URL(request.url).searchParams.get('form')
  if (form !== 'add' && form !== 'remove') throw badRequest()
  const run = {
    add: () => answerForm(request, addMailDomainSchema, (input) => addMailDomain(actor, input)),
    remove: () => answerForm(request, removeDomainSchema, ({ domain }) => removeMailDomain(actor, domain)),
  }
  const answer = await run[form]()
  if (!answer.ok) return data<Answer>({ form, reply: answer.reply }, { status: 400 })
  const key = form === 'add' ? 'admin.domains.added' : 'admin.domains.removed'
  return redirectWithNotice(paths.adminDomains(), { tone: 'ok', key })
}

const formAddress = (form: Answer['form']) => withQuery(paths.adminDomains(), { form })

export default function AdminDomains() {
  const { domains, universities } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useTranslations('admin.domains')
  const locale = useLocale()
  const replyTo = (form: Answer['form']) => (answer?.form === form ? answer.reply : null)
  const addReply = replyTo('add')
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Section title={t('add')}>
        <Form method="post" action={formAddress('add')} className="grid max-w-form gap-4">
          <ReplyErrors reply={addReply} labels={{ domain: t('domain'), universityId: t('university') }} />
          <InputField
            field={fieldOf(addReply, 'domain')}
            label={t('domain')}
            hint={t('domainHint')}
            autoComplete="off"
            required
          />
          <SelectField
            field={fieldOf(addReply, 'universityId')}
            label={t('university')}
            placeholder=""
            choices={universities.map(({ id, zh, en }) => ({ value: id, label: bilingual({ zh, en }, locale).text }))}
            required
          />
          <div>
            <SubmitButton>{t('add')}</SubmitButton>
          </div>
        </Form>
      </Section>
      <Section title={t('listTitle')}>
        <ReplyErrors reply={replyTo('remove')} labels={{}} />
        {domains.length === 0 ? (
          <p className="text-muted">{t('none')}</p>
        ) : (
          <Table
            caption={t('listTitle')}
            isCaptionHidden
            rows={domains}
            rowKey={({ domain }) => domain}
            columns={[
              { key: 'domain', label: t('domain'), isRowHeader: true, cell: ({ domain }) => domain },
              {
                key: 'university',
                label: t('university'),
                cell: ({ university }) => bilingual({ zh: university.nameZh, en: university.nameEn }, locale).text,
              },
              {
                key: 'remove',
                label: t('remove'),
                cell: ({ domain }) => (
                  <Form method="post" action={formAddress('remove')}>
                    <SubmitButton
                      tone="danger"
                      size="small"
                      name="domain"
                      value={domain}
                      aria-label={t('removeNamed', { domain })}
                    >
                      {t('remove')}
                    </SubmitButton>
                  </Form>
                ),
              },
            ]}
          />
        )}
      </Section>
    </Page>
  )
}
