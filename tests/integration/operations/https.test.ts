import { expect, it, vi } from 'vitest'
import { createSession, endSession } from '~/features/auth/session.server'
import { makePerson } from '#tests/factories/world'

// Read once, when the settings are first asked for.
vi.hoisted(() => {
  process.env.BASE_URL = 'https://booking.example.edu.cn/'
})

it('marks the session cookie so that it never leaves encryption, scripts or the site', async () => {
  const { personId } = await makePerson(null)
  const request = new Request('http://127.0.0.1:3000/login', { headers: { 'User-Agent': 'test' } })
  for (const cookie of [await createSession(personId, request), await endSession(request)]) {
    expect(cookie).toMatch(/; Secure/)
    expect(cookie).toMatch(/; HttpOnly/)
    expect(cookie).toMatch(/; SameSite=Lax/)
  }
})

it('writes links for the address people use, without a slash too many', async () => {
  const { env } = await import('~/platform/env.server')
  expect(env.BASE_URL).toBe('https://booking.example.edu.cn')
})
