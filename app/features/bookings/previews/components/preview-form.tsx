import { Form, Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import type { Preview } from '~/features/bookings/previews/held-items.server'
import type { OffDuty } from '~/features/bookings/operators/off-duty.server'
import type { PreviewAnswer } from '~/features/bookings/previews/answer.server'
import type { FormValues } from '~/features/catalogue/form-values'
import { bilingual } from '~/i18n/bilingual'
import { formatPeriod } from '~/i18n/format'
import { word } from '~/i18n/word'
import { paths } from '~/platform/paths'
import { ButtonRow, SubmitButton } from '~/ui/button'
import { RadioGroup } from '~/ui/choice'
import { FormErrors } from '~/ui/form-errors'
import type { FieldMeta } from '~/ui/form-field'
import { Notice } from '~/ui/notice'

export type PreviewFormProps = {
  name: string
  answer: PreviewAnswer | undefined
  /** Where the labels of the fields stand. */
  labels: string
  /** Words for what would no longer fit. */
  kind?: 'some' | 'some_rules' | 'some_rights'
  encType?: 'multipart/form-data'
  more?: ReactNode
  check?: string
  children: ReactNode
}

/** A form that first shows what would change, and is then confirmed. Works without JavaScript. */
export function PreviewForm({ name, answer, labels, kind = 'some', encType, more, check, children }: PreviewFormProps) {
  const t = useTranslations('hours')
  const all = useTranslations()
  const own = answer?.form === name ? answer : undefined
  const errors = Object.entries(own?.reply?.errors ?? {}).flatMap(([field, rules]) =>
    rules.map((message) => ({ ...(field && { id: `${name}-${field}`, label: word(all, `${labels}.${field}`) ?? undefined }), message })),
  )
  const conflict = own?.reply?.problems.some((each) => each.code === 'version_conflict') ?? false
  return (
    <Form method="post" encType={encType} preventScrollReset className="grid gap-4">
      <FormErrors errors={conflict ? [...errors, { message: 'problems.version_conflict' }] : errors} />
      <input type="hidden" name="form" value={name} />
      {/* Enter checks; it never fills the week in or saves. */}
      <button type="submit" name="do" value="check" className="sr-only" tabIndex={-1} aria-hidden="true" />
      {children}
      {own?.preview ? <PreviewPanel preview={own.preview} kind={kind} /> : null}
      {own?.preview?.offDuty?.length ? <DutyPanel offDuty={own.preview.offDuty} chosen={own.values.duty} /> : null}
      {own?.checked ? <input type="hidden" name="checked" value={own.checked} /> : null}
      <ButtonRow>
        {own?.checked ? <SubmitButton name="do" value="save">{t('save')}</SubmitButton> : null}
        <SubmitButton name="do" value="check" tone={own?.checked ? 'secondary' : 'primary'}>{check ?? t('check')}</SubmitButton>
        {more}
      </ButtonRow>
    </Form>
  )
}

/** A field's text and errors: as posted where the form came back, else as it stands. */
export function fieldOf(name: string, answer: PreviewAnswer | undefined, values: FormValues, field: string): FieldMeta {
  const own = answer?.form === name ? answer : undefined
  const value = (own?.values ?? values)[field]
  return {
    id: `${name}-${field}`, name: field, errors: own?.reply?.errors[field],
    initialValue: typeof value === 'string' ? value : undefined,
    key: typeof value === 'string' ? value : '',
  }
}

/** The bookings that would be without their operator, who could take over, and the choice of what becomes of them. */
function DutyPanel({ offDuty, chosen }: { offDuty: readonly OffDuty[]; chosen: FormValues[string] | undefined }) {
  const t = useTranslations('hours.preview.duty')
  const locale = useLocale()
  const name = ({ nameZh, nameEn }: { nameZh: string; nameEn: string | null }) => bilingual({ zh: nameZh, en: nameEn }, locale).text
  const taken = offDuty.filter(({ to }) => to !== null).length
  return (
    <Notice tone="warn" announce="later" title={t('some', { count: offDuty.length })}>
      <ul className="my-1 grid gap-0.5">
        {offDuty.slice(0, MOST_SHOWN).map((each) => (
          <li key={each.itemId} className="flex flex-wrap gap-x-3">
            <Link to={paths.booking(each.bookingId)} className="text-accent underline underline-offset-4">{each.code}</Link>
            <span className="tabular-nums">{formatPeriod(each, { locale, timeZone: each.timeZone })}</span>
            <span className="text-muted">{bilingual({ zh: each.resourceZh, en: each.resourceEn }, locale).text}</span>
            <span>{each.to ? t('to', { from: name(each.operator), to: name(each.to) }) : t('nobody', { from: name(each.operator) })}</span>
          </li>
        ))}
      </ul>
      {offDuty.length > MOST_SHOWN ? <p>{t('more', { count: offDuty.length - MOST_SHOWN })}</p> : null}
      <RadioGroup
        name="duty"
        legend={t('choose')}
        defaultValue={chosen === 'keep' || taken === 0 ? 'keep' : 'swap'}
        choices={[{ value: 'swap', label: t('swap', { count: taken }), hint: t('swapHint') }, { value: 'keep', label: t('keep'), hint: t('keepHint') }]}
      />
    </Notice>
  )
}

const MOST_SHOWN = 50

export function PreviewPanel({ preview, kind }: { preview: Preview; kind: 'some' | 'some_rules' | 'some_rights' }) {
  const t = useTranslations('hours.preview')
  const locale = useLocale()
  const { count, fallen, lookedAt, isCut } = preview
  const name = (zh: string | null, en: string | null) => bilingual({ zh: zh ?? en ?? '', en: en ?? zh ?? '' }, locale).text
  return (
    <Notice tone={count === 0 ? 'ok' : 'warn'} announce="later" title={count === 0 ? t('none') : t(kind, { count })}>
      {count === 0 ? null : (
        <>
          <ul className="my-1 grid gap-0.5">
            {fallen.map((each) => (
              <li key={`${each.bookingId} ${each.resourceId} ${each.start.toISOString()}`} className="flex flex-wrap gap-x-3">
                <Link to={paths.booking(each.bookingId)} className="text-accent underline underline-offset-4">{each.code}</Link>
                <span className="tabular-nums">{formatPeriod(each, { locale, timeZone: each.timeZone })}</span>
                <span>{name(each.nameZh, each.nameEn)}</span>
                <span className="text-muted">{name(each.resourceZh, each.resourceEn)}</span>
              </li>
            ))}
          </ul>
          {count > fallen.length ? <p>{t('more', { count: count - fallen.length })}</p> : null}
          <p>{t('kept')}</p>
        </>
      )}
      <p>{isCut ? t('cut', { count: lookedAt }) : t('lookedAt', { count: lookedAt })} {t('confirm')}</p>
    </Notice>
  )
}
