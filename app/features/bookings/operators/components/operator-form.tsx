import { Form } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { type OperatorReply, useProblemLines } from '~/features/bookings/operators/components/reply'
import { bilingual } from '~/i18n/bilingual'
import { SubmitButton } from '~/ui/button'
import { Checkbox } from '~/ui/choice'
import { FieldErrors } from '~/ui/field'
import { FormErrors } from '~/ui/form-errors'
import { InputField } from '~/ui/form-field'

type Props = {
  action: string
  reply: OperatorReply | null
  resources: readonly { id: string; nameZh: string; nameEn: string | null }[]
  kept?: { nameZh: string; nameEn: string | null; email: string | null; runs: readonly string[]; version: number }
  submissionKey?: string
}

/** Who assists, and with what. */
export function OperatorForm({ action, reply, resources, kept, submissionKey }: Props) {
  const t = useTranslations('operators')
  const locale = useLocale()
  const problems = useProblemLines(reply?.problems ?? [])
  const labels: Record<string, string> = { nameZh: t('nameZh'), nameEn: t('nameEn'), email: t('email'), resourceIds: t('runs') }
  const field = (name: 'nameZh' | 'nameEn' | 'email') => ({
    id: name, name, errors: reply?.errors[name], initialValue: reply ? (reply.values[name] ?? '') : (kept?.[name] ?? ''),
  })
  const chosen = reply?.chosen ?? kept?.runs ?? []
  return (
    <Form method="post" action={action} className="grid max-w-form gap-4">
      <FormErrors errors={[
        ...Object.entries(reply?.errors ?? {}).flatMap(([id, rules]) => rules.map((message) => ({ id, label: labels[id], message }))),
        ...problems.map((message) => ({ message })),
      ]} />
      {kept ? <input type="hidden" name="version" value={kept.version} /> : <input type="hidden" name="key" value={reply?.values.key ?? submissionKey} />}
      <InputField field={field('nameZh')} label={labels.nameZh} maxLength={80} lang="zh-CN" autoComplete="off" required />
      <InputField field={field('nameEn')} label={labels.nameEn} maxLength={80} lang="en" autoComplete="off" required={false} />
      <InputField field={field('email')} label={labels.email} hint={t('emailHint')} type="email" autoComplete="off" required={false} />
      <fieldset className="grid gap-1" id="resourceIds" aria-describedby="resourceIds-hint resourceIds-error">
        <legend className="mb-1 font-medium">{t('runs')}</legend>
        <p id="resourceIds-hint" className="text-sm text-muted">{t('runsHint')}</p>
        <div className="grid max-h-80 gap-x-6 overflow-y-auto sm:grid-cols-2">
          {resources.map(({ id, nameZh, nameEn }) => (
            <Checkbox key={id} name="resourceIds" value={id} defaultChecked={chosen.includes(id)} label={bilingual({ zh: nameZh, en: nameEn }, locale).text} />
          ))}
        </div>
        <FieldErrors id="resourceIds-error" errors={reply?.errors.resourceIds} />
      </fieldset>
      <div><SubmitButton>{t(kept ? 'save' : 'add')}</SubmitButton></div>
    </Form>
  )
}
