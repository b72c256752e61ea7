import { Form } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { fieldOf, type FormReply, ReplyErrors } from '~/features/auth/components/form-reply'
import { usePersonName } from '~/features/auth/components/roles'
import type { PossibleDuplicate } from '~/features/people/merge/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { formatDate } from '~/i18n/format'
import { defaultTimeZone } from '~/i18n/locale'
import { paths } from '~/platform/paths'
import { LinkButton, SubmitButton } from '~/ui/button'
import { InputField, SelectField } from '~/ui/form-field'
import { Section } from '~/ui/section'
import { Table } from '~/ui/table'

/** Two addresses to preview; the kept one may be known already. */
export function PairForm({ reply, keptEmail }: { reply: FormReply | null; keptEmail: string | null }) {
  const t = useTranslations('merge.choose')
  const labels = { keptEmail: t('kept'), goneEmail: t('gone') }
  return (
    <Section title={t('title')}>
      <Form method="post" action={paths.mergePeople()} className="grid max-w-form gap-4">
        <ReplyErrors reply={reply} labels={labels} />
        <InputField field={fieldOf(reply, 'keptEmail', keptEmail)} label={labels.keptEmail} type="email" autoComplete="off" required />
        <InputField field={fieldOf(reply, 'goneEmail')} label={labels.goneEmail} hint={t('goneHint')} type="email" autoComplete="off" required />
        <div>
          <SubmitButton>{t('submit')}</SubmitButton>
        </div>
      </Form>
    </Section>
  )
}

type Host = { id: string; zh: string; en: string }
type PairsProps = { pairs: readonly PossibleDuplicate[]; hosts: readonly Host[]; host: Host; now: Date }

/** Accounts that look like one person's. */
export function PossiblePairs({ pairs, hosts, host, now }: PairsProps) {
  const t = useTranslations('merge')
  const locale = useLocale()
  const nameOf = usePersonName()
  const side = (account: PossibleDuplicate['kept']) => (
    <>
      {nameOf(account)}
      <span className="block break-all text-sm text-muted">{account.email}</span>
      <span className="block text-sm text-muted">{formatDate(account.createdAt, { locale, timeZone: defaultTimeZone, now })}</span>
    </>
  )
  return (
    <Section title={t('possible.title')}>
      <p className="max-w-reading text-muted">{t('possible.lead')}</p>
      {hosts.length < 2 ? null : (
        <Form className="flex flex-wrap items-end gap-2">
          <SelectField
            field={{ id: 'university', name: 'university', initialValue: host.id, key: host.id }}
            label={t('possible.university')}
            choices={hosts.map(({ id, ...name }) => ({ value: id, label: bilingual(name, locale).text }))}
          />
          <SubmitButton tone="secondary">{t('possible.show')}</SubmitButton>
        </Form>
      )}
      {pairs.length === 0 ? (
        <p>{t('possible.none')}</p>
      ) : (
        <Table
          caption={t('possible.title')}
          isCaptionHidden
          rows={pairs}
          rowKey={({ kept, gone }) => `${kept.id} ${gone.id}`}
          columns={[
            { key: 'kept', label: t('possible.kept'), isRowHeader: true, cell: ({ kept }) => side(kept) },
            { key: 'gone', label: t('possible.gone'), cell: ({ gone }) => side(gone) },
            { key: 'likeness', label: t('possible.likeness'), cell: ({ likeness }) => likeness.map((each) => t(`likeness.${each}`)).join(', ') },
            {
              key: 'look',
              label: t('possible.look'),
              cell: ({ kept, gone }) => (
                <LinkButton size="small" to={paths.mergePeople({ kept: kept.id, gone: gone.id })} aria-label={t('possible.lookNamed', { name: nameOf(kept) })}>
                  {t('possible.look')}
                </LinkButton>
              ),
            },
          ]}
        />
      )}
    </Section>
  )
}
