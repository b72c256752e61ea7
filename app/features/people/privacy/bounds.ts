/** The most rows of one kind in an export, so that it stays one answer. */
export const MOST_EXPORTED = 5_000
