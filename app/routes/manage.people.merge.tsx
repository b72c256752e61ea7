import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { type ShouldRevalidateFunction, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { can } from '~/domain/access/permission'
import { done, problem, refused } from '~/domain/problem'
import { answerForm, type FormReply } from '~/features/auth/answer-form.server'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { MergePreviewPart } from '~/features/people/merge/components/merge-preview'
import { PairForm, PossiblePairs } from '~/features/people/merge/components/possible-pairs'
import { mergePeople } from '~/features/people/merge/merge.server'
import { accountAddress, findPair, mergePreview, possibleDuplicates } from '~/features/people/merge/queries.server'
import { mergeSchema, pairSchema } from '~/features/people/merge/schema'
import { universityChoices } from '~/features/people/queries.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, redirectTo, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { HelpLink } from '~/ui/help-link'
import { Page } from '~/ui/page'

const isId = (text: string | null): text is string => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text ?? '')

export async function loader({ request }: LoaderFunctionArgs) {
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'merge:person')
  const query = new URL(request.url).searchParams
  const [keptId, goneId] = [query.get('kept'), query.get('gone')]
  const now = new Date()
  const t = createTranslator(localeOfRequest(request, locale))
  const hosts = (await universityChoices()).filter(({ id }) => can(actor, 'merge:person', { universityId: id }))
  const host = hosts.find(({ id }) => id === query.get('university')) ?? hosts.find(({ id }) => id === actor.homeUniversityId) ?? hosts[0]
  if (host === undefined) throw notFound()
  const isPair = isId(keptId) && isId(goneId)
  const preview = isPair ? await mergePreview(actor, { keptId, goneId }, now) : null
  if (isPair && preview === null) throw notFound()
  const [pairs, keptEmail] = isPair ? [[], null] : await Promise.all([
    possibleDuplicates(actor, host.id, now),
    isId(keptId) ? accountAddress(actor, keptId, now) : null,
  ])
  const canSeePeople = can(actor, 'manage:affiliation')
  return { pageTitle: t('common.pageTitle', { title: t('merge.title') }), now, hosts, host, preview, pairs, keptEmail, canSeePeople }
}

/** A refusal is often that something has moved on: then what stands now is shown. */
export const shouldRevalidate: ShouldRevalidateFunction = () => true

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, 'merge:person')
  const now = new Date()
  const isMerge = isId(new URL(request.url).searchParams.get('gone'))
  if (!isMerge) {
    const found = await answerForm(request, pairSchema, async (input) => {
      const pair = await findPair(actor, input, now)
      if ('missing' in pair) return refused(...pair.missing.map((field) => problem('field_invalid', { field, rule: 'merge.rules.unknown' })))
      if (pair.keptId === pair.goneId) return refused(problem('field_invalid', { field: 'goneEmail', rule: 'merge.rules.same' }))
      return done(pair)
    })
    if (!found.ok) return data<FormReply>(found.reply, { status: 422 })
    return redirectTo(paths.mergePeople({ kept: found.value.keptId, gone: found.value.goneId }))
  }
  const answer = await answerForm(request, mergeSchema, (input) => mergePeople(actor, input, now))
  if (!answer.ok) return data<FormReply>(answer.reply, { status: 422 })
  const to = can(actor, 'manage:affiliation') ? paths.managePerson(answer.value.keptId) : paths.mergePeople()
  return redirectWithNotice(to, { tone: 'ok', key: 'merge.preview.done' })
}

export default function MergePeople() {
  const { now, hosts, host, preview, pairs, keptEmail, canSeePeople } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>() ?? null
  const t = useTranslations('merge')
  const people = useTranslations('affiliations.people')
  const crumbs = [
    ...(canSeePeople ? [{ to: paths.managePeople({ university: host.id }), label: people('title') }] : []),
    ...(preview === null ? [] : [{ to: paths.mergePeople(), label: t('title') }]),
  ]
  return (
    <Page
      title={preview === null ? t('title') : t('preview.title')}
      lead={t('lead')}
      action={<HelpLink topic="merge" />}
      breadcrumbs={crumbs.length === 0 ? undefined : <Breadcrumbs items={crumbs} />}
    >
      {preview === null ? (
        <>
          <PairForm reply={reply} keptEmail={keptEmail} />
          <PossiblePairs {...{ pairs, hosts, host, now }} />
        </>
      ) : (
        <MergePreviewPart preview={preview} reply={reply} now={now} />
      )}
    </Page>
  )
}
