import { describe, expect, it } from 'vitest'
import { addresses, call, json } from '#tests/integration/api/client'

type Described = {
  openapi: string
  paths: Record<string, Record<string, { operationId: string; summary: string; responses: Record<string, unknown> }>>
  components: { schemas: Record<string, unknown> }
}

const describedIn = async (lang: string) => json<Described>(await call(`/openapi.json?lang=${lang}`))

const allowed = async (path: string) =>
  ((await call(path, { method: 'OPTIONS' })).headers.get('Allow') ?? '').split(', ').filter((each) => each !== 'HEAD' && each !== 'OPTIONS')

describe('openapi.json', () => {
  it('describes every call there is, and none besides', async () => {
    const { paths, openapi } = await describedIn('en')
    expect(openapi).toMatch(/^3\.1/)
    const offered = await Promise.all(
      addresses.map(async (address) => {
        const path = address.replace('/api/v1', '') || '/'
        return (await allowed(path)).map((method) => `${method} ${path}`)
      }),
    )
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(described.toSorted()).toEqual(offered.flat().toSorted())
  })

  it('refers to nothing that it does not contain', async () => {
    const document = await describedIn('en')
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, each]) => each)
    expect(references.length).toBeGreaterThan(10)
    const known = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`)
    expect(references.filter((each) => !known.includes(each ?? ''))).toEqual([])
  })

  it('speaks both languages', async () => {
    const summaries = async (lang: string) => (await describedIn(lang)).paths['/bookings']?.post?.summary
    expect(await summaries('en')).toMatch(/^Book/)
    expect(await summaries('zh-CN')).toMatch(/^预约/)
  })
})

describe('addresses and methods', () => {
  it('an address that is none answers 404 whatever the method', async () => {
    for (const method of ['GET', 'POST', 'PATCH', 'PUT', 'DELETE']) {
      const response = await call('/nothing/here', { method })
      expect([response.status, response.headers.get('Content-Type')]).toEqual([404, 'application/problem+json'])
    }
  })

  it('a method that is not offered answers 405 and names those that are', async () => {
    for (const [path, method, allow] of [
      ['/resources', 'POST', 'GET, HEAD, OPTIONS'],
      ['/bookings', 'DELETE', 'GET, POST, HEAD, OPTIONS'],
      ['/bookings/check', 'GET', 'POST, OPTIONS'],
      ['/bookings/x', 'PUT', 'GET, PATCH, HEAD, OPTIONS'],
      ['/approvals', 'POST', 'GET, HEAD, OPTIONS'],
    ] as const) {
      const response = await call(path, { method })
      expect([response.status, response.headers.get('Allow')]).toEqual([405, allow])
    }
  })

  it('the root leads to everything', async () => {
    const { links } = await json<{ links: Record<string, string> }>(await call(''))
    expect(Object.values(links).every((each) => addresses.includes(each))).toBe(true)
  })
})
