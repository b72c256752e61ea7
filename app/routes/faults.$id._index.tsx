import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form, Link, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { requireActor } from '~/features/auth/require.server'
import { closeFault } from '~/features/usage/faults/close.server'
import { faultReport } from '~/features/usage/faults/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { formatDateTime } from '~/i18n/format'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { forbidden, notFound, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { ButtonRow, LinkButton, SubmitButton } from '~/ui/button'
import { DataList } from '~/ui/data-list'
import { Notice } from '~/ui/notice'
import { Page } from '~/ui/page'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request)
  const report = await faultReport(actor, params.id ?? '')
  if (report === null) throw notFound()
  const t = createTranslator(localeOfRequest(request))
  return { pageTitle: t('common.pageTitle', { title: t('usageMachine.fault') }), report, now: new Date() }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request)
  const report = await faultReport(actor, params.id ?? '')
  if (report === null) throw notFound()
  const outcome = await closeFault(actor, report.id, new Date())
  if (!outcome.ok) throw forbidden()
  return redirectWithNotice(paths.faultReport(report.id), { tone: 'ok', key: 'usageMachine.notice.closed' })
}

export default function FaultReport() {
  const { report, now } = useLoaderData<typeof loader>()
  const t = useTranslations('usageMachine')
  const locale = useLocale()
  const { timeZone } = report
  const at = (instant: Date) => formatDateTime(instant, { locale, timeZone, now })
  const name = bilingual({ zh: report.nameZh, en: report.nameEn }, locale).text
  return (
    <Page title={t('report.title', { name })} width="reading">
      {report.isUrgent && report.closedAt === null ? <Notice tone="warn">{t('report.urgent')}</Notice> : null}
      <DataList
        items={[
          { label: t('report.what'), value: <span className="whitespace-pre-line">{report.what}</span> },
          { label: t('report.by'), value: bilingual({ zh: report.reporterZh, en: report.reporterEn }, locale).text },
          { label: t('report.at'), value: at(report.reportedAt) },
          { label: t('report.state'), value: report.closedAt ? t('report.closed', { at: at(report.closedAt) }) : t('report.open') },
        ]}
      />
      {report.hasPhoto ? (
        <Link to={paths.faultPhoto(report.id)} reloadDocument><img src={paths.faultPhoto(report.id)} alt={t('report.photoAlt')} className="max-h-96 max-w-full border border-line" /></Link>
      ) : null}
      <ButtonRow>
        {report.mayClose && report.closedAt === null ? (
          <>
            <LinkButton tone="danger" to={paths.stopResource(report.resourceId, { reason: report.what.slice(0, 300) })}>{t('report.stop')}</LinkButton>
            <Form method="post"><SubmitButton tone="secondary">{t('report.close')}</SubmitButton></Form>
          </>
        ) : null}
        <LinkButton tone="quiet" to={paths.atMachine(report.resourceId)}>{t('title')}</LinkButton>
      </ButtonRow>
    </Page>
  )
}
