import { Form, Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import { fieldOf, type FormReply, ReplyErrors } from '~/features/auth/components/form-reply'
import type { HeldConsequence, WaitingPlea } from '~/features/usage/conduct/waiting.server'
import { bilingual } from '~/i18n/bilingual'
import { formatDateTime } from '~/i18n/format'
import { defaultTimeZone } from '~/i18n/locale'
import { paths } from '~/platform/paths'
import { Status } from '~/ui/badge'
import { ButtonRow, SubmitButton } from '~/ui/button'
import { InputField, TextareaField } from '~/ui/form-field'

const link = 'text-accent underline underline-offset-4'

function usePerson() {
  const locale = useLocale()
  return ({ personZh, personEn }: { personZh: string | null; personEn: string | null }) => bilingual({ zh: personZh, en: personEn }, locale).text
}

/** Somebody's excuse or appeal, with the way to the evidence and the two answers. */
export function PleaItem({ plea, reply, now }: { plea: WaitingPlea; reply: FormReply | null; now: Date }) {
  const t = useTranslations('conduct')
  const locale = useLocale()
  const person = usePerson()
  const instant = (at: Date) => formatDateTime(at, { locale, timeZone: plea.timeZone ?? defaultTimeZone, now })
  const name = person(plea)
  return (
    <li className="grid gap-2 border-b border-line pb-5">
      <h2 className="flex flex-wrap gap-x-3 text-base font-medium">
        <span>{name}</span>
        <Link to={paths.conductFinding(plea.findingId)} className={link}>{t('finding.title', { kind: t(`kind.${plea.kind}`), resource: bilingual(plea, locale).text })}</Link>
      </h2>
      <p className="text-sm text-muted tabular-nums">{[instant(plea.at), t('finding.lead', { points: plea.points }), t('manage.askedAt', { at: instant(plea.askedAt) })].join(' · ')}</p>
      <p className="max-w-reading whitespace-pre-line break-words"><span className="font-medium">{t(`excuse.${plea.excuse}`)}</span> {plea.text}</p>
      {plea.isOther ? <p className="text-muted">{t('manage.ownOrReported')}</p> : (
        <Answer id={plea.id} version={plea.version} act="plea" name={name} reply={reply}>
          <SubmitButton name="accept" value="yes">{t('manage.accept')}</SubmitButton>
          <SubmitButton name="accept" value="no" tone="danger">{t('manage.refuse')}</SubmitButton>
        </Answer>
      )}
    </li>
  )
}

/** A proposal to decide, or something in force to lift. */
export function HeldItem({ held, isProposed, reply, now }: { held: HeldConsequence; isProposed: boolean; reply: FormReply | null; now: Date }) {
  const t = useTranslations('conduct')
  const locale = useLocale()
  const person = usePerson()
  const instant = (at: Date) => formatDateTime(at, { locale, timeZone: defaultTimeZone, now })
  const place = held.scope === 'alliance' ? t('scope.alliance') : bilingual(held, locale).text
  const name = person(held)
  return (
    <li className="grid gap-2 border-b border-line pb-5">
      <h2 className="flex flex-wrap items-center gap-x-3 text-base font-medium">
        <span>{name}</span>
        <span>{t('line', { place, effect: t('manage.effectFor', { effect: t(`effect.${held.effect}`), days: held.days }) })}</span>
        {held.isFrozen ? <Status tone="waiting">{t('consequenceState.frozen')}</Status> : null}
      </h2>
      <p className="text-sm text-muted tabular-nums">{isProposed ? t('manage.proposedAt', { at: instant(held.proposedAt) }) : held.endsAt ? t('until', { until: instant(held.endsAt) }) : null}</p>
      <div className="flex flex-wrap gap-x-3 text-sm">
        <span className="text-muted">{t('manage.grounds')}</span>
        {held.grounds.map((each) => (
          <Link key={each.id} to={paths.conductFinding(each.id)} className={link}>{t(`kind.${each.kind}`)} {instant(new Date(each.at))}</Link>
        ))}
      </div>
      {held.isOther ? <p className="text-muted">{t('manage.ownOrReported')}</p> : isProposed ? (
        <Answer id={held.id} version={held.version} act="proposal" name={name} reply={reply} days={held.days}>
          <SubmitButton name="accept" value="yes">{t('manage.putInForce')}</SubmitButton>
          <SubmitButton name="accept" value="no" tone="secondary">{t('manage.turnDown')}</SubmitButton>
        </Answer>
      ) : (
        <Answer id={held.id} version={held.version} act="lift" name={name} reply={reply}>
          <SubmitButton tone="secondary">{t('manage.lift')}</SubmitButton>
        </Answer>
      )}
    </li>
  )
}

type AnswerProps = { id: string; version: number; act: 'plea' | 'proposal' | 'lift'; name: string; reply: FormReply | null; days?: number; children: ReactNode }

function Answer({ id, version, act, name, reply, days, children }: AnswerProps) {
  const t = useTranslations('conduct.manage')
  const field = (key: 'reason' | 'days', initial?: string) => ({ ...fieldOf(reply, key, initial), id: `${key}-${id}` })
  return (
    <Form method="post" action={`?index&do=${act}`} className="grid max-w-reading gap-3" aria-label={`${t('decision')} ${name}`}>
      <ReplyErrors reply={reply} labels={{}} />
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="version" value={version} />
      {days === undefined ? null : <InputField field={field('days', String(days))} label={t('days')} hint={t('daysHint', { days })} inputMode="numeric" className="max-w-40" required />}
      <TextareaField field={field('reason')} label={t('reason')} hint={t('reasonHint')} rows={2} maxLength={1000} required />
      <ButtonRow>{children}</ButtonRow>
    </Form>
  )
}
