import { Form } from '@remix-run/react'
import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import type { AffiliationKind } from '~/domain/access/permission'
import { usePersonName } from '~/features/auth/components/roles'
import { AFFILIATION_KINDS } from '~/features/auth/kinds'
import { formatDate } from '~/i18n/format'
import { defaultTimeZone } from '~/i18n/locale'
import { SubmitButton } from '~/ui/button'
import { InputField, SelectField } from '~/ui/form-field'
import { Pagination } from '~/ui/pagination'
import { Table } from '~/ui/table'

type Someone = {
  id: string
  email: string
  nameZh: string | null
  nameEn: string | null
  since: Date
}
type WaitingProps = {
  people: readonly (Someone & { kind: AffiliationKind | null })[]
  admitAction: string
  declineAction: string
  now: Date
}

/** Who asks to be admitted, each with the two answers. */
export function WaitingList({ people, admitAction, declineAction, now }: WaitingProps) {
  const t = useTranslations('admin.people')
  const kinds = useTranslations('auth.kind')
  const locale = useLocale()
  const timeZone = useTimeZone() ?? defaultTimeZone
  const nameOf = usePersonName()
  if (people.length === 0) return <p className="text-muted">{t('waitingNone')}</p>
  const choices = AFFILIATION_KINDS.map((kind) => ({ value: kind, label: kinds(kind) }))
  return (
    <ul className="grid gap-4">
      {people.map((person) => (
        <li key={person.id} className="grid gap-3 border-b border-line pb-4">
          <p>
            <span className="font-medium">{nameOf(person)}</span>{' '}
            <span className="break-all text-muted">{person.email}</span>
            <span className="block text-sm text-muted">
              {t('since')} {formatDate(person.since, { locale, timeZone, now })}
            </span>
          </p>
          <div className="flex flex-wrap items-start gap-x-8 gap-y-3">
            <Form method="post" action={admitAction} className="flex flex-wrap items-end gap-2">
              <input type="hidden" name="personId" value={person.id} />
              <SelectField
                field={{ id: `kind-${person.id}`, name: 'kind', initialValue: person.kind ?? 'visitor' }}
                label={t('kind')}
                choices={choices}
              />
              <SubmitButton aria-label={t('admitNamed', { name: nameOf(person) })}>{t('admit')}</SubmitButton>
            </Form>
            <details>
              <summary className="cursor-pointer py-2 text-refused">{t('decline')}</summary>
              <Form method="post" action={declineAction} className="mt-2 grid gap-2">
                <input type="hidden" name="personId" value={person.id} />
                <InputField
                  field={{ id: `decline-${person.id}`, name: 'reason', required: true }}
                  label={t('declineReason')}
                  hint={t('declineHint')}
                  maxLength={300}
                />
                <div>
                  <SubmitButton tone="danger">{t('decline')}</SubmitButton>
                </div>
              </Form>
            </details>
          </div>
        </li>
      ))}
    </ul>
  )
}

type MemberProps = {
  items: readonly (Someone & { kind: AffiliationKind })[]
  total: number
  page: number
  pages: number
  search: string
  universityId: string
  now: Date
}

export function MemberList({ items, total, page, pages, search, universityId, now }: MemberProps) {
  const t = useTranslations('admin.people')
  const field = useTranslations('auth.field')
  const kinds = useTranslations('auth.kind')
  const since = useTranslations('admin.roles')('since')
  const holder = useTranslations('admin.roles')('holder')
  const locale = useLocale()
  const timeZone = useTimeZone() ?? defaultTimeZone
  const nameOf = usePersonName()
  const searchLabel = useTranslations('common.action')('search')
  return (
    <>
      <Form className="flex max-w-reading flex-wrap items-end gap-2">
        <input type="hidden" name="university" value={universityId} />
        <InputField
          field={{ id: 'q', name: 'q', initialValue: search, key: search }}
          label={t('search')}
          type="search"
          className="min-w-64 flex-1"
        />
        <SubmitButton tone="secondary">{searchLabel}</SubmitButton>
      </Form>
      <p className="text-muted">{total === 0 ? t('membersNone') : t('count', { count: total })}</p>
      {items.length === 0 ? null : (
        <Table
          caption={t('membersTitle')}
          isCaptionHidden
          rows={items}
          rowKey={({ id }) => id}
          columns={[
            { key: 'name', label: holder, isRowHeader: true, cell: nameOf },
            { key: 'email', label: field('email'), cell: ({ email }) => <span className="break-all">{email}</span> },
            { key: 'kind', label: t('kind'), cell: ({ kind }) => kinds(kind) },
            {
              key: 'since',
              label: since,
              cell: ({ since: from }) => formatDate(from, { locale, timeZone, now }),
            },
          ]}
        />
      )}
      <Pagination page={page} pages={pages} />
    </>
  )
}
