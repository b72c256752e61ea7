import type { ApiPart } from '~/features/bookings/api-description.server'
import { orderBody, orderShape, withdrawBody } from '~/features/usage/orders/representation.server'
import { pageOf } from '~/platform/json-shapes'

/** What the API offers of entrusted tests. */
export const orderApi: ApiPart = {
  schemas: { TestOrder: orderShape },
  operations: [
    { id: 'listOrders', method: 'get', path: '/orders', scope: 'read', answers: { 200: pageOf(orderShape) }, refusals: [401, 403] },
    {
      id: 'askOrder', method: 'post', path: '/orders', scope: 'book', body: orderBody, headers: ['Idempotency-Key'],
      answers: { 200: orderShape, 201: orderShape }, refusals: [400, 401, 403, 404, 409, 415, 422],
    },
    { id: 'getOrder', method: 'get', path: '/orders/{id}', scope: 'read', answers: { 200: orderShape }, refusals: [401, 403, 404] },
    {
      id: 'withdrawOrder', method: 'post', path: '/orders/{id}/withdraw', scope: 'book', body: withdrawBody, headers: ['If-Match'],
      answers: { 200: orderShape }, refusals: [400, 401, 403, 404, 409, 412, 415, 422],
    },
  ],
}
