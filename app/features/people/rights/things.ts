import type { Permission } from '~/domain/access/permission'

/** What a right can be asked about; apart from the schema, so that no page loads a validator for it. */
export const THINGS = ['anywhere', 'resource', 'lab', 'university', 'booking'] as const
export type Thing = (typeof THINGS)[number]

/** May this person do that, to this thing. */
export type Question = { permission: Permission; thing: Thing; id: string }
