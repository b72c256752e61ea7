import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { answerForm } from '~/features/auth/answer-form.server'
import type { FormReply } from '~/features/auth/components/form-reply'
import { requireActor } from '~/features/auth/require.server'
import { DeviceTable, NewDevice, NewDeviceForm } from '~/features/usage/devices/components/device-list'
import { issueDevice } from '~/features/usage/devices/issue.server'
import { devicesLab, labDevices } from '~/features/usage/devices/queries.server'
import { revokeDevice } from '~/features/usage/devices/revoke.server'
import { deviceForm, deviceIdForm } from '~/features/usage/devices/schema'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { env } from '~/platform/env.server'
import { badRequest, notFound, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Section } from '~/ui/section'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const lab = await devicesLab(await requireActor(request), params.id ?? '')
  if (lab === null) throw notFound()
  const t = createTranslator(localeOfRequest(request))
  return { pageTitle: t('common.pageTitle', { title: t('usageKiosk.devices.tab') }), labId: lab.id, devices: await labDevices(lab.id), now: new Date() }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

type Answer = { reply: FormReply | null; made: { secret: string; link: string | null } | null }

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request)
  const lab = await devicesLab(actor, params.id ?? '')
  if (lab === null) throw notFound()
  const form = new URL(request.url).searchParams.get('form')
  if (form === 'issue') {
    const answer = await answerForm(request, deviceForm, async (input) => {
      const outcome = await issueDevice(actor, lab.id, input, new Date())
      return outcome.ok ? { ...outcome, value: { ...outcome.value, kind: input.kind } } : outcome
    })
    if (!answer.ok) return data<Answer>({ reply: answer.reply, made: null }, { status: 422 })
    const { secret, kind } = answer.value
    // Answered here and not after a redirect: the secret is shown once and kept nowhere.
    const made = { secret, link: kind === 'kiosk' ? `${env.BASE_URL}${paths.kiosk(lab.id)}#${secret}` : null }
    return data<Answer>({ reply: null, made }, { headers: { 'Cache-Control': 'no-store' } })
  }
  if (form !== 'revoke') throw badRequest()
  const answer = await answerForm(request, deviceIdForm, ({ id }) => revokeDevice(actor, lab.id, id, new Date()))
  if (!answer.ok) return data<Answer>({ reply: answer.reply, made: null }, { status: 422 })
  return redirectWithNotice(paths.labDevices(lab.id), { tone: 'ok', key: 'usageKiosk.devices.revokedNotice' })
}

export default function LabDevices() {
  const { labId, devices, now } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useTranslations('usageKiosk.devices')
  return (
    <div className="grid gap-8">
      {answer?.made ? <NewDevice {...answer.made} /> : null}
      <Section title={t('title')}>
        <p className="max-w-reading text-muted">{t('lead')}</p>
        <DeviceTable {...{ labId, devices, now }} />
      </Section>
      <Section title={t('addTitle')}>
        <NewDeviceForm labId={labId} reply={answer?.reply ?? null} />
      </Section>
    </div>
  )
}
