import { readiness } from '~/platform/readiness.server'

/** 200 when this process can serve, else 503 with what is missing. */
export async function loader() {
  const { ready, checks } = await readiness()
  return Response.json(
    { status: ready ? 'ready' : 'not_ready', checks },
    { status: ready ? 200 : 503, headers: { 'Cache-Control': 'no-store' } },
  )
}
