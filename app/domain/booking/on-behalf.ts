/** What somebody who books for another person has to do with that person. */
export type Tie = {
  /** They manage every resource asked for, and vouch. */
  managesAll: boolean
  /** The other person has said that they may. */
  isDelegate: boolean
  /** Confirmed groups that both are of now. */
  sharedGroupIds: readonly string[]
}

/** `groupId` is what the booking has to be carried by; undefined: whatever is asked for. */
export type Standing = { isVouched: boolean; groupId?: string }

/**
 * Whether one may book for another, and how; null: no. Who manages the resources may for anyone, and vouches
 * for them. A delegate may as the person would. People of one group may for each other, for that group.
 */
export function mayBookFor(tie: Tie, groupId: string | null): Standing | null {
  if (tie.managesAll) return { isVouched: true }
  if (tie.isDelegate) return { isVouched: false }
  const shared = groupId === null ? tie.sharedGroupIds[0] : tie.sharedGroupIds.find((each) => each === groupId)
  return shared === undefined ? null : { isVouched: false, groupId: shared }
}
