import { z } from 'zod'

export const LAB_PAGE_SIZE = 30
const MAX_PAGE = 10_000

export type LabFilters = { q: string; university: string | null; level: string | null; page: number }

const text = z.string().transform((each) => each.replace(/\0|\p{Surrogate}/gu, '').trim())

/** The labs page's address; what is wrong in it is left out. */
export function parseLabFilters(params: URLSearchParams): LabFilters {
  const page = z.coerce.number().int().min(1).max(MAX_PAGE).safeParse(params.get('page') ?? 1)
  const read = (name: string) => text.parse(params.get(name) ?? '').slice(0, 200)
  return {
    q: read('q'),
    university: read('university') || null,
    level: read('level') || null,
    page: page.success ? page.data : 1,
  }
}
