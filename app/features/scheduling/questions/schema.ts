import { z } from 'zod'
import { RESOURCE_MODES } from '~/domain/booking/facts'
import { MOST_QUESTIONS, QUESTION_KINDS } from '~/domain/booking/questions'

const line = (max: number) => z.string().trim().max(max).refine((text) => !/\p{Cc}/u.test(text) && text.isWellFormed())

/** One choice a line: the Chinese text, then, after a vertical bar, the English one. */
const choices = z
  .string()
  .max(4000)
  .refine((text) => text.isWellFormed() && !/[^\P{Cc}\r\n]/u.test(text))
  .transform((text) => text.split(/\r?\n/).flatMap((each) => {
    const [zh = '', en = ''] = each.split(/[|｜]/).map((part) => part.trim())
    return zh === '' ? [] : [{ zh: zh.slice(0, 100), en: en.slice(0, 100) || null }]
  }))
  .refine((list) => list.length <= 30 && new Set(list.map(({ zh }) => zh)).size === list.length)
  .default([])

const question = z
  .object({
    id: z.string().regex(/^q[0-9a-f]{8}$/).optional(),
    kind: z.enum(QUESTION_KINDS).default('text'),
    zh: line(200).optional(),
    en: line(200).optional(),
    mode: z.enum(RESOURCE_MODES).optional(),
    isRequired: z.literal('on').optional(),
    choices,
    min: z.coerce.number().optional(),
    max: z.coerce.number().optional(),
  })
  .refine((each) => !each.zh || each.kind !== 'choice' || each.choices.length >= 2, { path: ['choices'], error: 'asking.rule.choices' })
  .refine((each) => each.kind !== 'number' || each.min === undefined || each.max === undefined || each.min <= each.max, { path: ['max'], error: 'asking.rule.range' })
  .refine((each) => Boolean(each.zh) || !each.en, { path: ['zh'], error: 'required' })

/** A row without a Chinese question is none. */
export const questionsForm = z.object({
  version: z.coerce.number().int().min(0),
  questions: z.array(question).max(MOST_QUESTIONS).default([]),
})
export type QuestionsForm = z.output<typeof questionsForm>
