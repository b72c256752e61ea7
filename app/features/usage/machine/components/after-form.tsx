import { Form } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { ProblemNotices } from '~/features/catalogue/components/entry-problems'
import type { MachineReply } from '~/features/usage/machine/answer.server'
import { FaultFields } from '~/features/usage/machine/components/fault-fields'
import type { OwnUse } from '~/features/usage/machine/own.server'
import { paths } from '~/platform/paths'
import { ButtonRow, LinkButton, SubmitButton } from '~/ui/button'
import { FormErrors } from '~/ui/form-errors'
import { CheckboxField, type FieldMeta, InputField, TextareaField } from '~/ui/form-field'

type Props = { use: OwnUse; reply: MachineReply | null; mayStop: boolean; formKeys: { key: string; faultKey: string } }

const COUNTERS = 2
const minutesOf = (seconds: number | undefined) => (seconds === undefined ? undefined : String(Math.round(seconds / 60)))

/** The short form after use; nothing in it is asked for twice, nothing but a ticked fault is needed. */
export function AfterForm({ use, reply, mayStop, formKeys }: Props) {
  const t = useTranslations('usageMachine')
  const { details } = use
  const counters = Object.entries(details.counters ?? {})
  const first: Record<string, string | undefined> = {
    samples: details.samples?.toString(), warmUp: minutesOf(details.warmUpSeconds), measuring: minutesOf(details.measuringSeconds), post: minutesOf(details.postSeconds),
    remarks: details.remarks,
    ...Object.fromEntries(counters.flatMap(([name, value], at) => [[`counter[${at}].name`, name], [`counter[${at}].value`, String(value)]])),
  }
  const field = (name: string): FieldMeta => ({
    id: name.replaceAll(/[[\].]+/g, '-'), name, errors: reply?.errors[name], initialValue: reply ? reply.values[name] : first[name],
  })
  const number = { type: 'number', inputMode: 'numeric', min: 0, step: 1, autoComplete: 'off' } as const
  const labels: Record<string, string> = { samples: t('samples'), warmUp: t('warmUp'), measuring: t('measuring'), post: t('post'), remarks: t('remarks'), what: t('what'), photo: t('photo') }
  const shown = Array.from({ length: Math.max(COUNTERS, Math.min(5, counters.length)) }, (_, at) => at)
  return (
    <Form method="post" encType="multipart/form-data" action={paths.afterUse(use.resourceId, use.itemId)} className="grid max-w-form gap-4">
      <FormErrors errors={errorsOf(reply, labels)} />
      {reply ? <ProblemNotices problems={reply.problems} /> : null}
      <input type="hidden" name="key" value={reply?.values.key || formKeys.key} />
      <input type="hidden" name="faultKey" value={reply?.values.faultKey || formKeys.faultKey} />
      <InputField field={field('samples')} label={t('samples')} {...number} max={100_000} />
      <div className="grid gap-4 sm:grid-cols-3">
        {(['warmUp', 'measuring', 'post'] as const).map((part) => <InputField key={part} field={field(part)} label={t(part)} {...number} />)}
      </div>
      <p className="text-sm text-muted">{t('partsHint')}</p>
      <fieldset className="grid gap-3">
        <legend className="font-medium">{t('counters')}</legend>
        {shown.map((at) => (
          <div key={at} className="grid grid-cols-2 gap-3">
            <InputField field={field(`counter[${at}].name`)} label={t('counterName', { n: String(at + 1) })} maxLength={40} autoComplete="off" />
            <InputField field={field(`counter[${at}].value`)} label={t('counterValue')} type="number" inputMode="decimal" min={0} step="any" autoComplete="off" />
          </div>
        ))}
      </fieldset>
      <TextareaField field={field('remarks')} label={t('remarks')} maxLength={2000} />
      <CheckboxField field={field('hasFault')} label={t('hasFault')} />
      <details open={reply?.values.hasFault === 'on' || undefined} className="grid gap-4 border-l-2 border-line pl-4">
        <summary className="cursor-pointer py-1 font-medium">{t('fault')}</summary>
        <div className="mt-3 grid gap-4"><FaultFields field={field} mayStop={mayStop} isRequired={false} /></div>
      </details>
      <ButtonRow>
        <SubmitButton className="min-h-14 grow text-lg">{t('send')}</SubmitButton>
        <LinkButton tone="quiet" to={paths.atMachine(use.resourceId, { item: use.itemId })}>{t('skip')}</LinkButton>
      </ButtonRow>
    </Form>
  )
}

export function errorsOf(reply: MachineReply | null, labels: Record<string, string>) {
  return Object.entries(reply?.errors ?? {}).flatMap(([name, rules]) =>
    rules.map((message) => (name in labels ? { id: name, label: labels[name], message } : { message })))
}
