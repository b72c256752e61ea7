import { z } from 'zod'
import { PERMISSIONS } from '~/domain/access/grammar'
import { THINGS, type Question } from '~/features/people/rights/things'

const questionSchema = z.object({
  permission: z.enum(PERMISSIONS),
  thing: z.enum(THINGS).catch('anywhere'),
  id: z.string().trim().max(100).catch(''),
})

/** The question in an address; null where none is asked. */
export function readQuestion(params: URLSearchParams): Question | null {
  return questionSchema.safeParse(Object.fromEntries(params)).data ?? null
}
