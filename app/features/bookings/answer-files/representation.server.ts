import { z } from 'zod'
import { RESOURCE_MODES } from '~/domain/booking/facts'
import { QUESTION_KINDS, type QuestionSet } from '~/domain/booking/questions'
import { named } from '~/platform/json-shapes'

/** Questions and the files that answer them as the JSON API takes and shows them. */

/** What a resource asks of those who book it; answers go by `id`. */
export const questionSetShape = z.object({
  version: z.number().int(),
  items: z.array(z.object({
    id: z.string(), kind: z.enum(QUESTION_KINDS), question: named.shape.name, modes: z.array(z.enum(RESOURCE_MODES)), isRequired: z.boolean(),
    choices: z.array(named.shape.name), min: z.number().nullable(), max: z.number().nullable(),
  })),
})

export const questionSetJson = ({ version, questions }: QuestionSet): z.output<typeof questionSetShape> => ({
  version,
  items: questions.map(({ id, kind, zh, en, modes, isRequired, choices, min, max }) => ({
    id, kind, question: { zh, en }, modes: [...modes], isRequired, choices: choices.map((each) => ({ zh: each.zh, en: each.en })), min, max,
  })),
})

export const storedFileShape = z.object({ id: z.string(), name: z.string() })
/** The parts of the form; `file` is a PDF or a picture. */
export const answerFileForm = z.object({ questionId: z.string(), file: z.string().meta({ format: 'binary' }) })
