import { afterEach, beforeEach } from 'vitest'

// Vitest writes Vite's own BASE_URL, a path, where the product reads its address.
if (process.env.BASE_URL === '/') delete process.env.BASE_URL

const real = console.error
let complaints: unknown[][] = []

beforeEach(() => {
  complaints = []
  console.error = (...args: unknown[]) => {
    complaints.push(args)
    real(...args)
  }
})

/** What a person would see on a console they watch is a failure: React's warnings above all. */
afterEach(() => {
  console.error = real
  if (complaints.length === 0) return
  throw new Error(`console.error was called: ${complaints.map((args) => args.map(String).join(' ')).join('\n')}`)
})
