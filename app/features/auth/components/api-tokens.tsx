import { Form } from '@remix-run/react'
import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import { fieldOf, ReplyErrors, type FormReply } from '~/features/auth/components/form-reply'
import { API_SCOPES, type ApiScope } from '~/features/auth/kinds'
import { formatDate, formatDateTime, formatList } from '~/i18n/format'
import { defaultTimeZone } from '~/i18n/locale'
import { paths, withQuery } from '~/platform/paths'
import { SubmitButton } from '~/ui/button'
import { Checkbox } from '~/ui/choice'
import { FieldErrors } from '~/ui/field'
import { InputField, SelectField } from '~/ui/form-field'
import { Table } from '~/ui/table'

const DAYS = [30, 90, 180, 365]
const address = (form: string) => withQuery(paths.accountTokens(), { form })

export function NewTokenForm({ reply }: { reply: FormReply | null | undefined }) {
  const t = useTranslations('account.tokens')
  const scopeErrors = reply?.errors.scopes
  return (
    <Form method="post" action={address('create')} className="grid max-w-form gap-4">
      <ReplyErrors reply={reply} labels={{ name: t('name'), scopes: t('scopes'), days: t('days') }} />
      <InputField field={fieldOf(reply, 'name')} label={t('name')} hint={t('nameHint')} maxLength={60} required />
      <fieldset id="scopes" aria-describedby={scopeErrors === undefined ? undefined : 'scopes-error'}>
        <legend className="mb-1 font-medium">{t('scopes')}</legend>
        {API_SCOPES.map((scope) => (
          <Checkbox key={scope} name="scopes" value={scope} defaultChecked={scope === 'read'} label={t(`scope.${scope}`)} />
        ))}
        <FieldErrors id="scopes-error" errors={scopeErrors} />
      </fieldset>
      <SelectField
        field={fieldOf(reply, 'days', '90')}
        label={t('days')}
        choices={DAYS.map((days) => ({ value: String(days), label: t('daysChoice', { days }) }))}
      />
      <div>
        <SubmitButton>{t('create')}</SubmitButton>
      </div>
    </Form>
  )
}

type Token = { id: string; name: string; scopes: string[]; expiresAt: Date; lastUsedAt: Date | null }

export function TokenList({ tokens, now }: { tokens: readonly Token[]; now: Date }) {
  const t = useTranslations('account.tokens')
  const locale = useLocale()
  const timeZone = useTimeZone() ?? defaultTimeZone
  if (tokens.length === 0) return <p className="text-muted">{t('none')}</p>
  const scopeNames = (scopes: readonly string[]) =>
    formatList(scopes.map((scope) => t(`scope.${scope as ApiScope}`)), locale)
  return (
    <Table
      caption={t('listTitle')}
      isCaptionHidden
      rows={tokens}
      rowKey={({ id }) => id}
      columns={[
        { key: 'name', label: t('name'), isRowHeader: true, cell: ({ name }) => name },
        { key: 'scopes', label: t('scopes'), cell: ({ scopes }) => scopeNames(scopes) },
        {
          key: 'used',
          label: t('used'),
          cell: ({ lastUsedAt }) =>
            lastUsedAt === null ? t('never') : formatDateTime(lastUsedAt, { locale, timeZone, now }),
        },
        {
          key: 'until',
          label: t('until'),
          cell: ({ expiresAt }) => formatDate(expiresAt, { locale, timeZone, now }),
        },
        {
          key: 'revoke',
          label: t('revoke'),
          cell: ({ id, name }) => (
            <Form method="post" action={address('revoke')}>
              <SubmitButton tone="danger" size="small" name="id" value={id} aria-label={t('revokeNamed', { name })}>
                {t('revoke')}
              </SubmitButton>
            </Form>
          ),
        },
      ]}
    />
  )
}
