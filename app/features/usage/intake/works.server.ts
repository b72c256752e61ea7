import { WORKS, type Works } from '~/features/people/intake/works.server'
import { totals } from '~/features/usage/intake/totals.server'
import { uses } from '~/features/usage/intake/uses.server'

/** Every kind of file that is brought in by list. */
export const ALL_WORKS: Works = { ...WORKS, uses, totals }
