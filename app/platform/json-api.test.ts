import type { LoaderFunctionArgs } from '@remix-run/node'
import { describe, expect, it } from 'vitest'
import { expectedVersion, jsonApi } from '~/platform/json-api'

const args = (init: RequestInit = {}): LoaderFunctionArgs => ({
  request: new Request('http://alliance.test/api/v1/things?lang=en', init),
  params: {},
  context: { requestId: 'request-1' },
})

async function answerTo(thrown: unknown) {
  const response = await jsonApi({
    GET: () => {
      throw thrown
    },
  })(args())
  return { response, document: (await response.json()) as Record<string, unknown> }
}

describe('what is thrown becomes an answer', () => {
  it('a defect: 500 with the request id, and nothing of the error', async () => {
    const { response, document } = await answerTo(new Error('password is hunter2'))
    expect([response.status, response.headers.get('Content-Type')]).toEqual([500, 'application/problem+json'])
    expect(document).toMatchObject({ status: 500, requestId: 'request-1', instance: '/api/v1/things' })
    expect(JSON.stringify(document)).not.toContain('hunter2')
  })

  it('no free connection: 503, try again', async () => {
    const { response } = await answerTo(new Error('timeout exceeded when trying to connect'))
    expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '2'])
  })

  it.each([
    [404, 404],
    [403, 403],
    [418, 400],
    [302, 401],
  ])('a bare response of %i: a problem of %i', async (thrown, status) => {
    const { response, document } = await answerTo(new Response('x', { status: thrown, headers: { Location: '/login' } }))
    expect([response.status, document.status]).toEqual([status, status])
    expect(response.headers.get('Content-Type')).toBe('application/problem+json')
    expect(response.headers.get('Location')).toBe(null)
  })
})

describe('methods', () => {
  const api = jsonApi({ GET: () => Response.json({}) })

  it('HEAD goes with GET, OPTIONS tells what is offered', async () => {
    expect((await api(args({ method: 'HEAD' }))).status).toBe(200)
    const options = await api(args({ method: 'OPTIONS' }))
    expect([options.status, options.headers.get('Allow')]).toEqual([204, 'GET, HEAD, OPTIONS'])
    expect((await api(args({ method: 'DELETE' }))).status).toBe(405)
  })
})

describe('If-Match', () => {
  it.each([
    [undefined, null],
    ['*', null],
    ['"3"', 3],
    ['3', 3],
    ['W/"3"', 3],
    ['"three"', -1],
    ['""', -1],
  ])('%s means %s', (text, version) => {
    const headers: Record<string, string> = text === undefined ? {} : { 'If-Match': text }
    expect(expectedVersion(args({ headers }).request)).toBe(version)
  })
})
