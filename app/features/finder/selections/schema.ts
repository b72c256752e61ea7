import { z } from 'zod'

/** A selection holds at most so many resources. */
export const MOST_SELECTED = 300
/** So many selections are kept for a person. */
export const MOST_SELECTIONS = 50

const id = z.string().min(1).max(100).refine((text) => !text.includes('\0') && text.isWellFormed())

export const selectionForm = z.object({
  name: z.string().trim().min(1).max(60).refine((text) => !/\p{Cc}/u.test(text) && text.isWellFormed()),
  resource: z.array(id).min(1).max(MOST_SELECTED),
})
export type SelectionInput = z.output<typeof selectionForm>
