/** The rules of the game on shared state, and the timeline of its replay. */
import { describe, expect, test } from "vitest";
import type { DurableEvent } from "../../../src/client/index.ts";
import {
  drop,
  FIRST_MATCH,
  positionOf,
  readBoard,
  rematch,
  type Board,
} from "../../../src/demo/four/rules.ts";
import { timelineOf } from "../../../src/demo/four/timeline.ts";

const after = (...moves: readonly number[]): Board => ({ match: 1, moves });

describe("the rules", () => {
  test.each([
    ["a column", [0, 1, 0, 1, 0, 1, 0], "red"],
    ["a row", [0, 0, 1, 1, 2, 2, 3], "red"],
    ["a diagonal upwards", [0, 1, 1, 2, 2, 3, 2, 3, 3, 6, 3], "red"],
    ["a diagonal downwards", [3, 2, 2, 1, 1, 0, 1, 0, 0, 6, 0], "red"],
    ["a row that is closed from its middle", [0, 6, 1, 6, 3, 5, 2], "red"],
    ["a column of yellow", [0, 1, 0, 1, 0, 1, 6, 1], "yellow"],
  ] as const)("%s of four wins, and ends the match", (_name, moves, winner) => {
    const before = positionOf(after(...moves.slice(0, -1)));
    expect(before.winner).toBeUndefined();
    const { winner: won, line, turn } = positionOf(after(...moves));
    expect([won, line.length, turn]).toEqual([winner, 4, undefined]);
    expect(drop(after(...moves), 6, "red")).toBeUndefined();
  });

  test("a move is one's turn, in a column with room", () => {
    expect(drop(FIRST_MATCH, 3, "yellow")).toBeUndefined();
    expect(drop(FIRST_MATCH, 3, "red")?.moves).toEqual([3]);
    const full = after(3, 3, 3, 3, 3, 3);
    expect(drop(full, 3, "red")).toBeUndefined();
    expect(drop(full, 7, "red")).toBeUndefined();
    expect(drop(full, 2, "red")?.moves).toHaveLength(7);
  });

  test("a full board without four in a row is a draw", () => {
    const rows = [0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1];
    const moves = [...rows, ...rows.map((column) => column + 2), ...rows.map((column) => column + 4)];
    const last = Array.from({ length: 6 }, () => 6);
    const { turn, winner } = positionOf(after(...moves, ...last));
    expect([turn, winner]).toEqual([undefined, undefined]);
  });

  test("a rematch begins with the other side, and only after a match", () => {
    expect(rematch(after(0), false)).toBeUndefined();
    const next = rematch(after(0, 1, 0, 1, 0, 1, 0), false);
    expect(next).toEqual({ match: 2, moves: [] });
    expect(positionOf(next ?? FIRST_MATCH).turn).toBe("yellow");
  });

  test("a match that a player has left may be begun again", () => {
    expect(rematch(after(0, 1), true)).toEqual({ match: 2, moves: [] });
    expect(rematch(after(), true)).toBeUndefined();
  });

  test.each([
    undefined,
    "board",
    { match: 1 },
    { match: "1", moves: [] },
    { match: 1, moves: [7] },
    { match: 1, moves: ["0"] },
    { match: 1, moves: [0, 0, 0, 0, 0, 0, 0] },
  ])("a board that is none, %j, is that of the first match", (value) => {
    expect(readBoard(value)).toEqual(FIRST_MATCH);
  });
});

describe("[STATE-3] the replay of a match", () => {
  const head = (seq: number, at: number, name: string) => ({
    seq,
    at,
    from: { id: name, name },
    id: `${name}-${seq}`,
  });
  const move = (seq: number, at: number, board: Board): DurableEvent => ({
    type: "state",
    ...head(seq, at, "Ana"),
    key: "board",
    value: board,
  });
  const said = (seq: number, at: number, text: string): DurableEvent => ({
    type: "message",
    ...head(seq, at, "Bo"),
    text,
  });

  test("has its moves and what was said, in order, with long pauses shortened", () => {
    const events = [
      said(1, 0, "before"),
      move(2, 1_000, after(3)),
      said(3, 1_500, "good one"),
      move(4, 61_000, after(3, 3)),
      said(5, 62_000, "hm"),
      said(6, 900_000, "next day"),
    ];
    expect(timelineOf(events, "board").map(({ atMs, text }) => [atMs, text])).toEqual([
      [0, undefined],
      [500, "good one"],
      [3_500, undefined],
      [4_500, "hm"],
    ]);
  });

  test("is of the last match with a move, also while the next one has none", () => {
    const second: Board = { match: 2, moves: [] };
    const events = [
      move(1, 0, after(3)),
      move(2, 1_000, { match: 2, moves: [0] }),
      move(3, 2_000, { match: 2, moves: [0, 1] }),
      move(4, 3_000, { ...second, match: 3 }),
    ];
    expect(timelineOf(events, "board").map(({ board }) => board.moves)).toEqual([[0], [0, 1]]);
    expect(timelineOf([move(1, 0, second)], "board")).toEqual([]);
  });

  test("leaves out other keys, and what was deleted", () => {
    const deleted = { ...said(3, 10, ""), deleted: true } as DurableEvent;
    const other: DurableEvent = { type: "state", ...head(2, 5, "Ana"), key: "other", value: after(1) };
    expect(timelineOf([move(1, 0, after(3)), other, deleted], "board")).toHaveLength(1);
  });
});
