/** The same keys as the Chinese messages, with any words: what an English area must satisfy. */
export type Messages<T> = {
  readonly [K in keyof T]: T[K] extends string ? string : Messages<T[K]>
}
