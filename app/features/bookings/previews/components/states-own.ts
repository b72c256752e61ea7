import type { FormEvent } from 'react'

/** Whoever fills in a part of a rule means to state it: the rule's choice (a select, or radio buttons, called `name`) follows. */
export const statesOwn = (name: string) => (event: FormEvent<HTMLElement>) => {
  const changed = event.target as HTMLInputElement | HTMLSelectElement
  if (changed.name === name) return
  for (const choice of event.currentTarget.querySelectorAll<HTMLInputElement | HTMLSelectElement>(`[name="${name}"]`)) {
    if (choice instanceof HTMLSelectElement) choice.value = 'own'
    else choice.checked = choice.value === 'own'
  }
}
