import { Form, Link } from '@remix-run/react'
import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import { useName, usePersonText } from '~/features/people/groups/components/entry'
import { StandingBadge } from '~/features/people/groups/components/group-frame'
import type { OwnGroup, OwnLetter, PublicGroup } from '~/features/people/groups/queries.server'
import { formatDate, formatHours, formatMoney } from '~/i18n/format'
import { defaultTimeZone } from '~/i18n/locale'
import { paths } from '~/platform/paths'
import { Badge, Status } from '~/ui/badge'
import { ButtonRow, SubmitButton } from '~/ui/button'

const link = 'font-medium underline decoration-line underline-offset-4 hover:decoration-current'

type Sum = { groupId: string; bookings: number; seconds: number; shareFen: number }

/** The reader's groups: what waits in each, and this month's hours and quoted sums where they steer it. */
export function OwnGroupList({ groups, sums }: { groups: readonly OwnGroup[]; sums: readonly Sum[] }) {
  const t = useTranslations('groups')
  const locale = useLocale()
  const name = useName()
  const person = usePersonText()
  return (
    <ul className="grid">
      {groups.map((group) => {
        const steers = group.part !== 'member'
        const sum = sums.find((each) => each.groupId === group.id)
        return (
          <li key={group.id} className="grid gap-x-6 gap-y-1 border-b border-line py-3 sm:grid-cols-[minmax(0,1fr)_auto]">
            <div className="grid content-start gap-0.5">
              <p className="flex flex-wrap items-center gap-2">
                <Link to={paths.group(group.id)} className={link}>{name({ zh: group.nameZh, en: group.nameEn })}</Link>
                <Badge>{t(`part.${group.part}`)}</Badge>
                {group.standing === 'confirmed' ? null : <StandingBadge standing={group.standing} />}
              </p>
              <p className="text-sm text-muted">
                {t('ledBy', { university: name(group.university), leader: person(group.leader) })} · {t('memberCount', { count: group.members })}
              </p>
              {group.requests > 0 ? (
                <p>
                  <Link to={paths.group(group.id)}><Status tone="waiting">{t('requestCount', { count: group.requests })}</Status></Link>
                </p>
              ) : null}
            </div>
            {steers ? (
              <p className="text-sm tabular-nums sm:text-right">
                <Link to={paths.groupCosts(group.id)} className="underline decoration-line underline-offset-4">{t('thisMonth')}</Link>
                <span className="block">{t('monthSum', { hours: formatHours(sum?.seconds ?? 0, locale), money: formatMoney(sum?.shareFen ?? 0, locale) })}</span>
                <span className="block text-muted">{t('costs.notBilled')}</span>
              </p>
            ) : null}
          </li>
        )
      })}
    </ul>
  )
}

/** Invitations to accept or decline, and own requests to withdraw. */
export function OwnLetterList({ letters, action, now }: { letters: readonly OwnLetter[]; action: string; now: Date }) {
  const t = useTranslations('groups')
  const locale = useLocale()
  const timeZone = useTimeZone() ?? defaultTimeZone
  const name = useName()
  const person = usePersonText()
  return (
    <ul className="grid">
      {letters.map((letter) => {
        const { group } = letter
        const groupName = name({ zh: group.nameZh, en: group.nameEn })
        return (
          <li key={letter.id} className="grid gap-2 border-b border-line py-3">
            <div>
              <p className="font-medium">{t(`letter.own.${letter.kind}`, { group: groupName })}</p>
              <p className="text-sm text-muted">
                {t('ledBy', { university: name(group.university), leader: person(group.leader) })} · {t('letter.until', { date: formatDate(letter.expiresAt, { locale, timeZone, now }) })}
                {letter.role === 'supervisor' ? ` · ${t('part.supervisor')}` : ''}
              </p>
              {letter.message && letter.kind === 'invitation' ? <p className="max-w-reading whitespace-pre-line">{letter.message}</p> : null}
            </div>
            <Form method="post" action={action}>
              <input type="hidden" name="letterId" value={letter.id} />
              <ButtonRow>
                {letter.kind === 'invitation' ? (
                  <>
                    <SubmitButton name="answer" value="accept" aria-label={t('letter.acceptNamed', { name: groupName })}>{t('letter.accept')}</SubmitButton>
                    <SubmitButton tone="secondary" name="answer" value="decline" aria-label={t('letter.declineNamed', { name: groupName })}>{t('letter.decline')}</SubmitButton>
                  </>
                ) : (
                  <SubmitButton tone="secondary" size="small" name="answer" value="withdraw" aria-label={t('letter.withdrawNamed', { name: groupName })}>{t('letter.withdraw')}</SubmitButton>
                )}
              </ButtonRow>
            </Form>
          </li>
        )
      })}
    </ul>
  )
}

/** Groups found, each with the way to ask for membership. */
export function FoundGroups({ groups }: { groups: readonly PublicGroup[] }) {
  const t = useTranslations('groups')
  const name = useName()
  const person = usePersonText()
  if (groups.length === 0) return <p className="text-muted">{t('join.none')}</p>
  return (
    <ul className="grid">
      {groups.map((group) => (
        <li key={group.id} className="flex flex-wrap items-baseline gap-x-4 border-b border-line py-2">
          <Link to={paths.group(group.id)} className={link}>{name({ zh: group.nameZh, en: group.nameEn })}</Link>
          <span className="text-sm text-muted">{t('ledBy', { university: name(group.university), leader: person(group.leader) })}</span>
        </li>
      ))}
    </ul>
  )
}
