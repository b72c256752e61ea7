import { problem, type Problem } from '~/domain/problem'

/** The states of an entrusted test; the database enum `OrderStatus` is kept equal by a test. */
export const ORDER_STATUSES = ['asked', 'accepted', 'received', 'queued', 'measured', 'ready', 'returned', 'declined', 'withdrawn'] as const
export type OrderStatus = (typeof ORDER_STATUSES)[number]

export const ORDER_STEPS = ['accept', 'decline', 'withdraw', 'receive', 'queue', 'unqueue', 'measure', 'release', 'return'] as const
export type OrderStep = (typeof ORDER_STEPS)[number]

/** In which role somebody stands to an order. */
export type OrderParty = 'applicant' | 'lab'

type Rule = { from: readonly OrderStatus[]; to: OrderStatus; by: OrderParty; needs?: 'reason' | 'quote' | 'run' | 'result' }

/**
 * Who may take which step, from where to where. Withdrawing ends when the samples are on the machine; samples that
 * are in the lab by then go back or are disposed of all the same, which their own states say.
 */
export const ORDER_RULES: Record<OrderStep, Rule> = {
  accept: { from: ['asked'], to: 'accepted', by: 'lab', needs: 'quote' },
  decline: { from: ['asked', 'accepted', 'received'], to: 'declined', by: 'lab', needs: 'reason' },
  withdraw: { from: ['asked', 'accepted', 'received', 'queued'], to: 'withdrawn', by: 'applicant' },
  receive: { from: ['accepted'], to: 'received', by: 'lab' },
  queue: { from: ['received'], to: 'queued', by: 'lab', needs: 'run' },
  unqueue: { from: ['queued'], to: 'received', by: 'lab', needs: 'reason' },
  measure: { from: ['received', 'queued'], to: 'measured', by: 'lab' },
  release: { from: ['measured'], to: 'ready', by: 'lab', needs: 'result' },
  return: { from: ['ready'], to: 'returned', by: 'lab' },
}

/** What comes with a step. */
export type StepInput = { step: OrderStep; reason?: string | null; quotedFen?: number | null; runId?: string | null; result?: string | null }

/** Where the step leads, or every reason why it cannot be taken by somebody of these parties. */
export function judgeStep(
  order: { status: OrderStatus },
  input: StepInput,
  parties: readonly OrderParty[],
): { ok: true; to: OrderStatus } | { ok: false; problems: Problem[] } {
  const rule = ORDER_RULES[input.step]
  if (!parties.includes(rule.by)) return { ok: false, problems: [problem('not_allowed', {})] }
  if (!rule.from.includes(order.status)) return { ok: false, problems: [problem('state_forbids', { status: order.status })] }
  const missing = missingOf(rule, input)
  return missing.length > 0 ? { ok: false, problems: missing } : { ok: true, to: rule.to }
}

function missingOf({ needs }: Rule, { reason, quotedFen, runId, result }: StepInput): Problem[] {
  switch (needs) {
    case 'reason':
      return reason?.trim() ? [] : [problem('reason_required', {})]
    case 'quote':
      return quotedFen != null && Number.isSafeInteger(quotedFen) && quotedFen >= 0 ? [] : [problem('field_invalid', { field: 'quotedFen', rule: 'required' })]
    case 'run':
      return runId ? [] : [problem('field_invalid', { field: 'runId', rule: 'required' })]
    case 'result':
      return result?.trim() ? [] : [problem('field_invalid', { field: 'result', rule: 'required' })]
    case undefined:
      return []
  }
}

/** The steps that somebody of these parties may take now. */
export function stepsFor(status: OrderStatus, parties: readonly OrderParty[]): OrderStep[] {
  return ORDER_STEPS.filter((step) => ORDER_RULES[step].from.includes(status) && parties.includes(ORDER_RULES[step].by))
}

/** Nothing follows any more. */
export const isOrderOver = (status: OrderStatus): boolean => ORDER_STEPS.every((step) => !ORDER_RULES[step].from.includes(status))

/** The states of one sample; `announced` until the lab has it. */
export const SAMPLE_STATES = ['announced', 'received', 'measured', 'returned', 'disposed', 'lost'] as const
export type SampleState = (typeof SAMPLE_STATES)[number]

/** Whether a sample of an order that is over is still to go back or to be disposed of. */
export const isSampleOwed = (state: SampleState): boolean => state === 'received' || state === 'measured'
