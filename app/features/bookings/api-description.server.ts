import { z } from 'zod'
import { answerFileForm, questionSetShape, storedFileShape } from '~/features/bookings/answer-files/representation.server'
import {
  approvalsQuery, bookingRequestShape, bookingShape, bookingsQuery, checkRequestShape, createdShape, verdictShape, waitingShape,
} from '~/features/bookings/representation.server'
import { extendInput, releaseInput } from '~/features/bookings/parts/schema'
import { cancelInput, changeInput, decisionInput } from '~/features/bookings/schema'
import { acceptBody } from '~/features/bookings/waits/schema'
import { alertBody, alertShape, waitShape } from '~/features/bookings/waits/representation.server'
import { labShape, labsQuery, resourceDetailShape, resourceShape, universityShape } from '~/features/catalogue/representation.server'
import { availabilityQuery, availabilityShape, resourcesQuery } from '~/features/finder/representation.server'
import { jointQuery, planShape, slotShape, slotsQuery } from '~/features/finder/slots/representation.server'
import { eligibilityShape } from '~/features/people/eligibility/representation.server'
import type { Translator } from '~/i18n/translator'
import { pageOf } from '~/platform/json-shapes'
import { type ApiOperation, openApiDocument } from '~/platform/openapi'

const schemas = {
  University: universityShape,
  Lab: labShape,
  Resource: resourceShape,
  ResourceDetail: resourceDetailShape,
  Availability: availabilityShape,
  Eligibility: eligibilityShape,
  Slot: slotShape,
  JointPlan: planShape,
  Verdict: verdictShape,
  Booking: bookingShape,
  Waiting: waitingShape,
  Wait: waitShape,
  FreedAlert: alertShape,
}

const index = z.object({ name: z.string(), version: z.string(), links: z.record(z.string(), z.string()) })
/** With the booking of what follows, where a part was given from the middle. */
const releasedShape = bookingShape.extend({ restId: z.string().nullable() })
const counted = { total: z.number().int() }
const WRITE = [400, 401, 403, 404, 409, 412, 415, 422]

type Described = Omit<ApiOperation, 'summary'> & { id: keyof Operations }
/** What a later feature adds to the description. */
export type ApiPart = { schemas: Record<string, z.ZodType>; operations: Described[] }
type Operations = typeof import('~/i18n/messages/zh-CN/api').default.operation

const operations: Described[] = [
  { id: 'index', method: 'get', path: '/', scope: null, answers: { 200: index }, refusals: [] },
  { id: 'openapi', method: 'get', path: '/openapi.json', scope: null, answers: { 200: z.looseObject({}) }, refusals: [] },
  { id: 'listUniversities', method: 'get', path: '/universities', scope: null, answers: { 200: pageOf(universityShape) }, refusals: [] },
  { id: 'listLabs', method: 'get', path: '/labs', scope: null, query: labsQuery, answers: { 200: pageOf(labShape) }, refusals: [422] },
  {
    id: 'searchResources', method: 'get', path: '/resources', scope: null, query: resourcesQuery,
    answers: { 200: pageOf(resourceShape).extend({ ...counted, similar: z.boolean() }) }, refusals: [401, 422],
  },
  { id: 'getResource', method: 'get', path: '/resources/{id}', scope: null, answers: { 200: resourceDetailShape }, refusals: [404] },
  {
    id: 'getAvailability', method: 'get', path: '/resources/{id}/availability', scope: null, query: availabilityQuery,
    answers: { 200: availabilityShape }, refusals: [404, 422],
  },
  {
    id: 'searchSlots', method: 'get', path: '/slots', scope: null, query: slotsQuery,
    answers: { 200: pageOf(slotShape).extend({ searched: z.number().int(), free: z.number().int().nullable() }) }, refusals: [404, 422],
  },
  {
    id: 'searchSlotsTogether', method: 'get', path: '/slots/together', scope: null, query: jointQuery,
    answers: { 200: pageOf(planShape) }, refusals: [422],
  },
  {
    id: 'getEligibility', method: 'get', path: '/resources/{id}/eligibility', scope: 'read',
    answers: { 200: eligibilityShape }, refusals: [401, 403, 404],
  },
  {
    id: 'getQuestions', method: 'get', path: '/resources/{id}/questions', scope: 'read',
    answers: { 200: questionSetShape }, refusals: [401, 403, 404],
  },
  {
    id: 'addAnswerFile', method: 'post', path: '/resources/{id}/answer-files', scope: 'book', body: answerFileForm, bodyType: 'multipart/form-data',
    answers: { 201: storedFileShape }, refusals: [400, 401, 403, 404, 413, 415, 422],
  },
  {
    id: 'checkBooking', method: 'post', path: '/bookings/check', scope: 'read', body: checkRequestShape,
    answers: { 200: verdictShape }, refusals: [400, 401, 403, 415, 422],
  },
  {
    id: 'createBooking', method: 'post', path: '/bookings', scope: 'book', body: bookingRequestShape, headers: ['Idempotency-Key'],
    answers: { 200: createdShape, 201: createdShape }, refusals: [400, 401, 403, 404, 409, 415, 422],
  },
  {
    id: 'listBookings', method: 'get', path: '/bookings', scope: 'read', query: bookingsQuery,
    answers: { 200: pageOf(bookingShape) }, refusals: [401, 403, 422],
  },
  { id: 'getBooking', method: 'get', path: '/bookings/{id}', scope: 'read', answers: { 200: bookingShape }, refusals: [401, 403, 404] },
  {
    id: 'changeBooking', method: 'patch', path: '/bookings/{id}', scope: 'book', body: changeInput, headers: ['If-Match'],
    answers: { 200: bookingShape }, refusals: WRITE,
  },
  {
    id: 'cancelBooking', method: 'post', path: '/bookings/{id}/cancel', scope: 'book', body: cancelInput, headers: ['If-Match'],
    answers: { 200: bookingShape }, refusals: WRITE,
  },
  {
    id: 'decideBooking', method: 'post', path: '/bookings/{id}/decisions', scope: 'decide', body: decisionInput, headers: ['If-Match'],
    answers: { 200: bookingShape }, refusals: WRITE,
  },
  {
    id: 'releasePart', method: 'post', path: '/bookings/{id}/release', scope: 'book', body: releaseInput, headers: ['If-Match'],
    answers: { 200: releasedShape }, refusals: WRITE,
  },
  { id: 'endEarly', method: 'post', path: '/bookings/{id}/end', scope: 'book', answers: { 200: releasedShape }, refusals: WRITE },
  {
    id: 'extendBooking', method: 'post', path: '/bookings/{id}/extend', scope: 'book', body: extendInput, headers: ['If-Match'],
    answers: { 200: bookingShape }, refusals: WRITE,
  },
  { id: 'listWaits', method: 'get', path: '/waits', scope: 'read', answers: { 200: pageOf(waitShape) }, refusals: [401, 403] },
  {
    id: 'joinWaits', method: 'post', path: '/waits', scope: 'book', body: checkRequestShape,
    answers: { 201: waitShape }, refusals: [400, 401, 403, 404, 409, 415, 422],
  },
  { id: 'getWait', method: 'get', path: '/waits/{id}', scope: 'read', answers: { 200: waitShape }, refusals: [401, 403, 404] },
  { id: 'acceptOffer', method: 'post', path: '/waits/{id}/accept', scope: 'book', body: acceptBody, answers: { 200: bookingShape }, refusals: [400, 401, 403, 404, 409, 415, 422] },
  { id: 'leaveWait', method: 'post', path: '/waits/{id}/leave', scope: 'book', answers: { 200: waitShape }, refusals: [401, 403, 404, 409, 422] },
  { id: 'listAlerts', method: 'get', path: '/alerts', scope: 'read', answers: { 200: pageOf(alertShape) }, refusals: [401, 403] },
  {
    id: 'keepAlert', method: 'put', path: '/alerts/{id}', scope: 'book', body: alertBody,
    answers: { 200: alertShape }, refusals: [400, 401, 403, 404, 415, 422],
  },
  { id: 'dropAlert', method: 'delete', path: '/alerts/{id}', scope: 'book', answers: { 204: null }, refusals: [401, 403, 404] },
  {
    id: 'listApprovals', method: 'get', path: '/approvals', scope: 'read', query: approvalsQuery,
    answers: { 200: pageOf(waitingShape).extend(counted) }, refusals: [401, 403, 422],
  },
]

/** The whole API, in the reader's language, from the schemas by which it reads and answers. */
export const describedApi = (t: Translator, parts: readonly ApiPart[] = []) =>
  openApiDocument({
    title: t('api.name'),
    description: t('api.about'),
    root: '/api/v1',
    schemas: Object.assign({}, schemas, ...parts.map((part) => part.schemas)),
    operations: [...operations, ...parts.flatMap((part) => part.operations)].map((each) => ({ ...each, summary: t(`api.operation.${each.id}`) })),
    statusText: (status) => t(`api.title.${status}` as 'api.title.400'),
  })
