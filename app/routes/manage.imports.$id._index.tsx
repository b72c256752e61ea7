import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { type ShouldRevalidateFunction, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import type { Actor } from '~/domain/access/permission'
import type { Outcome as Answer } from '~/domain/problem'
import type { FormReply } from '~/features/auth/answer-form.server'
import { ReplyErrors } from '~/features/auth/components/form-reply'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { applyInventory } from '~/features/catalogue/import/apply.server'
import { checkInventory, discardInventory, moveHeading, reopenPlan } from '~/features/catalogue/import/check.server'
import { ConfirmImport, Decisions } from '~/features/catalogue/import/components/checked-import'
import { DraftsForm } from '~/features/catalogue/import/components/drafts-form'
import { ImportRows } from '~/features/catalogue/import/components/import-rows'
import { ImportStatusBadge } from '~/features/catalogue/import/components/import-status'
import { JobProgress } from '~/features/catalogue/import/components/job-progress'
import { PlanForm } from '~/features/catalogue/import/components/plan-form'
import { decideInventory } from '~/features/catalogue/import/correct.server'
import { readDecisions, readPlan, readVersion, typedValues } from '~/features/catalogue/import/form'
import { OUTCOMES } from '~/features/catalogue/import/plan'
import { publishDrafts } from '~/features/catalogue/import/publish.server'
import { type ImportPage, importPage, ROWS_A_PAGE } from '~/features/catalogue/import/queries.server'
import { formatDateTime } from '~/i18n/format'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { word } from '~/i18n/word'
import { badRequest, forbidden, notFound, readForm, redirectTo, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { LinkButton } from '~/ui/button'
import { Notice } from '~/ui/notice'
import { Page } from '~/ui/page'

const MOST_PAGES = 1_000

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'manage:resource')
  const query = new URL(request.url).searchParams
  const number = Math.min(Math.max(Math.trunc(Number(query.get('page') ?? 1)) || 1, 1), MOST_PAGES)
  const outcome = OUTCOMES.find((each) => each === query.get('outcome')) ?? null
  const page = await importPage(actor, params.id ?? '', { outcome, page: number })
  if (page === null) throw notFound()
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('inventory.title') }), now: new Date(), page, number, pages: Math.ceil(page.total / ROWS_A_PAGE) }
}

/** A refusal is often that something has moved on: then what stands now is shown. */
export const shouldRevalidate: ShouldRevalidateFunction = () => true

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export async function action({ request, params }: ActionFunctionArgs) {
  const now = new Date()
  const actor = await requirePermission(request, 'manage:resource')
  const id = params.id ?? ''
  const page = await importPage(actor, id, { outcome: null, page: 1 })
  if (page === null) throw notFound()
  const form = await readForm(request)
  if (form.get('intent') === 'publish') return publish(actor, id, form)
  const outcome = await run(actor, page, form, now)
  if (!outcome.ok) return data(replyTo(outcome, form), { status: 422 })
  if (form.get('intent') === 'discard') return redirectWithNotice(paths.imports(), { tone: 'ok', key: 'inventory.discarded' })
  return redirectTo(paths.import(id))
}

function run(actor: Actor, { id, headings }: ImportPage, form: FormData, now: Date): Promise<Answer<unknown>> {
  switch (form.get('intent')) {
    case 'check':
      return checkInventory(actor, id, readPlan(form, headings.length))
    case 'heading':
      return moveHeading(actor, id, Number(form.get('headingRow')) || 0)
    case 'decide':
      return decideInventory(actor, id, readDecisions(form))
    case 'apply':
      return applyInventory(actor, id, readVersion(form), now)
    case 'reopen':
      return reopenPlan(actor, id)
    case 'discard':
      return discardInventory(actor, id)
    default:
      throw badRequest()
  }
}

async function publish(actor: Actor, id: string, form: FormData) {
  const ids = form.getAll('draft').filter((each) => typeof each === 'string')
  if (ids.length === 0) return data<FormReply>({ errors: { '': ['inventory.applied.noneSelected'] }, values: {} }, { status: 422 })
  const outcome = await publishDrafts(actor, id, ids)
  if (!outcome.ok) throw forbidden()
  return redirectWithNotice(paths.import(id), { tone: 'ok', key: 'inventory.applied.published', values: { count: outcome.value.published } })
}

function replyTo(outcome: { problems: Extract<Answer<unknown>, { ok: false }>['problems'] }, form: FormData): FormReply {
  const errors: FormReply['errors'] = {}
  for (const problem of outcome.problems) {
    const [field, rule] = problem.code === 'field_invalid' ? [problem.params.field, problem.params.rule] : ['', `problems.${problem.code}`]
    errors[field] = [...(errors[field] ?? []), rule]
  }
  return { errors, values: typedValues(form) }
}

export default function Import() {
  const { page, now, number, pages } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>() ?? null
  const t = useTranslations('inventory')
  const locale = useLocale()
  const { status, file } = page
  return (
    <Page
      title={status === 'applied' || status === 'checked' ? t(status === 'applied' ? 'applied.title' : 'checked.title') : t('title')}
      lead={
        <span className="flex flex-wrap items-baseline gap-2">
          <ImportStatusBadge status={status} />
          {t('about', { file: file.fileName, when: formatDateTime(page.createdAt, { locale, timeZone: defaultTimeZone, now }) })}
        </span>
      }
      breadcrumbs={<Breadcrumbs items={[{ to: paths.imports(), label: t('back') }]} />}
    >
      {status === 'mapping' ? <PlanForm page={page} reply={reply} key={page.version} /> : <ReplyErrors reply={reply} labels={{}} />}
      {status === 'reading' || status === 'applying' ? <JobProgress status={status} progress={page.progress} reloadTo={paths.import(page.id)} /> : null}
      {status === 'failed' ? <Failed failure={page.failure} /> : null}
      {status === 'discarded' ? <Notice tone="info">{t('discardedTitle')}</Notice> : null}
      {status === 'checked' ? (
        <>
          <ConfirmImport page={page} />
          <Decisions page={page} />
        </>
      ) : null}
      {status === 'applied' ? (
        <>
          <p className="max-w-reading">{t('applied.lead')}</p>
          <DraftsForm drafts={page.drafts} />
        </>
      ) : null}
      {status === 'checked' || status === 'applied' ? <ImportRows {...{ page, number, pages }} /> : null}
    </Page>
  )
}

function Failed({ failure }: { failure: unknown }) {
  const t = useTranslations()
  const code = typeof failure === 'object' && failure !== null && 'code' in failure ? String(failure.code) : 'defect'
  return (
    <Notice tone="refused" title={t('inventory.failed.title')} action={<LinkButton to={paths.imports()}>{t('inventory.failed.again')}</LinkButton>}>
      {word(t, `inventory.file.${code}`) ?? t('inventory.file.defect')}
    </Notice>
  )
}
