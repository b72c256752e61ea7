import { z } from 'zod'
import { TERM_BASES } from '~/domain/affiliation/stay'
import { AFFILIATION_KINDS } from '~/features/auth/kinds'

/** Days are of the alliance's own calendar, Asia/Shanghai; the last day belongs to the term. */
const day = z.iso.date()
const address = z.string().trim().toLowerCase().max(200).pipe(z.email())
const version = z.coerce.number().int().min(1)
const reason = z.string().trim().min(1).max(300)

const term = {
  basis: z.enum(TERM_BASES),
  kind: z.enum(AFFILIATION_KINDS),
  department: z.string().trim().max(120).optional(),
  firstDay: day.optional(),
  lastDay: day,
}

/** What a person asks of another university. */
export const declareSchema = z.object({ ...term, universityId: z.string().min(1).max(40), sponsorEmail: address })
export type DeclareInput = z.output<typeof declareSchema>

/** What a coordinator writes down for somebody; a partner's people need no sponsor of their own. */
export const addSchema = z.object({
  ...term,
  email: address,
  universityId: z.string().min(1).max(40),
  sponsorEmail: address.optional(),
  partnerId: z.uuid().optional(),
})
export type AddInput = z.output<typeof addSchema>

/** An affiliation as its coordinator sets it; confirming one may correct it too. */
export const changeSchema = z.object({
  id: z.uuid(),
  version,
  kind: z.enum(AFFILIATION_KINDS),
  department: z.string().trim().max(120).optional(),
  lastDay: day.optional(),
  sponsorEmail: address.optional(),
})
export type ChangeInput = z.output<typeof changeSchema>

export const endSchema = z.object({ id: z.uuid(), version, reason })
export type EndInput = z.output<typeof endSchema>

export const STATE_FILTERS = ['running', 'waiting', 'ending', 'ended'] as const
export type StateFilter = (typeof STATE_FILTERS)[number]
