import { describedApi } from '~/features/bookings/api-description.server'
import { useOperations, useSchemas } from '~/features/usage/representation.server'
import { localeOfRequest } from '~/i18n/locale'
import { createTranslator } from '~/i18n/translator'
import { answer, jsonApi } from '~/platform/json-api'

export const loader = jsonApi({
  GET: ({ request }) => {
    const t = createTranslator(localeOfRequest(request))
    return answer(describedApi(t, { schemas: useSchemas, operations: useOperations(t) }))
  },
})
export const action = loader
