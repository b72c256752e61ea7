import { Form } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { fieldOf, type FormReply, ReplyErrors } from '~/features/auth/components/form-reply'
import { usePersonName } from '~/features/auth/components/roles'
import { AFFILIATION_KINDS } from '~/features/auth/kinds'
import { useStayLabels } from '~/features/people/affiliations/components/stay-fields'
import { Backing, StayStatus, useTermText } from '~/features/people/affiliations/components/stay-parts'
import type { StayView } from '~/features/people/affiliations/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { plainDay } from '~/features/people/affiliations/days'
import { ButtonRow, SubmitButton } from '~/ui/button'
import { InputField, SelectField } from '~/ui/form-field'

type CardProps = {
  stay: StayView & { isMine: boolean }
  reply: FormReply | null
  action: string
  /** False for one's own: another coordinator decides. */
  canKeep: boolean
  now: Date
}

/** One affiliation with what its coordinator may do: confirm or refuse, change or end. */
export function StayCard({ stay, reply, action, canKeep, now }: CardProps) {
  const t = useTranslations('affiliations')
  const kinds = useTranslations('auth.kind')
  const locale = useLocale()
  const termText = useTermText()
  const university = bilingual({ zh: stay.university.nameZh, en: stay.university.nameEn }, locale).text
  const isOpen = stay.state !== 'ended' && stay.state !== 'refused'
  return (
    <li className="grid gap-3 border-b border-line pb-4">
      <div className="grid gap-0.5">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-medium">{university}</span>
          <StayStatus state={stay.state} />
        </p>
        <p>
          {[t(`basis.${stay.basis}`), kinds(stay.kind), stay.department, termText(stay, now)].filter(Boolean).join(' · ')}
        </p>
        <Backing stay={stay} />
        {stay.endReason ? <p className="text-sm text-muted">{stay.endReason}</p> : null}
      </div>
      {isOpen && stay.isMine && canKeep ? <KeepForms stay={stay} reply={reply} action={action} /> : null}
      {isOpen && !stay.isMine ? <p className="text-sm text-muted">{t('people.elsewhere', { university })}</p> : null}
      {isOpen && stay.isMine && !canKeep ? <p className="text-sm text-muted">{t('people.own')}</p> : null}
    </li>
  )
}

function KeepForms({ stay, reply, action }: { stay: StayView; reply: FormReply | null; action: string }) {
  const t = useTranslations('affiliations')
  const kinds = useTranslations('auth.kind')
  const labels = useStayLabels()
  const nameOf = usePersonName()
  const locale = useLocale()
  const isWaiting = stay.state === 'waiting'
  const lastDay = stay.endsAt === null ? '' : plainDay(new Date(stay.endsAt.getTime() - 1))
  const scoped = (name: string, initial?: string | null) => ({ ...fieldOf(reply, name, initial), id: `${name}-${stay.id}` })
  const names = { name: nameOf(stay.person), university: bilingual({ zh: stay.university.nameZh, en: stay.university.nameEn }, locale).text }
  return (
    <div className="grid gap-3">
      <ReplyErrors reply={reply} labels={{}} />
      <Form method="post" action={`${action}?form=change`} className="grid max-w-reading gap-3">
        <input type="hidden" name="id" value={stay.id} />
        <input type="hidden" name="version" value={stay.version} />
        <div className="grid gap-3 sm:grid-cols-2">
          <SelectField field={scoped('kind', stay.kind)} label={labels.kind} choices={AFFILIATION_KINDS.map((each) => ({ value: each, label: kinds(each) }))} />
          <InputField field={scoped('lastDay', lastDay)} label={labels.lastDay} type="date" required={!stay.isHome} />
          <InputField field={scoped('department', stay.department)} label={labels.department} maxLength={120} required={false} />
          {stay.isHome ? null : (
            <InputField field={scoped('sponsorEmail', stay.sponsor?.email)} label={labels.sponsorEmail} type="email" autoComplete="off" required={stay.partner === null} />
          )}
        </div>
        <ButtonRow>
          <SubmitButton tone={isWaiting ? 'primary' : 'secondary'}>{t(isWaiting ? 'people.confirm' : 'people.save')}</SubmitButton>
        </ButtonRow>
      </Form>
      <details open={reply?.errors.reason !== undefined}>
        <summary className="cursor-pointer py-1 text-refused" aria-label={t('people.endNamed', names)}>
          {t(isWaiting ? 'people.refuse' : 'people.end')}
        </summary>
        <Form method="post" action={`${action}?form=end`} className="mt-2 grid max-w-reading gap-2">
          <input type="hidden" name="id" value={stay.id} />
          <input type="hidden" name="version" value={stay.version} />
          <InputField field={{ ...scoped('reason'), required: true }} label={labels.reason} hint={t('field.reasonHint')} maxLength={300} />
          <div>
            <SubmitButton tone="danger" size="small" aria-label={t('people.endNamed', names)}>
              {t(isWaiting ? 'people.refuse' : 'people.end')}
            </SubmitButton>
          </div>
        </Form>
      </details>
    </div>
  )
}
