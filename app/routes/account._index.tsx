import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { currentDocument } from '~/features/alliance/queries.server'
import { acceptPrivacy } from '~/features/auth/accept-document.server'
import { answerForm } from '~/features/auth/answer-form.server'
import { AdmissionPart, PrivacyPart, ProfilePart, StandingPart } from '~/features/auth/components/account-parts'
import type { FormReply } from '~/features/auth/components/form-reply'
import { acceptedPrivacy, listOwnGrants, ownPhone } from '~/features/auth/queries.server'
import { requireViewer } from '~/features/auth/require.server'
import { acceptSchema, profileSchema } from '~/features/auth/schema'
import { updateProfile } from '~/features/auth/update-profile.server'
import { ownAdmission, universityChoices } from '~/features/people/queries.server'
import { requestAdmission } from '~/features/people/request-admission.server'
import { requestAdmissionSchema } from '~/features/people/schema'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { cookie } from '~/platform/cookie'
import { badRequest, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'

const YEAR = 365 * 24 * 60 * 60

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request)
  const locale = localeOfRequest(request, viewer.locale)
  const t = createTranslator(locale)
  const now = new Date()
  const isWaiting = viewer.status === 'awaiting_admission'
  const [document, accepted, grants, admission, universities, phone] = await Promise.all([
    currentDocument('privacy'),
    acceptedPrivacy(viewer.actor),
    listOwnGrants(viewer.actor, now),
    isWaiting ? ownAdmission(viewer.actor) : null,
    isWaiting ? universityChoices() : [],
    ownPhone(viewer.actor),
  ])
  const { email, nameZh, nameEn, homeUniversity, homeKind } = viewer
  return {
    pageTitle: t('common.pageTitle', { title: t('account.title') }),
    person: { email, nameZh, nameEn, locale: viewer.locale, phone, homeUniversity, homeKind },
    current: document === null ? null : { id: document.id, version: document.version },
    accepted: accepted.map(({ documentId, version, acceptedAt }) => ({ documentId, version, acceptedAt })),
    grants,
    admission,
    universities,
    now,
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

type Answer = { form: 'profile' | 'admission' | 'privacy'; reply: FormReply }

export async function action({ request }: ActionFunctionArgs) {
  const { actor, locale } = await requireViewer(request)
  const form = new URL(request.url).searchParams.get('form')
  const refuse = (answer: Answer) => data(answer, { status: 400 })
  const saved = (key: string, headers?: HeadersInit) => redirectWithNotice(paths.account(), { tone: 'ok', key }, headers)
  if (form === 'profile') {
    const answer = await answerForm(request, profileSchema, (input) => updateProfile(actor, input))
    if (!answer.ok) return refuse({ form, reply: answer.reply })
    return saved('account.profile.saved', { 'Set-Cookie': cookie('lang', answer.value.locale, YEAR) })
  }
  if (form === 'admission') {
    const answer = await answerForm(request, requestAdmissionSchema, (input) =>
      requestAdmission(actor, input, new Date()),
    )
    return answer.ok ? saved('account.admission.requested') : refuse({ form, reply: answer.reply })
  }
  if (form === 'privacy') {
    const read = localeOfRequest(request, locale)
    const answer = await answerForm(request, acceptSchema, ({ documentId }) =>
      acceptPrivacy(actor, documentId, read, new Date()),
    )
    return answer.ok ? saved('account.privacy.done') : refuse({ form, reply: answer.reply })
  }
  throw badRequest()
}

export default function AccountProfile() {
  const { person, current, accepted, grants, admission, universities, now } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const replyTo = (form: Answer['form']) => (answer?.form === form ? answer.reply : null)
  return (
    <>
      {admission === null ? null : (
        <AdmissionPart admission={admission} universities={universities} reply={replyTo('admission')} />
      )}
      <ProfilePart person={person} reply={replyTo('profile')} />
      <StandingPart person={person} grants={grants} now={now} />
      <PrivacyPart current={current} accepted={accepted} reply={replyTo('privacy')} now={now} />
    </>
  )
}
