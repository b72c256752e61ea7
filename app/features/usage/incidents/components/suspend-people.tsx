import { Form } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import type { CommandReply } from '~/features/people/training/answer.server'
import { CommandErrors, usePersonName } from '~/features/people/training/components/reply-parts'
import type { IncidentView } from '~/features/usage/incidents/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { paths } from '~/platform/paths'
import { Status } from '~/ui/badge'
import { SubmitButton } from '~/ui/button'
import { InputField } from '~/ui/form-field'
import { Section } from '~/ui/section'

type Props = { incident: IncidentView; person: string; answer: CommandReply | null }

/** Who was there, with what lets them use or enter the place, each to be suspended with a reason. */
export function SuspendPeople({ incident, person, answer }: Props) {
  const t = useTranslations('usageIncidents.suspend')
  const name = usePersonName()
  return (
    <Section title={t('title')}>
      <p className="text-muted">{t('lead')}</p>
      <CommandErrors answer={answer} labels={{}} />
      {incident.people.length === 0 ? <p>{t('none')}</p> : (
        <ul className="grid gap-4">
          {incident.people.map((each) => (
            <li key={each.id} className="grid gap-2 border-l-2 border-line pl-3">
              <p><strong>{name(each)}</strong> <span className="text-muted">{each.email}</span></p>
              <Rights incident={incident} personId={each.id} answer={answer} />
            </li>
          ))}
        </ul>
      )}
      <Form method="get" className="flex flex-wrap items-end gap-3" data-screen-only>
        <InputField field={{ id: 'person', name: 'person', initialValue: person, errors: incident.isTypedUnknown ? [t('unknown')] : undefined }} label={t('person')} type="email" autoComplete="off" />
        <SubmitButton tone="secondary">{t('find')}</SubmitButton>
      </Form>
    </Section>
  )
}

function Rights({ incident, personId, answer }: Pick<Props, 'incident' | 'answer'> & { personId: string }) {
  const t = useTranslations('usageIncidents.suspend')
  const locale = useLocale()
  const rights = incident.rights.filter((each) => each.personId === personId)
  if (rights.length === 0) return <p className="text-muted">{t('noRights')}</p>
  return rights.map((right) => {
    const value = `${right.kind}:${right.id}`
    const isBack = answer?.reply.values.right === value
    return (
      <div key={value} className="grid gap-2">
        <p>
          {t(right.kind)}: {bilingual({ zh: right.whatZh, en: right.whatEn }, locale).text} {right.isSuspended ? <Status tone="waiting">{t('suspended')}</Status> : null}
        </p>
        {right.isSuspended ? null : right.isAllowed ? (
          <Form method="post" action={`${paths.incident(incident.id)}?index&form=suspend`} className="flex flex-wrap items-end gap-3">
            <input type="hidden" name="right" value={value} />
            <input type="hidden" name="version" value={right.version} />
            <InputField
              field={{ id: `reason-${right.id}`, name: 'reason', initialValue: isBack ? answer?.reply.values.reason : undefined, errors: isBack ? answer?.reply.errors.reason : undefined }}
              label={t('reason')} maxLength={500} autoComplete="off" required
            />
            <SubmitButton tone="danger">{t(right.kind === 'qualification' ? 'suspendButton' : 'revokeButton')}</SubmitButton>
          </Form>
        ) : <p className="text-sm text-muted">{t('notYours')}</p>}
      </div>
    )
  })
}
