import { z } from 'zod'

/** So many people somebody can name. */
export const MOST_DELEGATES = 10

export const nameDelegateForm = z.object({ email: z.string().trim().toLowerCase().max(254).pipe(z.email()) })
export const dropDelegateForm = z.object({ id: z.uuid() })
