import { Form } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { RESOURCE_MODES, type ResourceMode } from '~/domain/booking/facts'
import { MOST_QUESTIONS, type Question, QUESTION_KINDS, type QuestionSet } from '~/domain/booking/questions'
import type { Problem } from '~/domain/problem'
import { defaultTimeZone } from '~/i18n/locale'
import { problemMessage } from '~/i18n/problem-message'
import { ButtonRow, SubmitButton } from '~/ui/button'
import { FormErrors } from '~/ui/form-errors'
import { CheckboxField, type FieldMeta, InputField, SelectField, TextareaField } from '~/ui/form-field'
import { Notice } from '~/ui/notice'

export type QuestionsReply = { errors: Record<string, string[]>; values: Record<string, string>; problems: Problem[] }

/** Rows for questions to come, below those that are asked. */
const EMPTY_ROWS = 3

type QuestionEditorProps = { set: QuestionSet; modes: readonly ResourceMode[]; reply: QuestionsReply | null }

/** What a resource asks, row by row; a row whose question is emptied is asked no more. */
export function QuestionEditor({ set, modes, reply }: QuestionEditorProps) {
  const t = useTranslations('asking')
  const words = useTranslations()
  const locale = useLocale()
  const typed = Object.keys(reply?.values ?? {}).flatMap((name) => /^questions\[(\d+)\]/.exec(name)?.[1] ?? []).map(Number)
  const count = Math.min(MOST_QUESTIONS, Math.max(set.questions.length + EMPTY_ROWS, ...typed.map((at) => at + 1)))
  return (
    <Form method="post" className="grid max-w-3xl gap-6">
      <p className="text-muted">{t('lead', { count: MOST_QUESTIONS })}</p>
      <FormErrors errors={Object.entries(reply?.errors ?? {}).flatMap(([id, rules]) => rules.map((message) => ({ id, message })))} />
      {reply && reply.problems.length > 0 ? (
        <Notice tone="refused" announce="now">
          {reply.problems.map((each) => <p key={each.code}>{problemMessage(words, each, { locale, timeZone: defaultTimeZone })}</p>)}
        </Notice>
      ) : null}
      <input type="hidden" name="version" value={set.version} />
      {Array.from({ length: count }, (_, at) => (
        <QuestionRow key={at} at={at} question={set.questions[at] ?? null} modes={modes} reply={reply} />
      ))}
      <ButtonRow>
        <SubmitButton>{t('save')}</SubmitButton>
      </ButtonRow>
    </Form>
  )
}

type QuestionRowProps = { at: number; question: Question | null; modes: readonly ResourceMode[]; reply: QuestionsReply | null }

function QuestionRow({ at, question, modes, reply }: QuestionRowProps) {
  const t = useTranslations('asking')
  const words = useTranslations('common.mode')
  const field = (part: string, kept: string): FieldMeta => {
    const name = `questions[${at}].${part}`
    return { id: name, name, errors: reply?.errors[name], initialValue: reply ? (reply.values[name] ?? '') : kept }
  }
  const offered = RESOURCE_MODES.filter((mode) => modes.includes(mode) || question?.modes.includes(mode))
  return (
    <fieldset className="grid gap-4 border-t border-line pt-4">
      <legend className="float-left font-medium">{t('row', { n: at + 1 })}</legend>
      {question ? <input type="hidden" name={`questions[${at}].id`} value={question.id} /> : null}
      <div className="grid gap-4 sm:grid-cols-2">
        <InputField field={field('zh', question?.zh ?? '')} label={t('zh')} lang="zh-CN" maxLength={200} required={false} autoComplete="off" />
        <InputField field={field('en', question?.en ?? '')} label={t('en')} lang="en" maxLength={200} required={false} autoComplete="off" />
        <SelectField field={field('kind', question?.kind ?? 'text')} label={t('kind')} choices={QUESTION_KINDS.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))} />
        <SelectField
          field={field('mode', question?.modes[0] ?? '')}
          label={t('mode')}
          choices={[{ value: '', label: t('anyMode') }, ...offered.map((mode) => ({ value: mode, label: words(mode) }))]}
        />
      </div>
      <CheckboxField field={field('isRequired', question?.isRequired ? 'on' : '')} label={t('isRequired')} />
      <details open={question?.kind === 'choice' || question?.kind === 'number' || undefined} className="border-l-2 border-line pl-4">
        <summary className="py-1 text-accent underline underline-offset-4">{t('more')}</summary>
        <div className="grid gap-4 pt-3">
          <TextareaField
            field={field('choices', (question?.choices ?? []).map(({ zh, en }) => (en ? `${zh} | ${en}` : zh)).join('\n'))}
            label={t('choices')}
            hint={t('choicesHint')}
            rows={3}
            required={false}
          />
          <div className="grid grid-cols-2 gap-4">
            <InputField field={field('min', question?.min?.toString() ?? '')} label={t('min')} inputMode="decimal" required={false} autoComplete="off" />
            <InputField field={field('max', question?.max?.toString() ?? '')} label={t('max')} inputMode="decimal" required={false} autoComplete="off" />
          </div>
        </div>
      </details>
    </fieldset>
  )
}
