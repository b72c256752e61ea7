import { Form } from '@remix-run/react'
import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import { PERMISSIONS } from '~/domain/access/grammar'
import { useDeviceName } from '~/features/auth/components/device-name'
import { fieldOf, ReplyErrors, type FormReply } from '~/features/auth/components/form-reply'
import type { Rights } from '~/features/people/rights/queries.server'
import { THINGS, type Question } from '~/features/people/rights/things'
import { formatDate, formatDateTime } from '~/i18n/format'
import { defaultTimeZone } from '~/i18n/locale'
import { Status } from '~/ui/badge'
import { SubmitButton } from '~/ui/button'
import { InputField, SelectField } from '~/ui/form-field'
import { Notice } from '~/ui/notice'
import { Section } from '~/ui/section'
import { Table } from '~/ui/table'

/** A question that stands in the address, so that its answer can be sent on. */
export function QuestionForm({ question }: { question: Question | null }) {
  const t = useTranslations('rights')
  const field = (name: 'permission' | 'thing' | 'id') => ({ id: `ask-${name}`, name, initialValue: question?.[name], key: question?.[name] })
  return (
    <Form className="grid max-w-form gap-4" preventScrollReset>
      <SelectField
        field={field('permission')}
        label={t('ask.permission')}
        choices={PERMISSIONS.map((each) => ({ value: each, label: t(`permission.${each}`) }))}
      />
      <SelectField
        field={field('thing')}
        label={t('ask.thing')}
        choices={THINGS.map((each) => ({ value: each, label: t(`ask.things.${each}`) }))}
      />
      <InputField field={field('id')} label={t('ask.id')} hint={t('ask.idHint')} required={false} autoComplete="off" maxLength={100} />
      <div>
        <SubmitButton tone="secondary">{t('ask.submit')}</SubmitButton>
      </div>
    </Form>
  )
}

type SuspensionProps = { person: Rights['person']; action: (form: 'suspend' | 'lift') => string; reply: FormReply | null; now: Date }

/** Suspending, or lifting it, with the reason. */
export function SuspensionSection({ person, action, reply, now }: SuspensionProps) {
  const t = useTranslations('rights.suspension')
  const locale = useLocale()
  const timeZone = useTimeZone() ?? defaultTimeZone
  const isSuspended = person.status === 'suspended'
  if (person.status === 'merged' || person.status === 'erased') return null
  return (
    <Section title={t('title')}>
      {isSuspended && person.suspendedAt !== null ? (
        <Notice tone="warn">
          {t('suspended', { date: formatDate(person.suspendedAt, { locale, timeZone, now }), reason: person.suspendedReason ?? '' })}
        </Notice>
      ) : (
        <p className="text-muted">{t('lead')}</p>
      )}
      <Form method="post" action={action(isSuspended ? 'lift' : 'suspend')} className="grid max-w-form gap-4">
        <ReplyErrors reply={reply} labels={{ reason: t('reason') }} />
        <input type="hidden" name="personId" value={person.id} />
        <InputField field={fieldOf(reply, 'reason')} label={t('reason')} maxLength={300} required />
        <div>
          <SubmitButton tone={isSuspended ? 'secondary' : 'danger'}>{isSuspended ? t('lift') : t('suspend')}</SubmitButton>
        </div>
      </Form>
    </Section>
  )
}

/** Where the person is signed in, and when they last were. */
export function SignInSection({ signIns, now }: { signIns: NonNullable<Rights['signIns']>; now: Date }) {
  const t = useTranslations('rights.signIns')
  const locale = useLocale()
  const timeZone = useTimeZone() ?? defaultTimeZone
  const deviceName = useDeviceName()
  return (
    <Section title={t('title')}>
      {signIns.length === 0 ? (
        <p className="text-muted">{t('none')}</p>
      ) : (
        <Table
          caption={t('title')}
          isCaptionHidden
          rows={signIns}
          rowKey={({ at, isOpen }) => `${isOpen} ${at.toISOString()}`}
          columns={[
            { key: 'at', label: t('at'), isRowHeader: true, cell: ({ at }) => formatDateTime(at, { locale, timeZone, now }) },
            { key: 'device', label: t('device'), cell: ({ userAgent, isOpen }) => (isOpen ? deviceName(userAgent) : '') },
            {
              key: 'state',
              label: t('state'),
              cell: ({ isOpen }) => (isOpen ? <Status tone="ok">{t('open')}</Status> : <Status tone="muted">{t('past')}</Status>),
            },
          ]}
        />
      )}
    </Section>
  )
}
