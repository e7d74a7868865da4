import { expect, test } from "vitest";
import { pack, placeOf, unpackX } from "./grid.ts";
import { Receipts } from "./receipts.ts";

test("an input counts when every other player has it, or a newer one of its player", () => {
  const receipts = new Receipts(3, () => 0);
  for (const n of [0, 1, 2]) receipts.sent(0, n, n * 50, n * 50);
  receipts.see(1, 0, 0, 8);
  receipts.see(0, 0, 0, 9);
  expect(receipts.latenciesMs).toEqual([]);
  receipts.see(2, 0, 1, 90);
  expect(receipts.latenciesMs).toEqual([90]);
  receipts.see(1, 0, 2, 110);
  receipts.see(1, 0, 2, 120);
  expect(receipts.latenciesMs).toEqual([90, 60]);
  expect(receipts.lost).toBe(1);
});

test("inputs of the warm-up do not count", () => {
  const receipts = new Receipts(2, () => 100);
  receipts.sent(0, 0, 50, 50);
  receipts.sent(0, 1, 100, 100);
  receipts.see(1, 0, 1, 130);
  expect(receipts.latenciesMs).toEqual([30]);
});

test("an input that was sent late counts from when it was due, one that was sent early from when it was sent", () => {
  const receipts = new Receipts(2, () => 0);
  receipts.sent(0, 0, 50, 53);
  receipts.sent(0, 1, 100, 99);
  receipts.see(1, 0, 0, 54);
  receipts.see(1, 0, 1, 99.5);
  expect(receipts.latenciesMs).toEqual([4, 0.5]);
});

test("a place takes four characters, by which its input is known", () => {
  expect(pack(placeOf(3, 700))).toHaveLength(4);
  for (const n of [0, 63, 64, 700, 4_095]) expect(unpackX(pack(placeOf(3, n)))).toBe(n);
});
