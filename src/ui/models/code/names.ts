/** Names in code by their place: keys, attributes, tags. The lexer knows words and strings only. */
import type { LexedToken, TokenKind } from "./token.ts";

/** By the index of the token; undefined: plain, whatever the lexer says. */
type Names = ReadonlyMap<number, TokenKind | undefined>;

/** Finds tokens with a kind of their own. */
export type NamesOf = (tokens: readonly LexedToken[]) => Names;

/** JSON, YAML: a word or a string before a colon, which does not begin `://`. */
export const keyNames: NamesOf = (tokens) => namesBefore(tokens, ":");

/** TOML: a word or a string before `=`. */
export const assignedNames: NamesOf = (tokens) => namesBefore(tokens, "=");

function namesBefore(tokens: readonly LexedToken[], sign: string): Names {
  const found = new Map<number, TokenKind>();
  /** the parts of the last word, like those of `content-type`, and the spaces after it */
  let word: number[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token[1] === sign && tokens[index + 1]?.[1] !== "/") for (const at of word) found.set(at, "name");
    if (isPartOfName(token)) {
      if (isSpace(tokens[index - 1])) word = [];
      word.push(index);
    } else if (!isSpace(token)) word = [];
  }
  return found;
}

/** CSS: what stands before the colon of a declaration. */
export const declaredNames: NamesOf = (tokens) => {
  const found = new Map<number, TokenKind>();
  let isDeclaring = false;
  for (const [index, token] of tokens.entries()) {
    const [, text] = token;
    if (text === "{" || text === ";") isDeclaring = true;
    else if (text === "}" || text === ":") isDeclaring = false;
    else if (isDeclaring && isPartOfName(token)) found.set(index, "name");
  }
  return found;
};

/** HTML: tags are keywords, the words in them attributes; what is between tags is text. */
export const tagNames: NamesOf = (tokens) => {
  const found = new Map<number, TokenKind | undefined>();
  let place: "text" | "start" | "tag" = "text";
  for (const [index, token] of tokens.entries()) {
    const [type, text] = token;
    if (type === "comment") continue;
    if (text === "<") place = "start";
    else if (text === ">") place = "text";
    else if (place === "start" && isSpace(token)) place = "tag";
    if (place === "text") found.set(index, undefined);
    else if (type !== "string" && isPartOfName(token))
      found.set(index, place === "start" ? "keyword" : "name");
  }
  return found;
};

const NAME_TYPES: ReadonlySet<string> = new Set(["identifier", "keyword", "class", "property", "string"]);

function isPartOfName([type, text]: LexedToken): boolean {
  return NAME_TYPES.has(type) || text === "-" || text === ".";
}

/** True also before the first token. */
function isSpace(token: LexedToken | undefined): boolean {
  return token === undefined || token[0] === "space" || token[0] === "break";
}
