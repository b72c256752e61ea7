import { Form, Link } from '@remix-run/react'
import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import type { GrantRole } from '~/domain/access/permission'
import { plainDateOf } from '~/domain/time/zone'
import { fieldOf, ReplyErrors, type FormReply } from '~/features/auth/components/form-reply'
import { GrantScope, type ShownGrant } from '~/features/auth/components/grant-scope'
import { bilingual } from '~/i18n/bilingual'
import { formatDate } from '~/i18n/format'
import { defaultTimeZone } from '~/i18n/locale'
import { paths } from '~/platform/paths'
import { SubmitButton } from '~/ui/button'
import { InputField, SelectField } from '~/ui/form-field'
import { Table } from '~/ui/table'

/** Roles are given for days of the alliance's own calendar. */
const ALLIANCE_ZONE = 'Asia/Shanghai'

type Named = { id: string; zh: string; en: string }
type Holder = { email: string; nameZh: string | null; nameEn: string | null }
export type HeldGrant = ShownGrant & { startsAt: Date; reason: string | null; person: Holder & { id: string } }

/** What to call a person: the name in the reader's language, else the other, else the address. */
export function usePersonName(): (person: Holder) => string {
  const locale = useLocale()
  return ({ email, nameZh, nameEn }) => bilingual({ zh: nameZh, en: nameEn }, locale).text || email
}

type GrantFormProps = {
  action: string
  reply: FormReply | null | undefined
  roles: readonly GrantRole[]
  email?: string
  /** Choices of universities; a single fixed one comes as a hidden field. */
  universities: readonly Named[]
  universityId?: string | null
  /** Where one lab can be chosen instead of all. */
  labs?: readonly Named[]
}

/** Gives a role: to whom, which, over what, until when, and why. */
export function GrantForm({ action, reply, roles, email, universities, universityId, labs }: GrantFormProps) {
  const t = useTranslations('admin.roles')
  const role = useTranslations('common.role')
  const field = useTranslations('auth.field')
  const locale = useLocale()
  const choices = (list: readonly Named[]) =>
    list.map(({ id, zh, en }) => ({ value: id, label: bilingual({ zh, en }, locale).text }))
  const labels = {
    email: field('email'),
    role: t('role'),
    universityId: t('university'),
    labId: t('lab'),
    lastDay: t('lastDay'),
    reason: t('reason'),
  }
  return (
    <Form method="post" action={action} className="grid max-w-form gap-4">
      <ReplyErrors reply={reply} labels={labels} />
      <InputField
        field={fieldOf(reply, 'email', email)}
        label={labels.email}
        type="email"
        autoComplete="off"
        required
      />
      <SelectField
        field={fieldOf(reply, 'role')}
        label={labels.role}
        placeholder={t('roleChoose')}
        choices={roles.map((each) => ({ value: each, label: role(each) }))}
        required
      />
      {universities.length === 1 && universities[0] !== undefined ? (
        <input type="hidden" name="universityId" value={universities[0].id} />
      ) : (
        <SelectField
          field={fieldOf(reply, 'universityId', universityId)}
          label={labels.universityId}
          hint={t('universityHint')}
          placeholder={t('universityNone')}
          choices={choices(universities)}
          required={false}
        />
      )}
      {labs === undefined ? null : (
        <SelectField
          field={fieldOf(reply, 'labId')}
          label={labels.labId}
          placeholder={t('labAll')}
          choices={choices(labs)}
          required={false}
        />
      )}
      <InputField
        field={fieldOf(reply, 'lastDay')}
        label={labels.lastDay}
        hint={t('lastDayHint')}
        type="date"
        required={false}
      />
      <InputField
        field={fieldOf(reply, 'reason')}
        label={labels.reason}
        hint={t('reasonHint')}
        maxLength={300}
        required
      />
      <div>
        <SubmitButton>{t('grant')}</SubmitButton>
      </div>
    </Form>
  )
}

type GrantTableProps = {
  caption: string
  grants: readonly HeldGrant[]
  /** Where a role is ended; without it nothing can be. */
  endAction: string
  /** Where its last day is changed. */
  changeAction: string
  canEnd: (grant: HeldGrant) => boolean
  /** Whether names lead to what the person may do. */
  hasRights?: boolean
  now: Date
}

export function GrantTable({ caption, grants, endAction, changeAction, canEnd, hasRights, now }: GrantTableProps) {
  const t = useTranslations('admin.roles')
  const role = useTranslations('common.role')
  const locale = useLocale()
  const timeZone = useTimeZone() ?? defaultTimeZone
  const nameOf = usePersonName()
  return (
    <Table
      caption={caption}
      isCaptionHidden
      rows={grants}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'holder',
          label: t('holder'),
          isRowHeader: true,
          cell: ({ person }) => (
            <span className="grid">
              {hasRights ? <Link to={paths.personRights(person.id)}>{nameOf(person)}</Link> : nameOf(person)}
              <span className="break-all text-sm text-muted">{person.email}</span>
            </span>
          ),
        },
        { key: 'role', label: t('role'), cell: (grant) => role(grant.role) },
        { key: 'scope', label: t('scope'), cell: (grant) => <GrantScope grant={grant} now={now} /> },
        {
          key: 'since',
          label: t('since'),
          cell: ({ startsAt }) => formatDate(startsAt, { locale, timeZone, now }),
        },
        { key: 'reason', label: t('reason'), cell: ({ reason }) => <span className="text-muted">{reason}</span> },
        {
          key: 'end',
          label: t('end'),
          cell: (grant) =>
            canEnd(grant) ? (
              <span className="grid gap-1">
                <EndRole action={endAction} id={grant.id} name={nameOf(grant.person)} />
                <ChangeEnd action={changeAction} grant={grant} name={nameOf(grant.person)} />
              </span>
            ) : null,
        },
      ]}
    />
  )
}

/** The reason is asked for in place, with or without JavaScript. */
function EndRole({ action, id, name }: { action: string; id: string; name: string }) {
  const t = useTranslations('admin.roles')
  const field = { id: `reason-${id}`, name: 'reason', required: true }
  return (
    <details>
      <summary className="cursor-pointer text-refused" aria-label={t('endNamed', { name })}>
        {t('end')}
      </summary>
      <Form method="post" action={action} className="mt-2 grid min-w-48 gap-2">
        <input type="hidden" name="id" value={id} />
        <InputField field={field} label={t('endReason')} maxLength={300} />
        <SubmitButton tone="danger" size="small" aria-label={t('endNamed', { name })}>
          {t('end')}
        </SubmitButton>
      </Form>
    </details>
  )
}

/** The last day as it stands can be moved; emptied, the role runs until it is ended. */
function ChangeEnd({ action, grant, name }: { action: string; grant: HeldGrant; name: string }) {
  const t = useTranslations('admin.roles')
  const { id, endsAt } = grant
  // The end is midnight after the last day, on the alliance's clock.
  const lastDay = endsAt === null ? '' : plainDateOf(new Date(endsAt.getTime() - 1), ALLIANCE_ZONE)
  return (
    <details>
      <summary className="cursor-pointer" aria-label={t('changeEndNamed', { name })}>
        {t('changeEnd')}
      </summary>
      <Form method="post" action={action} className="mt-2 grid min-w-48 gap-2">
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="seenEnd" value={endsAt?.toISOString() ?? ''} />
        <InputField
          field={{ id: `last-${id}`, name: 'lastDay', initialValue: lastDay }}
          label={t('lastDay')}
          hint={t('lastDayHint')}
          type="date"
          required={false}
        />
        <InputField field={{ id: `why-${id}`, name: 'reason', required: true }} label={t('reason')} maxLength={300} />
        <SubmitButton size="small" aria-label={t('changeEndNamed', { name })}>
          {t('changeEnd')}
        </SubmitButton>
      </Form>
    </details>
  )
}
