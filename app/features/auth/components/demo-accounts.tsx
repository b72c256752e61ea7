import { useLocale, useTranslations } from 'use-intl'
import type { AffiliationKind, GrantRole } from '~/domain/access/permission'
import { bilingual } from '~/i18n/bilingual'
import { withQuery } from '~/platform/paths'
import { LinkButton } from '~/ui/button'
import { Section } from '~/ui/section'
import { Table } from '~/ui/table'

type Account = {
  email: string
  roles: GrantRole[]
  kind: string | null
  university: { zh: string; en: string } | null
}
export type DemoAccountsProps = {
  accounts: readonly Account[]
  password: string
  chosen: string | null
  to: string
}

/** The accounts of a demo, each a link that fills in the form beside it. */
export function DemoAccounts({ accounts, password, chosen, to }: DemoAccountsProps) {
  const t = useTranslations()
  const locale = useLocale()
  const roleOf = ({ roles, kind }: Account) =>
    roles.length > 0
      ? roles.map((role) => t(`common.role.${role}`)).join(' · ')
      : kind === null
        ? t('auth.login.researcher')
        : t(`auth.kind.${kind as AffiliationKind}`)
  return (
    <Section title={t('auth.login.demoTitle')}>
      <p>
        {t('auth.login.demoLead')} <code className="select-all rounded-sm bg-sunken px-1.5">{password}</code>
      </p>
      <Table
        caption={t('auth.login.demoTitle')}
        isCaptionHidden
        rows={accounts}
        rowKey={({ email }) => email}
        columns={[
          {
            key: 'role',
            label: t('account.profile.roles'),
            isRowHeader: true,
            cell: (account) => (
              <span className="grid">
                {roleOf(account)}
                <span className="break-all text-sm text-muted">{account.email}</span>
              </span>
            ),
          },
          {
            key: 'university',
            label: t('auth.field.university'),
            cell: ({ university }) => (university === null ? '' : bilingual(university, locale).text),
          },
          {
            key: 'use',
            label: t('auth.login.demoUse'),
            cell: ({ email }) =>
              email === chosen ? (
                t('auth.login.demoChosen')
              ) : (
                <LinkButton
                  size="small"
                  to={withQuery('/login', { to: to === '/' ? undefined : to, as: email })}
                  aria-label={`${t('auth.login.demoUse')} ${email}`}
                  preventScrollReset
                >
                  {t('auth.login.demoUse')}
                </LinkButton>
              ),
          },
        ]}
      />
    </Section>
  )
}
