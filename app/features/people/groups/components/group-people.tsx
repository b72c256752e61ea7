import { Form } from '@remix-run/react'
import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import { type GroupPart, mayRemove } from '~/domain/people/group'
import type { ListingReply } from '~/features/catalogue/answer.server'
import { entry, ReplyNotices, usePersonText } from '~/features/people/groups/components/entry'
import type { GroupLetterRow, GroupMemberRow } from '~/features/people/groups/queries.server'
import { formatDate } from '~/i18n/format'
import { defaultTimeZone } from '~/i18n/locale'
import { ButtonRow, SubmitButton } from '~/ui/button'
import { InputField, SelectField, TextareaField } from '~/ui/form-field'
import { Table } from '~/ui/table'

type Acts = { canAppoint: boolean; canRemove: boolean }
type MembersProps = Acts & {
  members: readonly GroupMemberRow[]
  readerId: string
  part: GroupPart
  action: (what: 'role' | 'remove') => string
  now: Date
}

/** Who is of the group, with what the reader may do about each. */
export function MemberTable({ members, readerId, part, canAppoint, canRemove, action, now }: MembersProps) {
  const t = useTranslations('groups')
  const locale = useLocale()
  const timeZone = useTimeZone() ?? defaultTimeZone
  const person = usePersonText()
  const isKept = canAppoint || canRemove
  return (
    <Table
      caption={t('members')}
      isCaptionHidden
      rows={members}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'name', label: t('column.person'), isRowHeader: true,
          cell: (row) => (
            <span className="grid">
              {person(row)}
              <span className="break-all text-sm text-muted">{row.email}</span>
            </span>
          ),
        },
        { key: 'part', label: t('column.part'), cell: (row) => t(`part.${row.part}`) },
        { key: 'since', label: t('column.since'), cell: ({ since }) => formatDate(since, { locale, timeZone, now }) },
        ...(isKept
          ? [{
              key: 'acts', label: t('column.acts'),
              cell: (row: GroupMemberRow) =>
                row.id === readerId || row.part === 'leader' ? null : (
                  <ButtonRow>
                    {canAppoint ? (
                      <Form method="post" action={action('role')}>
                        <input type="hidden" name="personId" value={row.id} />
                        <input type="hidden" name="role" value={row.part === 'supervisor' ? 'member' : 'supervisor'} />
                        <SubmitButton size="small" tone="secondary" aria-label={t(row.part === 'supervisor' ? 'demoteNamed' : 'promoteNamed', { name: person(row) })}>
                          {row.part === 'supervisor' ? t('demote') : t('promote')}
                        </SubmitButton>
                      </Form>
                    ) : null}
                    {canRemove && mayRemove(part, row.part) ? (
                      <Form method="post" action={action('remove')}>
                        <input type="hidden" name="personId" value={row.id} />
                        <SubmitButton size="small" tone="danger" aria-label={t('removeNamed', { name: person(row) })}>{t('remove')}</SubmitButton>
                      </Form>
                    ) : null}
                  </ButtonRow>
                ),
            }]
          : []),
      ]}
    />
  )
}

/** Letters that wait: requests to decide, invitations that can be taken back. */
export function LetterList({ letters, action, now }: { letters: readonly GroupLetterRow[]; action: string; now: Date }) {
  const t = useTranslations('groups.letter')
  const locale = useLocale()
  const timeZone = useTimeZone() ?? defaultTimeZone
  const person = usePersonText()
  return (
    <ul className="grid">
      {letters.map((letter) => {
        const name = letter.person === null ? letter.email : person(letter.person)
        return (
          <li key={letter.id} className="grid gap-2 border-b border-line py-3 sm:grid-cols-[minmax(0,1fr)_auto]">
            <div className="min-w-0">
              <p className="break-words">
                <span className="font-medium">{t(`group.${letter.kind}`, { name })}</span>{' '}
                {letter.person === null ? null : <span className="block break-all text-sm text-muted">{letter.email}</span>}
              </p>
              {letter.message ? <p className="max-w-reading whitespace-pre-line">{letter.message}</p> : null}
              <p className="text-sm text-muted">{t('until', { date: formatDate(letter.expiresAt, { locale, timeZone, now }) })}</p>
            </div>
            <Form method="post" action={action}>
              <input type="hidden" name="letterId" value={letter.id} />
              <ButtonRow>
                {letter.kind === 'request' ? (
                  <>
                    <SubmitButton size="small" name="answer" value="accept" aria-label={t('admitNamed', { name })}>{t('admit')}</SubmitButton>
                    <SubmitButton size="small" tone="secondary" name="answer" value="decline" aria-label={t('declineNamed', { name })}>{t('decline')}</SubmitButton>
                  </>
                ) : (
                  <SubmitButton size="small" tone="secondary" name="answer" value="withdraw" aria-label={t('withdrawNamed', { name })}>{t('withdraw')}</SubmitButton>
                )}
              </ButtonRow>
            </Form>
          </li>
        )
      })}
    </ul>
  )
}

export function InviteForm({ reply, action, canAppoint }: { reply: ListingReply | null; action: string; canAppoint: boolean }) {
  const t = useTranslations('groups')
  return (
    <Form method="post" action={action} className="grid max-w-form gap-4">
      <ReplyNotices reply={reply} />
      <InputField field={entry(reply, 'email')} label={t('field.email')} hint={t('invite.hint')} type="email" autoComplete="off" required />
      {canAppoint ? (
        <SelectField
          field={entry(reply, 'role', 'member')}
          label={t('field.role')}
          choices={(['member', 'supervisor'] as const).map((value) => ({ value, label: t(`part.${value}`) }))}
        />
      ) : null}
      <TextareaField field={entry(reply, 'message')} label={t('field.message')} maxLength={500} required={false} />
      <SubmitButton>{t('invite.action')}</SubmitButton>
    </Form>
  )
}

/** Asked again with the bookings named above: they stay, or are cancelled one by one first. */
export function KeepBookingsForm({ personId, action, label }: { personId: string; action: string; label: string }) {
  return (
    <Form method="post" action={action}>
      <input type="hidden" name="personId" value={personId} />
      <input type="hidden" name="bookings" value="keep" />
      <SubmitButton tone="danger">{label}</SubmitButton>
    </Form>
  )
}
