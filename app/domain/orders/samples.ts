import type { OrderStatus, SampleState } from './states'

export const MOST_SAMPLES = 500

/** What the lab may say of one sample while it has the order, beside the steps of all of them. */
const MARKS: Record<SampleState, readonly SampleState[]> = {
  announced: ['received', 'lost'],
  received: ['announced', 'lost'],
  measured: ['lost'],
  returned: [],
  disposed: [],
  lost: ['received'],
}

/** Once the samples came, until they went. */
const MARKED_WHILE: readonly OrderStatus[] = ['received', 'queued', 'measured', 'ready']

export const mayMark = (status: OrderStatus, from: SampleState, to: SampleState): boolean =>
  from === to || (MARKED_WHILE.includes(status) && MARKS[from].includes(to))

export const marksOf = (status: OrderStatus, from: SampleState): readonly SampleState[] => (MARKED_WHILE.includes(status) ? MARKS[from] : [])

/** The state of a sample after a step of its order. */
export function afterStep(step: 'receive' | 'measure' | 'return' | 'dispose', state: SampleState): SampleState {
  if (step === 'receive') return state === 'announced' ? 'received' : state
  if (step === 'measure') return state === 'received' ? 'measured' : state
  return state === 'received' || state === 'measured' ? (step === 'return' ? 'returned' : 'disposed') : state
}
