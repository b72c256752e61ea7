import { Form, Link } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { fieldOf, type FormReply, ReplyErrors } from '~/features/auth/components/form-reply'
import { GrantScope } from '~/features/auth/components/grant-scope'
import { usePersonName } from '~/features/auth/components/roles'
import { useTermText } from '~/features/people/affiliations/components/stay-parts'
import type { AccountView, MergePreview } from '~/features/people/merge/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { formatDate, formatDateTime } from '~/i18n/format'
import { defaultTimeZone } from '~/i18n/locale'
import { paths } from '~/platform/paths'
import { Status } from '~/ui/badge'
import { LinkButton, SubmitButton } from '~/ui/button'
import { DataList } from '~/ui/data-list'
import { InputField } from '~/ui/form-field'
import { Notice } from '~/ui/notice'
import { Section } from '~/ui/section'

type Props = { preview: MergePreview; reply: FormReply | null; now: Date }

/** The two accounts side by side, what passes over, what is in the way, and the one button that does it. */
export function MergePreviewPart({ preview, reply, now }: Props) {
  const { kept, gone, blocks, pastPresences } = preview
  const t = useTranslations('merge')
  return (
    <>
      <div className="grid items-start gap-6 md:grid-cols-2">
        <AccountCard title={t('preview.kept')} account={kept} now={now} />
        <AccountCard title={t('preview.gone')} account={gone} now={now} />
      </div>
      <div>
        <LinkButton size="small" to={paths.mergePeople({ kept: gone.id, gone: kept.id })}>{t('preview.swap')}</LinkButton>
      </div>
      <Moving preview={preview} now={now} />
      {pastPresences.length === 0 ? null : (
        <Notice tone="info">{t('preview.past', { count: pastPresences.length, codes: pastPresences.map(({ code }) => code).join(', ') })}</Notice>
      )}
      {blocks.length > 0 ? (
        <Notice tone="refused" title={t('preview.blocked')}>
          <ul className="grid list-disc gap-1 pl-5">
            {blocks.map((block, at) => <Block key={`${block.kind}-${at}`} block={block} now={now} />)}
          </ul>
        </Notice>
      ) : (
        <Form method="post" action={paths.mergePeople({ kept: kept.id, gone: gone.id })} className="grid max-w-form gap-4">
          <ReplyErrors reply={reply} labels={{ reason: t('preview.reason') }} />
          {Object.entries({ keptId: kept.id, goneId: gone.id, keptVersion: kept.version, goneVersion: gone.version }).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <InputField field={fieldOf(reply, 'reason')} label={t('preview.reason')} hint={t('preview.reasonHint')} maxLength={300} required />
          <p className="text-muted">{t('preview.ends')}</p>
          <div>
            <SubmitButton tone="danger">{t('preview.submit')}</SubmitButton>
          </div>
        </Form>
      )}
    </>
  )
}

function AccountCard({ title, account, now }: { title: string; account: AccountView; now: Date }) {
  const t = useTranslations('merge.preview')
  const statusName = useTranslations('admin.roles.status')
  const kinds = useTranslations('auth.kind')
  const locale = useLocale()
  const nameOf = usePersonName()
  const termText = useTermText()
  return (
    <Section title={`${title} · ${nameOf(account)}`}>
      <DataList
        items={[
          { label: t('email'), value: <span className="break-all">{account.email}</span> },
          { label: t('status'), value: statusName(account.status) },
          { label: t('created'), value: formatDate(account.createdAt, { locale, timeZone: defaultTimeZone, now }) },
          {
            label: t('stays'),
            value: account.stays.length === 0 ? null : (
              <ul className="grid gap-1">
                {account.stays.map((stay) => (
                  <li key={stay.id}>
                    {bilingual({ zh: stay.nameZh, en: stay.nameEn }, locale).text}
                    <span className="text-muted"> · {kinds(stay.kind as 'student')}{stay.isHome ? ` · ${t('home')}` : ''} · {termText(stay, now)}</span>{' '}
                    {stay.becomes === null ? null : (
                      <Status tone={stay.becomes === 'moves' ? 'ok' : 'muted'}>{stay.becomes === 'moves' ? t('staysMove') : t('staysEnd')}</Status>
                    )}
                  </li>
                ))}
              </ul>
            ),
          },
        ]}
      />
    </Section>
  )
}

function Moving({ preview: { counts, roles }, now }: { preview: MergePreview; now: Date }) {
  const t = useTranslations('merge')
  const roleName = useTranslations('common.role')
  const kinds = (Object.keys(counts) as (keyof typeof counts)[]).filter((kind) => counts[kind] > 0)
  const list = (held: typeof roles.moves) => (
    <ul className="grid gap-1">
      {held.map((grant) => (
        <li key={grant.id}>
          {roleName(grant.role)} <GrantScope grant={grant} now={now} />
        </li>
      ))}
    </ul>
  )
  return (
    <Section title={t('preview.moving')}>
      {kinds.length + roles.moves.length + roles.ends.length === 0 ? <p className="text-muted">{t('preview.nothing')}</p> : null}
      <DataList
        items={[
          ...kinds.map((kind) => ({ key: kind, label: t(`counts.${kind}`), value: <span className="tabular-nums">{counts[kind]}</span> })),
          { label: t('preview.roles'), value: roles.moves.length === 0 ? null : list(roles.moves) },
          { label: t('preview.rolesEnd'), value: roles.ends.length === 0 ? null : list(roles.ends) },
        ]}
      />
    </Section>
  )
}

function Block({ block, now }: { block: MergePreview['blocks'][number]; now: Date }) {
  const t = useTranslations('merge.rules')
  const roleName = useTranslations('common.role')
  const locale = useLocale()
  return (
    <li>
      {t(block.kind)}{' '}
      {block.kind === 'role' || block.kind === 'duties' ? roleName(block.role) : null}
      {block.kind === 'withdrawn' ? block.resources.map(({ zh, en }) => bilingual({ zh, en }, locale).text).join(', ') : null}
      {block.kind === 'presences' ? (
        <ul className="grid gap-0.5">
          {block.holds.map(({ bookingId, code, start }, at) => (
            <li key={`${bookingId}-${at}`}>
              {bookingId === null ? code : <Link to={paths.booking(bookingId)}>{code}</Link>}
              {start === null ? null : <span className="text-muted"> · {formatDateTime(new Date(start), { locale, timeZone: defaultTimeZone, now })}</span>}
            </li>
          ))}
        </ul>
      ) : null}
    </li>
  )
}
