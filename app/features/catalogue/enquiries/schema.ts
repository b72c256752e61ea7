import { z } from 'zod'

/** `website` is a field that people do not see; whoever fills it in is a machine. */
export const enquirySchema = z.object({
  name: z.string().trim().min(1).max(80),
  organisation: z.string().trim().min(1).max(120),
  email: z.string().trim().toLowerCase().max(200).pipe(z.email()),
  phone: z.string().trim().max(40).optional(),
  question: z.string().trim().min(10).max(4000),
  website: z.string().max(2000).optional(),
})
export type EnquiryInput = z.output<typeof enquirySchema>

export const answerSchema = z.object({
  id: z.uuid(),
  version: z.coerce.number().int().min(1),
  answer: z.string().trim().min(1).max(4000),
})
export type AnswerInput = z.output<typeof answerSchema>

export const ENQUIRY_FILTERS = ['open', 'answered'] as const
export type EnquiryFilter = (typeof ENQUIRY_FILTERS)[number]
