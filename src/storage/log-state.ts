/** What is stored of a log beside its rows. */
export interface LogState {
  /** the first seq whose row was written with its folded words */
  readonly foldedFrom: number;
  /** rows before it are pruned */
  readonly oldest: number;
  /** rows before it are overwritten */
  readonly erased: number;
  /** the newest seq when every row was pruned, 0 if that never happened */
  readonly clearedThrough: number;
}

export const NEW_LOG: LogState = { foldedFrom: 1, oldest: 1, erased: 1, clearedThrough: 0 };
