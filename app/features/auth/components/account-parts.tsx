import { Form, Link } from '@remix-run/react'
import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import type { AffiliationKind } from '~/domain/access/permission'
import { fieldOf, ReplyErrors, type FormReply } from '~/features/auth/components/form-reply'
import { GrantScope, type ShownGrant } from '~/features/auth/components/grant-scope'
import { NameFields } from '~/features/auth/components/name-fields'
import { SIGN_UP_KINDS } from '~/features/auth/kinds'
import { bilingual } from '~/i18n/bilingual'
import { formatDate } from '~/i18n/format'
import { defaultTimeZone } from '~/i18n/locale'
import { paths } from '~/platform/paths'
import { Bilingual } from '~/ui/bilingual'
import { SubmitButton } from '~/ui/button'
import { DataList } from '~/ui/data-list'
import { InputField, SelectField } from '~/ui/form-field'
import { Notice } from '~/ui/notice'
import { Section } from '~/ui/section'

type Reply = { reply: FormReply | null }
/** Without `index` the frame around the pages would be asked, which answers no form. */
const formAddress = (form: string) => `${paths.account()}?index&form=${form}`

export type AccountPerson = {
  email: string
  nameZh: string | null
  nameEn: string | null
  locale: string
  phone: string | null
  homeUniversity: { nameZh: string; nameEn: string } | null
  homeKind: AffiliationKind | null
}

export function ProfilePart({ person, reply }: Reply & { person: AccountPerson }) {
  const t = useTranslations('account.profile')
  const field = useTranslations('auth.field')
  return (
    <Section title={t('title')}>
      {/* Another language's words come with a new document; so must the notice that it is saved. */}
      <Form method="post" action={formAddress('profile')} reloadDocument className="grid gap-4">
        <ReplyErrors
          reply={reply}
          labels={{ nameZh: field('nameZh'), nameEn: field('nameEn'), locale: t('language'), phone: t('phone') }}
        />
        <NameFields reply={reply} nameZh={person.nameZh} nameEn={person.nameEn} />
        <InputField field={fieldOf(reply, 'phone', person.phone)} label={t('phone')} hint={t('phoneHint')} type="tel" autoComplete="tel" maxLength={40} required={false} />
        <SelectField
          field={fieldOf(reply, 'locale', person.locale)}
          label={t('language')}
          choices={[
            { value: 'zh-CN', label: t('languageZh') },
            { value: 'en', label: t('languageEn') },
          ]}
        />
        <div>
          <SubmitButton>{t('save')}</SubmitButton>
        </div>
      </Form>
    </Section>
  )
}

export function StandingPart({ person, grants, now }: { person: AccountPerson; grants: readonly ShownGrant[]; now: Date }) {
  const t = useTranslations()
  const { homeUniversity, homeKind } = person
  const roles =
    grants.length === 0 ? (
      t('account.profile.rolesNone')
    ) : (
      <ul>
        {grants.map((grant) => (
          <li key={grant.id}>
            {t(`common.role.${grant.role}`)} <GrantScope grant={grant} now={now} />
          </li>
        ))}
      </ul>
    )
  const home =
    homeUniversity === null ? (
      t('account.profile.none')
    ) : (
      <>
        <Bilingual value={{ zh: homeUniversity.nameZh, en: homeUniversity.nameEn }} />
        {homeKind === null ? null : ` · ${t(`auth.kind.${homeKind}`)}`}
      </>
    )
  return (
    <Section title={t('account.profile.roles')}>
      <DataList
        items={[
          { label: t('auth.field.email'), value: person.email },
          { label: t('account.profile.home'), value: home },
          { label: t('account.profile.roles'), value: roles },
          { label: t('groups.title'), value: <Link className="underline decoration-line underline-offset-4" to={paths.groups()}>{t('groups.mine')}</Link> },
        ]}
      />
    </Section>
  )
}

type Named = { id: string; zh: string; en: string }
type Admission = { university: Named | null; kind: AffiliationKind | null }

export function AdmissionPart({ admission, universities, reply }: Reply & { admission: Admission; universities: readonly Named[] }) {
  const t = useTranslations('account.admission')
  const auth = useTranslations('auth')
  const locale = useLocale()
  const { university, kind } = admission
  return (
    <Section title={t('title')}>
      <Notice tone="warn">
        {university === null
          ? t('declined')
          : t('waiting', { university: bilingual(university, locale).text })}
      </Notice>
      {university === null ? null : <p className="text-muted">{t('change')}</p>}
      <Form method="post" action={formAddress('admission')} className="grid gap-4">
        <ReplyErrors reply={reply} labels={{ universityId: auth('field.university'), kind: auth('field.kind') }} />
        <SelectField
          field={fieldOf(reply, 'universityId', university?.id)}
          label={auth('field.university')}
          placeholder={auth('hint.chooseUniversity')}
          choices={universities.map(({ id, zh, en }) => ({ value: id, label: bilingual({ zh, en }, locale).text }))}
          required
        />
        <SelectField
          field={fieldOf(reply, 'kind', kind ?? 'student')}
          label={auth('field.kind')}
          choices={SIGN_UP_KINDS.map((each) => ({ value: each, label: auth(`kind.${each}`) }))}
        />
        <div>
          <SubmitButton>{t('submit')}</SubmitButton>
        </div>
      </Form>
    </Section>
  )
}

type PrivacyProps = Reply & {
  current: { id: string; version: string } | null
  accepted: readonly { documentId: string; version: string; acceptedAt: Date }[]
  now: Date
}

export function PrivacyPart({ current, accepted, reply, now }: PrivacyProps) {
  const t = useTranslations('account.privacy')
  const locale = useLocale()
  const timeZone = useTimeZone() ?? defaultTimeZone
  const latest = accepted[0]
  const isOutdated = current !== null && accepted.every(({ documentId }) => documentId !== current.id)
  return (
    <Section title={t('title')}>
      <ReplyErrors reply={reply} labels={{}} />
      {latest === undefined ? null : (
        <p>{t('accepted', { version: latest.version, date: formatDate(latest.acceptedAt, { locale, timeZone, now }) })}</p>
      )}
      <p>
        <Link to={paths.privacy()}>{t('read')}</Link>
      </p>
      {current !== null && isOutdated ? (
        <Notice
          tone="warn"
          action={
            <Form method="post" action={formAddress('privacy')}>
              <input type="hidden" name="documentId" value={current.id} />
              <SubmitButton>{t('accept')}</SubmitButton>
            </Form>
          }
        >
          {t('outdated', { version: current.version })}
        </Notice>
      ) : null}
    </Section>
  )
}
