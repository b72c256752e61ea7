import { jsonApi, refuse } from '~/platform/json-api'

/** Nothing of the API stands here, whatever the method. */
const nothing = ({ request }: { request: Request }) => refuse(request, 'no_such_path')

export const loader = jsonApi({ GET: nothing, POST: nothing, PATCH: nothing, PUT: nothing, DELETE: nothing })
export const action = loader
