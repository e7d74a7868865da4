/** Letters that are written from right to left: Hebrew, Arabic and their neighbours, with their presentation forms. */
export const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
