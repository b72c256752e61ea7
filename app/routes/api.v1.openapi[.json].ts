import { describedApi } from '~/features/bookings/api-description.server'
import { atMachineApi } from '~/features/usage/representation.server'
import { orderApi } from '~/features/usage/orders/api-description.server'
import { localeOfRequest } from '~/i18n/locale'
import { createTranslator } from '~/i18n/translator'
import { answer, jsonApi } from '~/platform/json-api'

export const loader = jsonApi({
  GET: ({ request }) => answer(describedApi(createTranslator(localeOfRequest(request)), [atMachineApi, orderApi])),
})
export const action = loader
