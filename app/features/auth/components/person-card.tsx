import { Link } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import type { GrantRole } from '~/domain/access/permission'
import { GrantTable, usePersonName, type HeldGrant } from '~/features/auth/components/roles'
import { paths } from '~/platform/paths'
import { Bilingual } from '~/ui/bilingual'
import { DataList } from '~/ui/data-list'
import { Section } from '~/ui/section'

type Status = 'unconfirmed' | 'awaiting_admission' | 'active' | 'suspended' | 'merged' | 'erased'
type Props = {
  person: {
    id: string
    email: string
    nameZh: string | null
    nameEn: string | null
    status: Status
    home: { zh: string; en: string } | null
    grants: readonly HeldGrant[]
  }
  endAction: string
  changeAction: string
  roles: readonly GrantRole[]
  now: Date
}

/** A person that was looked up: who they are and what they may. */
export function PersonCard({ person, endAction, changeAction, roles, now }: Props) {
  const t = useTranslations('admin.roles')
  const field = useTranslations('auth.field')
  const nameOf = usePersonName()
  return (
    <Section title={nameOf(person)} action={<Link to={paths.personRights(person.id)}>{t('rights')}</Link>}>
      <DataList
        items={[
          { label: field('email'), value: person.email },
          { label: t('statusLabel'), value: t(`status.${person.status}`) },
          { label: field('university'), value: person.home === null ? null : <Bilingual value={person.home} /> },
        ]}
      />
      {person.grants.length === 0 ? (
        <p className="text-muted">{t('none')}</p>
      ) : (
        <GrantTable
          caption={nameOf(person)}
          grants={person.grants}
          endAction={endAction}
          changeAction={changeAction}
          canEnd={({ role }) => roles.includes(role)}
          now={now}
        />
      )}
    </Section>
  )
}
