import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import { usePersonName } from '~/features/auth/components/roles'
import type { Answer, ExplainedGrant, Rights, RightsRow } from '~/features/people/rights/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { formatDate, formatList } from '~/i18n/format'
import { defaultTimeZone } from '~/i18n/locale'
import { Status } from '~/ui/badge'
import { DataList } from '~/ui/data-list'
import { Notice } from '~/ui/notice'
import { Section } from '~/ui/section'
import { type Column, Table } from '~/ui/table'

type Shown = { now: Date }
type Reason = RightsRow['reasons'][number]

/** The last day of a half-open period, in the reader's words. */
function useUntil(now: Date): (endsAt: Date | null) => string {
  const t = useTranslations('rights')
  const locale = useLocale()
  const timeZone = useTimeZone() ?? defaultTimeZone
  return (endsAt) =>
    endsAt === null
      ? t('openEnded')
      : t('until', { date: formatDate(new Date(endsAt.getTime() - 1), { locale, timeZone, now }) })
}

/** A grant in one sentence: the role over what, until when, by whom and why. */
function GrantSentence({ grant, now }: Shown & { grant: ExplainedGrant }) {
  const t = useTranslations('rights')
  const common = useTranslations('common')
  const locale = useLocale()
  const until = useUntil(now)
  const nameOf = usePersonName()
  const scope = grant.scope === null ? common('alliance') : bilingual(grant.scope, locale).text
  const reason = grant.reason ?? t('noReason')
  const origin = grant.givenBy === null ? t('givenBySystem', { reason }) : t('givenBy', { name: nameOf(grant.givenBy), reason })
  return (
    <>
      {t('grant', { role: common(`role.${grant.role}`), scope })}
      <span className="text-muted">
        {' '}
        · {until(grant.endsAt)} · {origin}
      </span>
    </>
  )
}

function ReasonList({ reasons, now }: Shown & { reasons: readonly Reason[] }) {
  const t = useTranslations('rights.reason')
  return (
    <ul className="grid gap-1">
      {reasons.map((reason, at) => (
        <li key={at}>{reason.by === 'grant' ? <GrantSentence grant={reason.grant} now={now} /> : t(reason.by)}</li>
      ))}
    </ul>
  )
}

/** What the answers come from: roles, universities, groups. */
export function StandingSection({ rights, now }: Shown & { rights: Rights }) {
  const t = useTranslations('rights')
  const kinds = useTranslations('auth.kind')
  const locale = useLocale()
  const until = useUntil(now)
  const { grants, affiliations, groups } = rights
  return (
    <Section title={t('standing')}>
      <DataList
        items={[
          {
            label: t('roles'),
            value:
              grants.length === 0 ? (
                t('rolesNone')
              ) : (
                <ul className="grid gap-1">
                  {grants.map((grant) => (
                    <li key={grant.id}>
                      <GrantSentence grant={grant} now={now} />
                    </li>
                  ))}
                </ul>
              ),
          },
          {
            label: t('affiliations'),
            value:
              affiliations.length === 0 ? (
                t('affiliationsNone')
              ) : (
                <ul>
                  {affiliations.map(({ university, kind, endsAt }, at) => (
                    <li key={at}>
                      {bilingual(university, locale).text} · {kinds(kind)}
                      <span className="text-muted"> · {until(endsAt)}</span>
                    </li>
                  ))}
                </ul>
              ),
          },
          {
            label: t('groups'),
            value:
              groups.length === 0 ? (
                t('groupsNone')
              ) : (
                <ul>
                  {groups.map(({ name, isLeader, role }, at) => (
                    <li key={at}>
                      {bilingual(name, locale).text} · {isLeader ? t('leads') : role === 'supervisor' ? t('supervises') : t('member')}
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

/** Every permission in plain words: those held with what they come from, then the others, folded. */
export function RightsTable({ rows, now }: Shown & { rows: readonly RightsRow[] }) {
  const t = useTranslations('rights')
  const held = rows.filter(({ reasons }) => reasons.length > 0)
  const others = rows.filter(({ reasons }) => reasons.length === 0)
  const right: Column<RightsRow> = {
    key: 'right',
    label: t('right'),
    isRowHeader: true,
    cell: ({ permission }) => (
      <span className="grid">
        {t(`permission.${permission}`)}
        <span className="font-mono text-sm text-muted">{permission}</span>
      </span>
    ),
  }
  const key = ({ permission }: RightsRow) => permission
  return (
    <Section title={t('table')}>
      <Table
        caption={t('table')}
        isCaptionHidden
        rows={held}
        rowKey={key}
        columns={[
          right,
          { key: 'may', label: t('may'), cell: () => <Status tone="ok">{t('yes')}</Status> },
          { key: 'why', label: t('why'), cell: ({ reasons }) => <ReasonList reasons={reasons} now={now} /> },
        ]}
      />
      {others.length > 0 ? (
        <details>
          <summary className="cursor-pointer py-1 text-accent underline underline-offset-4">{t('notHeld', { count: others.length })}</summary>
          <Table
            caption={t('notHeld', { count: others.length })}
            isCaptionHidden
            rows={others}
            rowKey={key}
            columns={[right, { key: 'may', label: t('may'), cell: () => <Status tone="muted">{t('no')}</Status> }]}
          />
        </details>
      ) : null}
    </Section>
  )
}

/** The answer to one question, with what it comes from or who could do it instead. */
export function AnswerNotice({ answer, now }: Shown & { answer: Answer }) {
  const t = useTranslations('rights')
  const role = useTranslations('common.role')
  const locale = useLocale()
  const { question, thing, reasons, wouldNeed } = answer
  if (thing === null) return <Notice tone="warn">{t('ask.unknown')}</Notice>
  const shown = {
    right: t(`permission.${question.permission}`),
    thing: thing.name === null ? t('ask.things.anywhere') : bilingual({ zh: thing.name.zh, en: thing.name.en ?? thing.name.zh }, locale).text,
  }
  if (reasons.length > 0) {
    return (
      <Notice tone="ok" title={t('ask.yes', shown)}>
        <ReasonList reasons={reasons} now={now} />
      </Notice>
    )
  }
  return (
    <Notice tone="info" title={t('ask.no', shown)}>
      {wouldNeed.length === 0
        ? t('ask.wouldNeedNone')
        : t('ask.wouldNeed', { roles: formatList(wouldNeed.map((each) => role(each)), locale) })}
    </Notice>
  )
}
