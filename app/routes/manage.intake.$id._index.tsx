import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { type ShouldRevalidateFunction, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import type { Actor } from '~/domain/access/permission'
import type { Outcome as Answer } from '~/domain/problem'
import type { FormReply } from '~/features/auth/answer-form.server'
import { ReplyErrors } from '~/features/auth/components/form-reply'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { ImportStatusBadge } from '~/features/catalogue/import/components/import-status'
import { JobProgress } from '~/features/catalogue/import/components/job-progress'
import { applyIntake } from '~/features/people/intake/apply.server'
import { checkIntake, discardIntake, moveIntakeHeading, reopenIntake } from '~/features/people/intake/check.server'
import { ConfirmIntake } from '~/features/people/intake/components/confirm-intake'
import { IntakePlanForm } from '~/features/people/intake/components/intake-plan-form'
import { IntakeRows } from '~/features/people/intake/components/intake-rows'
import { readIntakePlan, readIntakeVersion, typedIntake } from '~/features/people/intake/form'
import { INTAKE_OUTCOMES } from '~/features/people/intake/plan'
import { INTAKE_ROWS_A_PAGE, type IntakePage, intakePage } from '~/features/people/intake/queries.server'
import { formatDateTime } from '~/i18n/format'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { word } from '~/i18n/word'
import { badRequest, notFound, readForm, redirectTo, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { LinkButton } from '~/ui/button'
import { Notice } from '~/ui/notice'
import { Page } from '~/ui/page'

const MOST_PAGES = 1_000

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'admit:person')
  const query = new URL(request.url).searchParams
  const number = Math.min(Math.max(Math.trunc(Number(query.get('page') ?? 1)) || 1, 1), MOST_PAGES)
  const outcome = INTAKE_OUTCOMES.find((each) => each === query.get('outcome')) ?? null
  const page = await intakePage(actor, params.id ?? '', { outcome, page: number }, new Date())
  if (page === null) throw notFound()
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('intake.title') }), now: new Date(), page, number, pages: Math.ceil(page.total / INTAKE_ROWS_A_PAGE) }
}

/** A refusal is often that something has moved on: then what stands now is shown. */
export const shouldRevalidate: ShouldRevalidateFunction = () => true

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requirePermission(request, 'admit:person')
  const id = params.id ?? ''
  const page = await intakePage(actor, id, { outcome: null, page: 1 }, new Date())
  if (page === null) throw notFound()
  const form = await readForm(request)
  const outcome = await run(actor, page, form)
  if (!outcome.ok) return data(replyTo(outcome.problems, form), { status: 422 })
  if (form.get('intent') === 'discard') return redirectWithNotice(paths.intakes(), { tone: 'ok', key: 'intake.discarded' })
  return redirectTo(paths.intake(id))
}

function run(actor: Actor, { id, headings }: IntakePage, form: FormData): Promise<Answer<unknown>> {
  switch (form.get('intent')) {
    case 'check':
      return checkIntake(actor, id, readIntakePlan(form, headings.length))
    case 'heading':
      return moveIntakeHeading(actor, id, Number(form.get('headingRow')) || 0)
    case 'apply':
      return applyIntake(actor, id, readIntakeVersion(form), { invites: form.get('invites') === 'on' })
    case 'reopen':
      return reopenIntake(actor, id)
    case 'discard':
      return discardIntake(actor, id)
    default:
      throw badRequest()
  }
}

function replyTo(problems: Extract<Answer<unknown>, { ok: false }>['problems'], form: FormData): FormReply {
  const errors: FormReply['errors'] = {}
  for (const problem of problems) {
    const [field, rule] = problem.code === 'field_invalid' ? [problem.params.field, problem.params.rule] : ['', `problems.${problem.code}`]
    errors[field] = [...(errors[field] ?? []), rule]
  }
  return { errors, values: typedIntake(form) }
}

export default function Intake() {
  const { page, now, number, pages } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>() ?? null
  const t = useTranslations('intake')
  const words = useTranslations('inventory')
  const locale = useLocale()
  const { status, file, kind } = page
  const title = status === 'applied' ? t('appliedTitle') : status === 'checked' ? words('checked.title') : t('title')
  return (
    <Page
      title={title}
      lead={
        <span className="flex flex-wrap items-baseline gap-2">
          <ImportStatusBadge status={status} />
          {t('about', { kind: t(`kind.${kind}`), file: file.fileName, when: formatDateTime(page.createdAt, { locale, timeZone: defaultTimeZone, now }) })}
        </span>
      }
      breadcrumbs={<Breadcrumbs items={[{ to: paths.intakes(), label: t('title') }]} />}
    >
      {status === 'mapping' ? <IntakePlanForm page={page} reply={reply} key={page.version} /> : <ReplyErrors reply={reply} labels={{}} />}
      {status === 'reading' || status === 'applying' ? <JobProgress status={status} progress={page.progress} reloadTo={paths.intake(page.id)} /> : null}
      {status === 'failed' ? <Failed failure={page.failure} /> : null}
      {status === 'discarded' ? <Notice tone="info">{words('discardedTitle')}</Notice> : null}
      {status === 'checked' ? <ConfirmIntake page={page} /> : null}
      {status === 'checked' || status === 'applied' ? <IntakeRows {...{ page, number, pages }} /> : null}
    </Page>
  )
}

function Failed({ failure }: { failure: unknown }) {
  const t = useTranslations()
  const code = typeof failure === 'object' && failure !== null && 'code' in failure ? String(failure.code) : 'defect'
  return (
    <Notice tone="refused" title={t('inventory.failed.title')} action={<LinkButton to={paths.intakes()}>{t('inventory.failed.again')}</LinkButton>}>
      {word(t, `inventory.file.${code}`) ?? t('inventory.file.defect')}
    </Notice>
  )
}
