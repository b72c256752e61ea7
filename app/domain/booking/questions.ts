import type { ResourceMode } from '~/domain/booking/facts'
import { problem, type Problem } from '~/domain/problem'

export const QUESTION_KINDS = ['text', 'number', 'choice', 'file', 'approval_number'] as const
export type QuestionKind = (typeof QUESTION_KINDS)[number]

/** So many questions a resource asks at most. */
export const MOST_QUESTIONS = 12
/** The longest answer, in characters. */
export const LONGEST_ANSWER = 2000
/** The longest number of an approval or permit, in characters. */
const LONGEST_NUMBER = 100

export type Question = {
  /** Stays through the versions, so that what was typed still fits. */
  id: string
  kind: QuestionKind
  zh: string
  en: string | null
  /** The ways of use that it is asked for; empty: all. */
  modes: readonly ResourceMode[]
  isRequired: boolean
  /** Of a choice; an answer is the Chinese text of one. */
  choices: readonly { zh: string; en: string | null }[]
  /** Of a number, both included; null: no bound. */
  min: number | null
  max: number | null
}

export type QuestionSet = { version: number; questions: readonly Question[] }
/** What was answered, by the question's id. */
export type Answers = Readonly<Record<string, string | undefined>>

/** The names of the files that may answer, by id: those the booker has uploaded for it. */
export type AnswerFiles = Readonly<Record<string, string>>
/** Stands for a file that is chosen and comes with the form itself; a booking is never made with it. */
export const CHOSEN_FILE = 'chosen'

/** An answer with its question as it was asked; `valueEn` where a choice has an English text; of a file the id, with its name. */
export type FrozenAnswer = Pick<Question, 'id' | 'kind' | 'zh' | 'en'> & { value: string; valueEn: string | null; fileName?: string }
export type FrozenAnswers = { version: number; answers: FrozenAnswer[] }

export const isAskedFor = (question: Pick<Question, 'modes'>, mode: ResourceMode) => question.modes.length === 0 || question.modes.includes(mode)

/**
 * What is wrong with the answers to the questions of a mode, and the answers as they stay with the booking: each
 * with its question, so that they can be read whatever is asked later. Answers to other questions are left out.
 */
export function judgeAnswers(set: QuestionSet | undefined, mode: ResourceMode, answers: Answers, files: AnswerFiles = {}): { problems: Problem[]; frozen: FrozenAnswers | null } {
  const asked = (set?.questions ?? []).filter((each) => isAskedFor(each, mode))
  if (!set || asked.length === 0) return { problems: [], frozen: null }
  const problems: Problem[] = []
  const given: FrozenAnswer[] = []
  for (const question of asked) {
    const { id, kind, zh, en } = question
    const value = answers[id]?.trim() ?? ''
    const rule = value === '' ? null : brokenRule(question, value, files)
    if (value === '' && question.isRequired) problems.push(problem('answer_missing', { zh, en }))
    else if (rule) problems.push(problem('answer_invalid', { zh, en, rule }))
    else if (value !== '') given.push({ id, kind, zh, en, value, valueEn: question.choices.find((each) => each.zh === value)?.en ?? null, ...(kind === 'file' ? { fileName: files[value] } : {}) })
  }
  return { problems, frozen: { version: set.version, answers: given } }
}

/** What has to be answered anew, with the answers that may stay. */
export type AskedAgain = { resourceId: string; questions: Question[]; answers: Answers }

/**
 * Answers kept with a booking as answers to what is asked now, be it a newer version or another resource's list.
 * An answer is carried where the very same is asked: kind, wording, choices and bounds, whatever its id.
 * `again` is all that is asked of the mode (null: of any) where one question at least was not asked in that form
 * before; empty where nothing new is asked. `before` is the version that was answered.
 */
export function carryAnswers(
  kept: FrozenAnswers | null, before: readonly Question[], set: QuestionSet | undefined, mode: ResourceMode | null,
): { answers: Answers; again: Question[] } {
  const asked = (set?.questions ?? []).filter((each) => mode === null || isAskedFor(each, mode))
  const pairs = asked.map((question) => ({ question, same: before.find((each) => wordingOf(each) === wordingOf(question)) }))
  const answers = pairs.flatMap(({ question, same }) => {
    const answer = same && kept?.answers.find(({ id }) => id === same.id)
    return answer ? [[question.id, answer.value]] : []
  })
  return { answers: Object.fromEntries(answers), again: pairs.some(({ same }) => same === undefined) ? asked : [] }
}

/** Equal where two questions ask the same, whatever their ids and the ways of use. */
const wordingOf = ({ kind, zh, en, isRequired, choices, min, max }: Question) =>
  JSON.stringify([kind, zh, en, isRequired, choices.map((each) => [each.zh, each.en]), min, max])

function brokenRule({ kind, min, max, choices }: Question, value: string, files: AnswerFiles): 'number' | 'range' | 'choice' | 'long' | 'file' | null {
  if (value.length > (kind === 'approval_number' ? LONGEST_NUMBER : LONGEST_ANSWER)) return 'long'
  if (kind === 'file') return Object.hasOwn(files, value) ? null : 'file'
  if (kind === 'choice') return choices.some((each) => each.zh === value) ? null : 'choice'
  if (kind !== 'number') return null
  const count = /^-?\d{1,12}(\.\d{1,6})?$/.test(value) ? Number(value) : Number.NaN
  if (Number.isNaN(count)) return 'number'
  return (min !== null && count < min) || (max !== null && count > max) ? 'range' : null
}
