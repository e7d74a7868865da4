/**
 * The languages of code blocks. The presets of the library are tables of words and rules for comments; those that bring a
 * lexer of their own (JavaScript, TypeScript, CSS, HTML) are not used, as theirs take quadratic time.
 */
import type { ParseOptions } from "sugar-high/core";
import * as c from "sugar-high/lang/c";
import * as cpp from "sugar-high/lang/cpp";
import * as csharp from "sugar-high/lang/csharp";
import * as css from "sugar-high/lang/css";
import * as dockerfile from "sugar-high/lang/dockerfile";
import * as go from "sugar-high/lang/go";
import * as java from "sugar-high/lang/java";
import * as json from "sugar-high/lang/json";
import * as kotlin from "sugar-high/lang/kotlin";
import * as lua from "sugar-high/lang/lua";
import * as php from "sugar-high/lang/php";
import * as python from "sugar-high/lang/python";
import * as ruby from "sugar-high/lang/ruby";
import * as rust from "sugar-high/lang/rust";
import * as shell from "sugar-high/lang/shell";
import * as sql from "sugar-high/lang/sql";
import * as swift from "sugar-high/lang/swift";
import * as toml from "sugar-high/lang/toml";
import * as yaml from "sugar-high/lang/yaml";
import { assignedNames, declaredNames, keyNames, tagNames, type NamesOf } from "./names.ts";
import { singleLineStrings } from "./strings.ts";

export interface CodeLanguage {
  /** options of the lexer for one text: they keep a state */
  readonly lexing: () => ParseOptions;
  /** finds what the lexer does not know: keys, attributes, tags */
  readonly names?: NamesOf;
}

const words = (list: string): Set<string> => new Set(list.split(" "));

const JAVASCRIPT_WORDS =
  "as async await break case catch class const continue debugger default delete do else export extends false finally for from function get if import in instanceof let new null of return set static super switch this throw true try typeof undefined var void while with yield";
const TYPESCRIPT_WORDS =
  "abstract asserts declare enum implements infer interface is keyof namespace private protected public readonly satisfies type";
const TYPESCRIPT_TYPES = "any bigint boolean never number object string symbol unknown";

const javascript: ParseOptions = {
  keywords: words(JAVASCRIPT_WORDS),
  onCommentStart: c.onCommentStart,
  onCommentEnd: c.onCommentEnd,
  templateStrings: true,
};

const typescript: ParseOptions = {
  ...javascript,
  keywords: words(`${JAVASCRIPT_WORDS} ${TYPESCRIPT_WORDS}`),
  typeKeywords: words(TYPESCRIPT_TYPES),
};

const markup: ParseOptions = {
  onCommentStart: (_current, _next, index, code) => code.startsWith("<!--", index),
  onCommentEnd: (_before, current, index, code) => current === ">" && code.startsWith("--", index - 2),
};

const { tokenize: _quadratic, ...stylesheet } = css;

const LANGUAGES: Readonly<Record<string, CodeLanguage | "diff">> = {
  "c h": languageOf(c),
  "cpp c++ cc hpp": languageOf(cpp),
  "csharp c# cs": languageOf(csharp),
  "css scss less": languageOf(stylesheet, declaredNames),
  "diff patch": "diff",
  "dockerfile docker": languageOf(dockerfile),
  "go golang": languageOf({ ...go, templateStrings: true }),
  "html xml svg vue htm": languageOf(markup, tagNames),
  java: languageOf(java),
  "javascript js jsx mjs cjs node": languageOf(javascript),
  "json jsonc json5": languageOf(json, keyNames),
  "kotlin kt kts": languageOf(kotlin),
  lua: languageOf(lua),
  php: languageOf(php),
  "python py python3": languageOf(python),
  "ruby rb": languageOf(ruby),
  "rust rs": languageOf(rust),
  "shell sh bash zsh": languageOf(shell),
  sql: languageOf(sql),
  swift: languageOf(swift),
  "toml ini": languageOf(toml, assignedNames),
  "typescript ts tsx mts cts": languageOf(typescript),
  "yaml yml": languageOf(yaml, keyNames),
};

const byName = new Map(
  Object.entries(LANGUAGES).flatMap(([names, language]) =>
    names.split(" ").map((name) => [name, language] as const),
  ),
);

/** The language of the info word after a fence; undefined if there is none of that name. */
export function languageNamed(name: string): CodeLanguage | "diff" | undefined {
  return byName.get(name.toLowerCase());
}

function languageOf(options: ParseOptions, names?: NamesOf): CodeLanguage {
  const lexing = () => ({
    ...options,
    ...singleLineStrings(options),
    onCommentStart: hashAtWordStart(options),
  });
  return names === undefined ? { lexing } : { lexing, names };
}

const SPACE_BEFORE = /[\s;(]/u;

/** The `#` of `example.com/#top` and `$#` starts no comment. */
function hashAtWordStart({
  onCommentStart = () => 0,
}: ParseOptions): NonNullable<ParseOptions["onCommentStart"]> {
  return (current, next, index, code) =>
    current === "#" && index > 0 && !SPACE_BEFORE.test(code.charAt(index - 1))
      ? 0
      : onCommentStart(current, next, index, code);
}
