import { describe, expect, test } from "vitest";
import { commandIds } from "../../src/client/command-ids.ts";
import { commandIdSchema } from "../../src/protocol/fields.ts";

describe("[CMD-5] the ids of a client", () => {
  test("are six random characters, and behind them a count in base 36", () => {
    const nextId = commandIds();
    const ids = Array.from({ length: 40 }, nextId);
    const prefix = ids[0]?.slice(0, 6) ?? "";
    expect(prefix).toMatch(/^[a-z2-7]{6}$/);
    expect(ids.slice(0, 3)).toEqual([`${prefix}0`, `${prefix}1`, `${prefix}2`]);
    expect(ids.slice(-5)).toEqual(["z", "10", "11", "12", "13"].map((count) => prefix + count));
    for (const id of ids) expect(commandIdSchema.try(id).ok).toBe(true);
  });

  test("are those of no other client", () => {
    const prefixes = Array.from({ length: 20 }, () => commandIds()().slice(0, 6));
    expect(new Set(prefixes).size).toBe(20);
  });
});
