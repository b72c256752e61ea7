import { listUniversities } from '~/features/alliance/queries.server'
import { universityJson } from '~/features/catalogue/representation.server'
import { answer, jsonApi } from '~/platform/json-api'

/** All members at once: they are few. */
export const loader = jsonApi({
  GET: async () => answer({ items: (await listUniversities()).map(universityJson), nextCursor: null }),
})
export const action = loader
