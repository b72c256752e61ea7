import { useLocale, useTranslations } from 'use-intl'
import { RESOURCE_MODES } from '~/domain/booking/facts'
import { CHOSEN_FILE, type FrozenAnswers, isAskedFor, LONGEST_ANSWER, type Question } from '~/domain/booking/questions'
import { bilingual } from '~/i18n/bilingual'
import { formatList } from '~/i18n/format'
import { paths } from '~/platform/paths'
import type { DataItem } from '~/ui/data-list'
import { Field } from '~/ui/field'
import { type FieldMeta, InputField, SelectField, TextareaField } from '~/ui/form-field'
import { Input } from '~/ui/input'

type QuestionFieldsProps = { questions: readonly Question[]; field: (name: string, initial?: string) => FieldMeta }

/** What the resource asks. A question of one way of use says so, since the way may be chosen later. */
export function QuestionFields({ questions, field }: QuestionFieldsProps) {
  const t = useTranslations('asking')
  const modes = useTranslations('common.mode')
  const locale = useLocale()
  return questions.map((question) => {
    const { id, kind, choices, min, max, isRequired } = question
    const only = RESOURCE_MODES.filter((mode) => question.modes.length > 0 && isAskedFor(question, mode))
    const hints = [
      only.length > 0 ? t('onlyFor', { modes: formatList(only.map((mode) => modes(mode)), locale) }) : null,
      kind === 'number' && (min !== null || max !== null) ? t('bounds', { min: String(min ?? '–'), max: String(max ?? '–') }) : null,
    ]
    const shared = {
      field: field(`answer.${id}`),
      label: bilingual(question, locale).text,
      hint: hints.filter(Boolean).join(' ') || undefined,
      // One that is asked for some ways only is left to the verdict.
      required: isRequired && only.length === 0,
    }
    if (kind === 'choice') {
      return (
        <SelectField
          key={id}
          {...shared}
          choices={[{ value: '', label: t('choose') }, ...choices.map((each) => ({ value: each.zh, label: bilingual(each, locale).text }))]}
        />
      )
    }
    if (kind === 'file') return <FileAnswer key={id} {...shared} file={field(`file.${id}`)} />
    if (kind === 'text') return <TextareaField key={id} {...shared} rows={2} maxLength={LONGEST_ANSWER} />
    return <InputField key={id} {...shared} inputMode={kind === 'number' ? 'decimal' : undefined} maxLength={100} autoComplete="off" />
  })
}

type FileAnswerProps = { file: FieldMeta; field: FieldMeta; label: string; hint?: string; required: boolean }

/** A file to choose; one that came with the form before stays until another is chosen. */
function FileAnswer({ file, field, label, hint, required }: FileAnswerProps) {
  const t = useTranslations('asking')
  const kept = typeof field.initialValue === 'string' && field.initialValue !== CHOSEN_FILE ? field.initialValue : ''
  return (
    <Field id={file.id} label={label} hint={[hint, kept === '' ? t('fileHint') : t('fileKept')].filter(Boolean).join(' ')} errors={file.errors} required={required}>
      {({ required: isRequired, ...control }) => (
        <>
          {kept === '' ? null : <input type="hidden" name={field.name} value={kept} />}
          <Input type="file" name={file.name} accept="image/jpeg,image/png,image/webp,image/avif,image/gif,application/pdf" required={isRequired && kept === ''} {...control} />
        </>
      )}
    </Field>
  )
}

/** The answers of an item, each with its question as it was asked. */
export function useAnswerItems(): (frozen: FrozenAnswers | null) => DataItem[] {
  const locale = useLocale()
  return (frozen) =>
    (frozen?.answers ?? []).map((each) => ({
      key: each.id,
      label: bilingual(each, locale).text,
      value:
        each.kind === 'file' ? (
          <a href={paths.answerFile(each.value)} className="break-words underline decoration-line underline-offset-4">{each.fileName ?? each.value}</a>
        ) : (
          <span className="whitespace-pre-wrap break-words">{bilingual({ zh: each.value, en: each.valueEn }, locale).text}</span>
        ),
    }))
}
