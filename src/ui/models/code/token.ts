/** Words and signs of code, by how they are coloured. */

export type TokenKind = "keyword" | "string" | "value" | "name" | "comment" | "added" | "removed";

export interface CodeToken {
  /** undefined: plain */
  readonly kind: TokenKind | undefined;
  readonly text: string;
}

/** A token of the lexer: its type and its text. */
export type LexedToken = readonly [type: string, text: string];
