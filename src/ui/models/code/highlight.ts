/**
 * Divides code into tokens to colour. The lexer reads each character a bounded number of times, whatever it is made of,
 * and the parts of long code that would cost many nodes stay plain.
 */
import { SugarHigh, tokenize } from "sugar-high/core";
import { languageNamed, type CodeLanguage } from "./languages.ts";
import type { CodeToken, LexedToken, TokenKind } from "./token.ts";

/** In UTF-16 code units; longer code stays plain. */
export const MAX_HIGHLIGHTED = 8_192;
/** The code after these is one plain token. */
export const MAX_TOKENS = 1_000;

/** The tokens of `code`, which together are it; undefined if the language is unknown, or the code too long. */
export function highlightCode(code: string, languageName: string): readonly CodeToken[] | undefined {
  if (code.length > MAX_HIGHLIGHTED) return undefined;
  const language = languageNamed(languageName);
  if (language === undefined) return undefined;
  const tokens = language === "diff" ? diffTokens(code) : lexedTokens(code, language);
  return limit(merge(tokens));
}

const DIFF_KINDS: Readonly<Record<string, TokenKind>> = { "+": "added", "-": "removed", "@": "comment" };

function diffTokens(code: string): CodeToken[] {
  return code.split(/(?<=\n)/u).map((line) => ({ kind: DIFF_KINDS[line.charAt(0)], text: line }));
}

function lexedTokens(code: string, language: CodeLanguage): CodeToken[] {
  const lexed = tokenize(code, language.lexing()).map(([type, text]): LexedToken => [
    SugarHigh.TokenTypes[type] ?? "",
    text,
  ]);
  const names = language.names?.(lexed);
  return lexed.map((token, index) => ({
    kind: names?.has(index) === true ? names.get(index) : kindOf(token, lexed[index - 1]),
    text: token[1],
  }));
}

/** A string begins with one of these; the lexer calls also other characters that it does not know a string. */
const QUOTE = /^(?:["'`#[]|[a-zA-Z])/u;

function kindOf([type, text]: LexedToken, before: LexedToken | undefined): TokenKind | undefined {
  switch (type) {
    case "keyword":
      return "keyword";
    case "comment":
      return "comment";
    case "string":
      return text.length > 1 && QUOTE.test(text) ? "string" : undefined;
    case "class":
      return "value";
    case "property":
      return before?.[1] === "." ? undefined : "name";
    case "identifier":
      // `@media`, `@Override`
      return before?.[1] === "@" ? "keyword" : undefined;
    default:
      return undefined;
  }
}

/** Joins neighbours of one kind: half of a surrogate pair is no token. */
function merge(tokens: readonly CodeToken[]): CodeToken[] {
  const merged: CodeToken[] = [];
  let texts: string[] = [];
  for (const [index, { kind, text }] of tokens.entries()) {
    texts.push(text);
    if (index < tokens.length - 1 && tokens[index + 1]?.kind === kind) continue;
    merged.push({ kind, text: texts.join("") });
    texts = [];
  }
  return merged;
}

function limit(tokens: readonly CodeToken[]): readonly CodeToken[] {
  if (tokens.length <= MAX_TOKENS) return tokens;
  const rest = tokens.slice(MAX_TOKENS).map(({ text }) => text);
  return [...tokens.slice(0, MAX_TOKENS), { kind: undefined, text: rest.join("") }];
}
