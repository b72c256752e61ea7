/*
 * Closed lists that forms and their schemas share; apart from the schemas, so that no page loads a
 * validator for the sake of a list.
 */
export const AFFILIATION_KINDS = ['student', 'teacher', 'staff', 'technician', 'visitor', 'enterprise'] as const
/** What people may call themselves; a coordinator may say otherwise. */
export const SIGN_UP_KINDS = ['student', 'teacher', 'staff', 'technician', 'visitor'] as const

/** What a personal token may be allowed. */
export const API_SCOPES = ['read', 'book', 'decide'] as const
export type ApiScope = (typeof API_SCOPES)[number]
