import { useLocale, useTranslations } from 'use-intl'
import { TERM_BASES } from '~/domain/affiliation/stay'
import { fieldOf, type FormReply } from '~/features/auth/components/form-reply'
import { AFFILIATION_KINDS } from '~/features/auth/kinds'
import { bilingual } from '~/i18n/bilingual'
import { InputField, SelectField } from '~/ui/form-field'

type Choice = { id: string; zh: string | null; en: string | null }
type Reply = FormReply | null | undefined

/** What the fields of an affiliation are called, for the summary of what is wrong. */
export function useStayLabels(): Record<string, string> {
  const t = useTranslations('affiliations.field')
  return {
    email: t('email'), universityId: t('university'), basis: t('basis'), kind: t('kind'), department: t('department'), partnerId: t('partner'),
    sponsorEmail: t('sponsorEmail'), firstDay: t('firstDay'), lastDay: t('lastDay'), reason: t('reason'),
  }
}

type StayFieldsProps = {
  reply: Reply
  /** Chosen by a person who asks; fixed where a coordinator writes. */
  universities?: readonly Choice[]
  /** Through whom somebody may come, where a coordinator writes. */
  partners?: readonly Choice[]
  partnerId?: string | null
}

/** Where, as what, for how long, and who answers for it. */
export function StayFields({ reply, universities, partners, partnerId }: StayFieldsProps) {
  const t = useTranslations('affiliations')
  const kinds = useTranslations('auth.kind')
  const labels = useStayLabels()
  const locale = useLocale()
  const choices = (list: readonly Choice[]) => list.map(({ id, zh, en }) => ({ value: id, label: bilingual({ zh, en }, locale).text }))
  return (
    <>
      {universities ? (
        <SelectField
          field={fieldOf(reply, 'universityId')}
          label={labels.universityId}
          placeholder={t('field.choose')}
          choices={choices(universities)}
          required
        />
      ) : null}
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          field={fieldOf(reply, 'basis', 'visiting')}
          label={labels.basis}
          choices={TERM_BASES.map((each) => ({ value: each, label: t(`basis.${each}`) }))}
          required
        />
        <SelectField
          field={fieldOf(reply, 'kind', 'visitor')}
          label={labels.kind}
          choices={AFFILIATION_KINDS.map((each) => ({ value: each, label: kinds(each) }))}
          required
        />
      </div>
      {partners && partners.length > 0 ? (
        <SelectField
          field={fieldOf(reply, 'partnerId', partnerId)}
          label={labels.partnerId}
          placeholder={t('field.partnerNone')}
          choices={choices(partners)}
          required={false}
        />
      ) : null}
      <InputField
        field={fieldOf(reply, 'sponsorEmail')}
        label={labels.sponsorEmail}
        hint={t('field.sponsorHint')}
        type="email"
        autoComplete="off"
        required={partners === undefined}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <InputField field={fieldOf(reply, 'firstDay')} label={labels.firstDay} hint={t('field.firstDayHint')} type="date" required={false} />
        <InputField field={fieldOf(reply, 'lastDay')} label={labels.lastDay} hint={t('field.lastDayHint')} type="date" required />
      </div>
      <InputField field={fieldOf(reply, 'department')} label={labels.department} maxLength={120} required={false} />
    </>
  )
}
