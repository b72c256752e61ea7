import { z } from 'zod'

export const MAIL_STATUSES = ['queued', 'sent', 'refused'] as const
export type DeliveryStatus = (typeof MAIL_STATUSES)[number]

/** Only what the list offers gets here. */
export const resendSchema = z.object({ id: z.uuid('choice') })
