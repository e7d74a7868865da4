/** Reactions of a crowd, as the room stores them, without the commands that would take minutes. */
import type { SqlRow } from "../../src/storage/sql.ts";

/** Statements that add 300 holders of one emoji, and 20 of each of ten others, to message `seq`. */
export function crowdOn(seq: number): readonly string[] {
  const holders = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)";
  return [
    `INSERT INTO reaction (message, emoji, member, name, seq) ${holders}
     SELECT ${seq}, CASE WHEN i <= 300 THEN '👍' ELSE char(0x1F600 + i % 10) END, 'm' || i, 'Member ' || i, ${seq} + i FROM n`,
    `INSERT INTO reaction_count (message, emoji, count, first) VALUES (${seq}, '👍', 300, ${seq + 1})`,
  ];
}

export const CROWD = 500;

/** What is stored of reactions, by the rows of a query. */
export function storedReactions(all: (statement: string) => readonly SqlRow[]): {
  held: number;
  counts: number;
} {
  const count = (table: string) => Number(all(`SELECT COUNT(*) AS count FROM ${table}`)[0]?.["count"]);
  return { held: count("reaction"), counts: count("reaction_count") };
}
