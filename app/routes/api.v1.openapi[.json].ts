import { describedApi } from '~/features/bookings/api-description.server'
import { atMachineOperations, atMachineSchemas } from '~/features/usage/representation.server'
import { localeOfRequest } from '~/i18n/locale'
import { createTranslator } from '~/i18n/translator'
import { answer, jsonApi } from '~/platform/json-api'

export const loader = jsonApi({
  GET: ({ request }) => {
    const t = createTranslator(localeOfRequest(request))
    return answer(describedApi(t, { schemas: atMachineSchemas, operations: atMachineOperations(t) }))
  },
})
export const action = loader
