/** What the texts of the bench consist of, counted in the texts themselves, behind their mark and number. */
import { NUMBER_MARK, textOf } from "./generator/message-text.ts";
import { TEXT_KINDS, type TextKind } from "./generator/phrases.ts";
import type { Table } from "./table.ts";

const COUNTED_TEXTS = 1_000;
/** the mark, seven digits and a space, which are ASCII */
const HEAD_LENGTH = NUMBER_MARK.length + 8;

const SCRIPTS = {
  "Latin, ASCII letters": /[A-Za-z]/u,
  "Latin, further letters": /(?![A-Za-z])\p{Script=Latin}/u,
  Arabic: /[\p{Script=Arabic}\u064b-\u0652]/u,
  Japanese: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/u,
  emoji: /\p{Emoji_Presentation}/u,
} as const;

const REST = "digits, spaces, punctuation";

/** Shares of the texts that have a script, and of all characters and bytes. */
export function textsTable(): Table {
  const counts = TEXT_KINDS.map(countScripts);
  return {
    headers: ["texts", "script", "of the texts", "of the characters", "of the bytes"],
    rows: counts.flatMap(({ kind, rows }) => rows.map((row) => [kind, ...row])),
  };
}

function countScripts(kind: TextKind) {
  const texts = Array.from({ length: COUNTED_TEXTS }, (_, message) =>
    textOf(message, kind).slice(HEAD_LENGTH),
  );
  const characters = texts.flatMap((text) => [...text]);
  const all = { characters: characters.length, bytes: bytesOf(characters) };
  const rows = [...Object.keys(SCRIPTS), REST].flatMap((script) => {
    const own = characters.filter((character) => scriptOf(character) === script);
    if (own.length === 0) return [];
    const having = texts.filter((text) =>
      [...text].some((character) => scriptOf(character) === script),
    ).length;
    return [
      [
        script,
        percent(having / texts.length),
        percent(own.length / all.characters),
        percent(bytesOf(own) / all.bytes),
      ],
    ];
  });
  return { kind, rows };
}

function scriptOf(character: string): string {
  return Object.entries(SCRIPTS).find(([, pattern]) => pattern.test(character))?.[0] ?? REST;
}

function bytesOf(characters: readonly string[]): number {
  return Buffer.byteLength(characters.join(""));
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
