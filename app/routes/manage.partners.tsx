import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { answerForm } from '~/features/auth/answer-form.server'
import { type FormReply, ReplyErrors } from '~/features/auth/components/form-reply'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { hostOf } from '~/features/people/affiliations/host.server'
import { PartnerForm } from '~/features/people/partners/components/partner-form'
import { endPartner } from '~/features/people/partners/end.server'
import { listPartners, type PartnerView } from '~/features/people/partners/queries.server'
import { savePartner } from '~/features/people/partners/save.server'
import { endPartnerSchema, newPartnerSchema, partnerSchema } from '~/features/people/partners/schema'
import { bilingual } from '~/i18n/bilingual'
import { formatDate } from '~/i18n/format'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { forbidden, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Badge, Status } from '~/ui/badge'
import { Bilingual } from '~/ui/bilingual'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { LinkButton, SubmitButton } from '~/ui/button'
import { InputField } from '~/ui/form-field'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'
import { EmptyState } from '~/ui/states'

export async function loader({ request }: LoaderFunctionArgs) {
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'manage:partner')
  const now = new Date()
  const { host } = await hostOf(actor, new URL(request.url).searchParams.get('university'))
  if (host === null) throw forbidden()
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('affiliations.partner.title') }), now, host, partners: await listPartners(actor, host.id, now) }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

const FORMS = ['add', 'save', 'end'] as const
type Answer = { form: (typeof FORMS)[number]; reply: FormReply }

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, 'manage:partner')
  const { searchParams } = new URL(request.url)
  const form = FORMS.find((each) => each === searchParams.get('form')) ?? 'add'
  const run = {
    add: () => answerForm(request, newPartnerSchema, (input) => savePartner(actor, input)),
    save: () => answerForm(request, partnerSchema, (input) => savePartner(actor, input)),
    end: () => answerForm(request, endPartnerSchema, (input) => endPartner(actor, input, new Date())),
  }
  const answer = await run[form]()
  if (!answer.ok) return data<Answer>({ form, reply: answer.reply }, { status: 422 })
  const keys = { add: 'added', save: 'saved', end: 'ended' }
  const values = 'count' in answer.value ? { count: answer.value.count } : undefined
  return redirectWithNotice(paths.managePartners({ university: searchParams.get('university') }), { tone: 'ok', key: `affiliations.partner.${keys[form]}`, values })
}

export default function ManagePartners() {
  const { host, partners, now } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useTranslations('affiliations')
  const locale = useLocale()
  const address = (form: Answer['form']) => `${paths.managePartners({ university: host.id })}&form=${form}`
  const replyTo = (form: Answer['form'], id?: string) =>
    answer?.form === form && (id === undefined || answer.reply.values.id === id) ? answer.reply : null
  return (
    <Page
      title={t('partner.title')}
      lead={t('partner.lead', { university: bilingual(host, locale).text })}
      breadcrumbs={<Breadcrumbs items={[{ to: paths.managePeople({ university: host.id }), label: t('people.title') }]} />}
    >
      <div className="grid max-w-4xl gap-8">
        {partners.length === 0 ? <EmptyState icon="people" title={t('partner.none')}>{t('partner.noneHint')}</EmptyState> : null}
        <ul className="grid gap-4">
          {partners.map((partner) => (
            <PartnerRow key={`${partner.id}-${partner.version}`} {...{ partner, address, replyTo, now }} universityId={host.id} />
          ))}
        </ul>
        <Section title={t('partner.add')}>
          <PartnerForm key={partners.length} action={address('add')} reply={replyTo('add')} universityId={host.id} />
        </Section>
      </div>
    </Page>
  )
}

type RowProps = {
  partner: PartnerView
  universityId: string
  address: (form: Answer['form']) => string
  replyTo: (form: Answer['form'], id?: string) => FormReply | null
  now: Date
}

function PartnerRow({ partner, universityId, address, replyTo, now }: RowProps) {
  const t = useTranslations('affiliations')
  const locale = useLocale()
  const { id, nameZh, nameEn, endedAt, people } = partner
  const name = bilingual({ zh: nameZh, en: nameEn }, locale).text
  const saveReply = replyTo('save', id)
  const endReply = replyTo('end', id)
  return (
    <li className="grid gap-2 border-b border-line pb-4">
      <p className="flex flex-wrap items-center gap-2">
        <span className="font-medium"><Bilingual value={{ zh: nameZh, en: nameEn }} /></span>
        <Badge>{t(`partner.kind.${partner.kind}`)}</Badge>
        {endedAt ? <Status tone="muted">{t('partner.isEnded')}</Status> : null}
      </p>
      <p className="text-sm text-muted">
        {[partner.creditCode, `${t('partner.since')} ${formatDate(partner.createdAt, { locale, timeZone: defaultTimeZone, now })}`].filter(Boolean).join(' · ')}
        {' · '}
        <Link to={paths.managePeople({ university: universityId, partner: id })}>{`${t('partner.people')} ${people}`}</Link>
      </p>
      {endedAt ? null : (
        <div className="flex flex-wrap items-start gap-x-6 gap-y-2">
          <LinkButton size="small" to={paths.newAffiliation({ university: universityId, partner: id })}>{t('people.add')}</LinkButton>
          <details open={saveReply !== null}>
            <summary className="cursor-pointer py-1 text-accent">{t('partner.edit')}</summary>
            <div className="mt-2"><PartnerForm action={address('save')} reply={saveReply} partner={partner} /></div>
          </details>
          <details open={endReply !== null}>
            <summary className="cursor-pointer py-1 text-refused" aria-label={t('partner.endNamed', { name })}>{t('partner.end')}</summary>
            <Form method="post" action={address('end')} className="mt-2 grid gap-2">
              <ReplyErrors reply={endReply} labels={{}} />
              <input type="hidden" name="id" value={id} />
              <input type="hidden" name="version" value={partner.version} />
              <p className="text-sm text-muted">{t('partner.endHint')}</p>
              <InputField field={{ id: `reason-${id}`, name: 'reason', required: true }} label={t('field.reason')} maxLength={300} />
              <div><SubmitButton tone="danger" size="small" aria-label={t('partner.endNamed', { name })}>{t('partner.end')}</SubmitButton></div>
            </Form>
          </details>
        </div>
      )}
    </li>
  )
}
