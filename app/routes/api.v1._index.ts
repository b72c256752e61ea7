import { localeOfRequest } from '~/i18n/locale'
import { createTranslator } from '~/i18n/translator'
import { answer, jsonApi } from '~/platform/json-api'
import { apiPaths } from '~/platform/paths'

const root = '/api/v1'

export const loader = jsonApi({
  GET: ({ request }) =>
    answer({
      name: createTranslator(localeOfRequest(request))('api.name'),
      version: 'v1',
      links: {
        openapi: apiPaths.openapi(),
        universities: `${root}/universities`,
        labs: `${root}/labs`,
        resources: `${root}/resources`,
        slots: `${root}/slots`,
        bookings: apiPaths.bookings(),
        check: apiPaths.check(),
        approvals: `${root}/approvals`,
      },
    }),
})
export const action = loader
