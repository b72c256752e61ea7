import { Form } from '@remix-run/react'
import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import { fieldOf, type FormReply, ReplyErrors } from '~/features/auth/components/form-reply'
import type { DeviceRow } from '~/features/usage/devices/queries.server'
import { formatDate, formatDateTime } from '~/i18n/format'
import { defaultTimeZone } from '~/i18n/locale'
import { paths } from '~/platform/paths'
import { SubmitButton } from '~/ui/button'
import { InputField, SelectField } from '~/ui/form-field'
import { Notice } from '~/ui/notice'
import { QrCode } from '~/ui/qr-code'
import { Table } from '~/ui/table'

const KINDS = ['kiosk', 'meter', 'agent'] as const

export function DeviceTable({ labId, devices, now }: { labId: string; devices: readonly DeviceRow[]; now: Date }) {
  const t = useTranslations('usageKiosk.devices')
  const locale = useLocale()
  const timeZone = useTimeZone() ?? defaultTimeZone
  if (devices.length === 0) return <p className="text-muted">{t('none')}</p>
  return (
    <Table
      caption={t('title')}
      isCaptionHidden
      rows={devices}
      rowKey={({ id }) => id}
      columns={[
        { key: 'name', label: t('name'), isRowHeader: true, cell: ({ name }) => name },
        { key: 'kind', label: t('kind'), cell: ({ kind }) => t(`kinds.${kind}`) },
        { key: 'created', label: t('created'), cell: ({ createdAt }) => formatDate(createdAt, { locale, timeZone, now }) },
        { key: 'seen', label: t('seen'), cell: ({ seenAt }) => (seenAt === null ? t('never') : formatDateTime(seenAt, { locale, timeZone, now })) },
        {
          key: 'state', label: t('state'),
          cell: ({ id, name, revokedAt }) => revokedAt !== null ? t('revoked') : (
            <Form method="post" action={paths.labDevices(labId, { form: 'revoke' })}>
              <input type="hidden" name="id" value={id} />
              <SubmitButton tone="danger" size="small" aria-label={`${t('revoke')}: ${name}`}>{t('revoke')}</SubmitButton>
            </Form>
          ),
        },
      ]}
    />
  )
}

export function NewDeviceForm({ labId, reply }: { labId: string; reply: FormReply | null }) {
  const t = useTranslations('usageKiosk.devices')
  return (
    <Form method="post" action={paths.labDevices(labId, { form: 'issue' })} className="grid max-w-form gap-4">
      <ReplyErrors reply={reply} labels={{ name: t('name'), kind: t('kind') }} />
      <InputField field={fieldOf(reply, 'name')} label={t('name')} required maxLength={60} autoComplete="off" />
      <SelectField field={fieldOf(reply, 'kind', 'kiosk')} label={t('kind')} hint={t('kindHint')} choices={KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))} />
      <SubmitButton>{t('add')}</SubmitButton>
    </Form>
  )
}

/** A new device's token, the only time that it is shown; a tablet's with the link that signs it in. */
export function NewDevice({ secret, link }: { secret: string; link: string | null }) {
  const t = useTranslations('usageKiosk.devices')
  return (
    <Notice tone="ok" announce="now" title={t('made')}>
      <div className="grid gap-3">
        <label className="grid gap-1">
          {t('token')}
          <input readOnly value={secret} className="w-full rounded-md border border-control bg-surface px-3 py-1.5 font-mono text-sm" />
        </label>
        {link === null ? null : (
          <div className="grid gap-2">
            <p>{t('openOn')}</p>
            <p className="break-all"><a className="font-mono text-sm underline" href={link}>{link}</a></p>
            <QrCode text={link} label={t('openOn')} className="w-48" />
          </div>
        )}
      </div>
    </Notice>
  )
}
