import { Form } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { PROJECT_ROLES } from '~/domain/people/project'
import type { ListingReply } from '~/features/catalogue/answer.server'
import { entry, ReplyNotices, useName, usePersonText } from '~/features/people/groups/components/entry'
import type { ProjectPage } from '~/features/people/projects/queries.server'
import { SubmitButton } from '~/ui/button'
import { InputField, SelectField } from '~/ui/form-field'
import { Table } from '~/ui/table'

type Person = ProjectPage['members'][number]

/** People elsewhere who may book for the project, with their university. */
export function ProjectPeople({ members, canRemove, readerId, action }: { members: readonly Person[]; canRemove: boolean; readerId: string; action: string }) {
  const t = useTranslations('groups')
  const name = useName()
  const person = usePersonText()
  if (members.length === 0) return <p className="max-w-reading text-muted">{t('project.peopleNone')}</p>
  return (
    <Table
      caption={t('project.people')}
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
        { key: 'role', label: t('column.part'), cell: ({ role }) => t(`projectRole.${role}`) },
        { key: 'home', label: t('column.university'), cell: ({ home }) => (home ? name(home) : '') },
        {
          key: 'acts', label: t('column.acts'),
          cell: (row) =>
            canRemove || row.id === readerId ? (
              <Form method="post" action={action}>
                <input type="hidden" name="personId" value={row.id} />
                <SubmitButton size="small" tone="danger" aria-label={t('removeNamed', { name: person(row) })}>{t('remove')}</SubmitButton>
              </Form>
            ) : null,
        },
      ]}
    />
  )
}

export function AddProjectPerson({ reply, action }: { reply: ListingReply | null; action: string }) {
  const t = useTranslations('groups')
  return (
    <Form method="post" action={action} className="grid max-w-form gap-4">
      <ReplyNotices reply={reply} />
      <InputField field={entry(reply, 'email')} label={t('field.email')} hint={t('hint.projectEmail')} type="email" autoComplete="off" required />
      <SelectField field={entry(reply, 'role', 'student')} label={t('field.role')} choices={PROJECT_ROLES.map((value) => ({ value, label: t(`projectRole.${value}`) }))} />
      <SubmitButton tone="secondary">{t('project.addPerson')}</SubmitButton>
    </Form>
  )
}
