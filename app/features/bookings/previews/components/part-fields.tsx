import type { ReactNode } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import { RESOURCE_MODES } from '~/domain/booking/facts'
import { PURPOSES } from '~/domain/booking/states'
import { MOST_WINDOWS, WINDOW_OWNERS } from '~/domain/scheduling/owner-windows'
import { PERSON_KINDS, REACHES } from '~/domain/scheduling/who-may-book'
import type { PreviewAnswer } from '~/features/bookings/previews/answer.server'
import { fieldOf } from '~/features/bookings/previews/components/preview-form'
import { useSourceText } from '~/features/bookings/previews/components/week-table'
import { DAY_CHOICES, MODE_DURATIONS, MOST_GROUPS, OPENING_CHOICES } from '~/features/scheduling/policies/parts'
import type { RulesPage } from '~/features/scheduling/policies/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { type PartKey, partLines, weekdayName } from '~/i18n/policy-words'
import { type FieldMeta, CheckboxField, InputField, SelectField } from '~/ui/form-field'

type Props = { page: RulesPage; answer: PreviewAnswer | undefined; values: Record<string, string> }
type FieldFor = (name: string, initial?: string) => FieldMeta

/** A rule with parts: what holds now, whether the owner states its own, and the parts. */
export function PartFields({ part, page, answer, values }: Props & { part: PartKey }) {
  const t = useTranslations('policies')
  const field: FieldFor = (name, initial) => {
    const meta = fieldOf('rules', answer, values, name)
    return { ...meta, initialValue: meta.initialValue ?? initial }
  }
  const Parts = PARTS[part]
  const hint = HINTED.find((each) => each === part)
  return (
    <fieldset className="grid content-start gap-3 sm:[&:has(>div>select>[value=own]:checked)]:col-span-2 [&:has(>div>select>[value=inherit]:checked)>[data-parts]]:hidden">
      <legend className="mb-1 font-medium">{t(`rule.${part}`)}</legend>
      <Now part={part} page={page} />
      {hint ? <p className="max-w-reading text-sm text-muted">{t(`partHint.${hint}`)}</p> : null}
      <SelectField
        field={field(part, 'inherit')}
        label={<span className="sr-only">{t(`rule.${part}`)}</span>}
        choices={(['inherit', 'own'] as const).map((value) => ({ value, label: t(`part.${value}`) }))}
        className="max-w-form"
      />
      {/* What is inherited has no parts of its own to fill in. */}
      <div data-parts className="grid gap-3"><Parts field={field} page={page} /></div>
    </fieldset>
  )
}

const HINTED = ['fixedSlots', 'longSession', 'kinds', 'purposes', 'ownerGroups', 'ownerWindows', 'protectedShare', 'outsideCeiling', 'modeRules'] as const

function Now({ part, page }: { part: PartKey; page: RulesPage }) {
  const t = useTranslations('policies')
  const all = useTranslations()
  const locale = useLocale()
  const source = useSourceText()
  const from = page.sources[part]
  const groupName = (id: string) => {
    const group = page.groupChoices.find(({ value }) => value === id)
    return group ? bilingual(group, locale).text : id
  }
  const lines = partLines(all, part, page.policy, { locale, groupName })
  const value = lines.length > 0 ? lines.join(locale === 'zh-CN' ? '；' : '; ') : t('part.none')
  return <p className="max-w-reading text-sm">{t('now', { value, source: from === null ? t('defaultSource') : source(from, page.owner) })}</p>
}

type PartsProps = { field: FieldFor; page: RulesPage }

const Row = ({ children }: { children: ReactNode }) => <div className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-5">{children}</div>

function Ticks({ field, names }: { field: FieldFor; names: readonly { name: string; label: string }[] }) {
  return <div className="flex flex-wrap gap-x-6">{names.map(({ name, label }) => <CheckboxField key={name} field={field(name)} label={label} />)}</div>
}

function Kinds({ field }: PartsProps) {
  const t = useTranslations('policies.kind')
  return <Ticks field={field} names={PERSON_KINDS.map((each) => ({ name: `kinds-${each}`, label: t(each) }))} />
}

function Purposes({ field }: PartsProps) {
  const t = useTranslations('bookings.use')
  return <Ticks field={field} names={PURPOSES.map((each) => ({ name: `purposes-${each}`, label: t(each) }))} />
}

function FixedSlots({ field }: PartsProps) {
  const t = useTranslations('policies.part')
  return (
    <>
      <InputField field={field('fixedSlots-hours')} label={t('hours')} autoComplete="off" className="max-w-form" />
      <CheckboxField field={field('fixedSlots-counted')} label={t('counted')} />
    </>
  )
}

function Long({ field }: PartsProps) {
  const t = useTranslations('policies.part')
  return (
    <>
      <Row>
        <InputField field={field('longSession-max')} label={t('max')} autoComplete="off" />
        <InputField field={field('longSession-notice')} label={t('notice')} autoComplete="off" />
      </Row>
      <CheckboxField field={field('longSession-counted')} label={t('counted')} />
    </>
  )
}

function Groups({ field, page }: PartsProps) {
  const t = useTranslations('policies.part')
  const locale = useLocale()
  const rows = Math.min(MOST_GROUPS, (page.own.ownerGroups?.length ?? 0) + 2)
  const choices = page.groupChoices.map((each) => ({ value: each.value, label: bilingual(each, locale).text }))
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      {Array.from({ length: rows }, (_, at) => (
        <SelectField key={at} field={field(`ownerGroups-${at}`)} label={t('group', { n: at + 1 })} placeholder={t('pickGroup')} choices={choices} required={false} />
      ))}
    </div>
  )
}

function Windows({ field, page }: PartsProps) {
  const t = useTranslations('policies.part')
  const days = useTranslations('policies.days')
  const locale = useLocale()
  const rows = Math.min(MOST_WINDOWS, (page.own.ownerWindows?.length ?? 0) + 1)
  const dayChoices = DAY_CHOICES.map((value) => ({ value, label: value === 'all' || value === 'workdays' || value === 'weekend' ? days(value) : weekdayName(Number(value), locale) }))
  const openings = OPENING_CHOICES.map((value) => ({ value, label: value === 'hours' ? t('opens.hours') : t('opens.day', { days: Number(value) }) }))
  return Array.from({ length: rows }, (_, at) => (
    <fieldset key={at} className="grid gap-2">
      <legend className="mb-1 text-sm">{t('window', { n: at + 1 })}</legend>
      <Row>
        <InputField field={field(`w${at}-hours`)} label={t('hours')} autoComplete="off" />
        <SelectField field={field(`w${at}-days`, 'all')} label={t('days')} choices={dayChoices} />
        <SelectField field={field(`w${at}-for`, 'groups')} label={t('for')} choices={WINDOW_OWNERS.map((value) => ({ value, label: t(value) }))} />
        <SelectField field={field(`w${at}-by`, '0')} label={t('by')} choices={openings} />
        <InputField field={field(`w${at}-at`)} label={t('at')} autoComplete="off" />
      </Row>
    </fieldset>
  ))
}

function Share({ field, part, hasRelease }: PartsProps & { part: 'protectedShare' | 'outsideCeiling'; hasRelease: boolean }) {
  const t = useTranslations('policies.part')
  return (
    <Row>
      <InputField field={field(`${part}-percent`)} label={t('percent')} inputMode="numeric" autoComplete="off" />
      <SelectField field={field(`${part}-window`, 'week')} label={t('period')} choices={(['week', 'month'] as const).map((value) => ({ value, label: t(value) }))} />
      {hasRelease ? <InputField field={field(`${part}-release`)} label={t('release')} inputMode="numeric" autoComplete="off" /> : null}
    </Row>
  )
}

function Modes({ field }: PartsProps) {
  const t = useTranslations('policies')
  const modes = useTranslations('common.mode')
  return RESOURCE_MODES.map((mode) => (
    <fieldset key={mode} className="grid gap-2">
      <legend className="mb-1 text-sm">{modes(mode)}</legend>
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-3">
        {MODE_DURATIONS.map((key) => <InputField key={key} field={field(`${mode}-${key}`)} label={t(`rule.${key}`)} autoComplete="off" />)}
        <SelectField field={field(`${mode}-reach`)} label={t('rule.reach')} placeholder={t('part.inherit')} choices={REACHES.map((value) => ({ value, label: t(`value.${value}`) }))} />
        <SelectField
          field={field(`${mode}-attendance`)}
          label={t('rule.attendance')}
          placeholder={t('part.inherit')}
          choices={(['whole', 'ends', 'none'] as const).map((value) => ({ value, label: t(`value.${value === 'none' ? 'nobody' : value}`) }))}
        />
      </div>
    </fieldset>
  ))
}

const PARTS: Record<PartKey, (props: PartsProps) => ReactNode> = {
  kinds: Kinds,
  purposes: Purposes,
  fixedSlots: FixedSlots,
  longSession: Long,
  ownerGroups: Groups,
  ownerWindows: Windows,
  protectedShare: (props) => <Share {...props} part="protectedShare" hasRelease />,
  outsideCeiling: (props) => <Share {...props} part="outsideCeiling" hasRelease={false} />,
  modeRules: Modes,
}
