import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/*
 * Figures for Prometheus. They carry no person, address or text: routes by their pattern, outcomes by
 * their name.
 */

type Metrics = {
  registry: Registry
  requests: Histogram<'method' | 'route' | 'status'>
  bookings: Counter<'outcome'>
  jobs: Gauge<'state'>
  connections: Gauge<'state'>
}

// The built app and server.ts each load their own copy of this module; the figures are one.
const shared = globalThis as typeof globalThis & { allianceMetrics?: Metrics }

function make(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return {
    registry,
    requests: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Answers to requests, by method, pattern of the address and class of status',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [registry],
    }),
    bookings: new Counter({
      name: 'bookings_created_total',
      help: 'Attempts to book, by outcome: approved, pending, replayed, or the first problem that refused',
      labelNames: ['outcome'],
      registers: [registry],
    }),
    jobs: new Gauge({ name: 'jobs', help: 'Background jobs: waiting, late by over a minute, failed for good', labelNames: ['state'], registers: [registry] }),
    connections: new Gauge({ name: 'database_connections', help: 'Connections of this process to the database', labelNames: ['state'], registers: [registry] }),
  }
}

const metrics = (): Metrics => (shared.allianceMetrics ??= make())

/** `route` is a pattern such as `/resources/:id`, never an address, which would be a series of its own each. */
export function countRequest(labels: { method: string; route: string; status: number | 'gone' }, seconds: number): void {
  const status = labels.status === 'gone' ? 'gone' : `${Math.floor(labels.status / 100)}xx`
  metrics().requests.observe({ method: labels.method, route: labels.route, status }, seconds)
}

export function countBooking(outcome: string): void {
  metrics().bookings.inc({ outcome })
}

export type Readings = {
  connections: { total: number; idle: number; waiting: number } | null
  jobs: { waiting: number; late: number; failed: number } | null
}

/** Everything in Prometheus' text form. Readings that could not be taken are left out. */
export async function metricsText(readings: Readings): Promise<{ text: string; contentType: string }> {
  const { registry, jobs, connections } = metrics()
  for (const [gauge, values] of [[jobs, readings.jobs], [connections, readings.connections]] as const) {
    gauge.reset()
    for (const [state, value] of Object.entries(values ?? {})) gauge.set({ state }, value)
  }
  return { text: await registry.metrics(), contentType: registry.contentType }
}
