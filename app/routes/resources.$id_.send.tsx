import { randomUUID } from 'node:crypto'
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { can } from '~/domain/access/permission'
import { requireActor, requireViewer } from '~/features/auth/require.server'
import { takeAnswerFiles } from '~/features/bookings/answer-files/add.server'
import { readPosted } from '~/features/bookings/form'
import { ProblemList } from '~/features/bookings/components/verdict-panel'
import { HourlyPriceText } from '~/features/catalogue/components/hourly-price'
import { IllustrativeMark } from '~/features/catalogue/components/illustrative-mark'
import { ResourceName } from '~/features/catalogue/components/resource-name'
import { displayName } from '~/features/catalogue/display-name'
import { readerPrice } from '~/features/finder/reader-price'
import { askOrder } from '~/features/usage/orders/ask.server'
import { UsualText } from '~/features/usage/orders/components/order-details'
import { OrderForm } from '~/features/usage/orders/components/order-form'
import { orderForm, orderInputOf, type OrderReply, replyOf } from '~/features/usage/orders/form'
import { orderSheet } from '~/features/usage/orders/sheet.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, readForm, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Bilingual } from '~/ui/bilingual'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { KeyValue } from '~/ui/data-list'
import { Notice } from '~/ui/notice'
import { Page } from '~/ui/page'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date()
  const { actor, locale: stored } = await requireViewer(request)
  const sheet = await orderSheet(actor, params.id ?? '', now)
  if (sheet === null) throw notFound()
  const { resource } = sheet
  const locale = localeOfRequest(request, stored)
  const t = createTranslator(locale)
  return {
    pageTitle: t('common.pageTitle', { title: t('orders.askTitle', { name: displayName(resource, locale).text }) }),
    now, sheet, submissionKey: randomUUID(), price: readerPrice(actor, { ...resource, modes: ['entrusted_test'] }, now).price,
    forAnyone: can(actor, 'book:resource_for_others', { labId: resource.labId, universityId: resource.universityId }),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const now = new Date()
  const actor = await requireActor(request)
  const sheet = await orderSheet(actor, params.id ?? '', now)
  if (sheet === null) throw notFound()
  const body = await readForm(request)
  const fileErrors = await takeAnswerFiles(actor, body, [{ resourceId: sheet.resource.id, questions: sheet.questions }], now)
  const posted = readPosted(body, orderForm)
  const { values } = posted
  const refuse = (reply: Partial<OrderReply>) => data<OrderReply>({ errors: {}, problems: [], values, form: '', ...reply }, { status: 422 })
  if (!posted.ok) return refuse({ errors: posted.errors })
  if (Object.keys(fileErrors).length > 0) return refuse({ errors: fileErrors })
  const outcome = await askOrder(actor, orderInputOf(posted.value, sheet.resource.id), now, posted.value.key)
  if (!outcome.ok) {
    // A key that belongs to another order would refuse this form for ever.
    const isSpent = outcome.problems.some((each) => each.code === 'key_reused')
    return refuse(replyOf(outcome.problems, isSpent ? { ...values, key: randomUUID() } : values))
  }
  return redirectWithNotice(paths.order(outcome.value.id), { tone: 'ok', key: `orders.notice.${outcome.value.replayed ? 'replayed' : 'asked'}` })
}

export default function SendSamples() {
  const { sheet, submissionKey, price, forAnyone, now } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>() ?? null
  const t = useTranslations('orders')
  const { resource, problems, turnaround } = sheet
  return (
    <Page
      width="form"
      title={t('send')}
      lead={
        <>
          <span className="flex flex-wrap items-baseline gap-x-2">
            <ResourceName resource={resource} />
            {resource.isIllustrative ? <IllustrativeMark /> : null}
            <span>
              <Bilingual value={{ zh: resource.university.nameZh, en: resource.university.nameEn }} />
              {' · '}
              <Bilingual value={{ zh: resource.campus.nameZh, en: resource.campus.nameEn }} />
            </span>
          </span>
          <span className="block pt-1">{t('askLead')}</span>
        </>
      }
      breadcrumbs={<Breadcrumbs items={[{ to: paths.resource(resource.id), label: t('back') }]} />}
    >
      <div className="grid gap-1">
        <KeyValue label={t('price')} value={<HourlyPriceText price={price} />} />
        <UsualText standing={turnaround} />
      </div>
      {problems.length > 0 ? (
        <Notice tone="refused" title={t('verdict.blocked')}>
          <ProblemList problems={problems} timeZone={resource.campus.timeZone} now={now} hasSlotButtons={false} />
        </Notice>
      ) : (
        <Notice tone="ok" title={t('verdict.ok')} />
      )}
      <OrderForm
        {...{ reply, submissionKey, forAnyone, now }}
        questions={sheet.questions}
        carriers={sheet.carriers}
        people={sheet.people}
        timeZone={resource.campus.timeZone}
      />
    </Page>
  )
}
