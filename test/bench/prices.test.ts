import { expect, test } from "vitest";
import { billFor, idleMonth, multiplyUsage, type ResourceUsage } from "./prices.ts";

const NOTHING: ResourceUsage = {
  requests: 0,
  framesIn: 0,
  awakeSeconds: 0,
  rowsRead: 0,
  rowsWritten: 0,
  storedByteMonths: 0,
};

test("requests, rows and storage are billed at their list prices", () => {
  expect(billFor({ ...NOTHING, requests: 1_000_000 })).toMatchObject({ requests: 0.15, total: 0.15 });
  expect(billFor({ ...NOTHING, rowsWritten: 1_000_000 })).toMatchObject({ rowsWritten: 1, total: 1 });
  expect(billFor({ ...NOTHING, rowsRead: 1_000_000 })).toMatchObject({ rowsRead: 0.001, total: 0.001 });
  expect(billFor({ ...NOTHING, storedByteMonths: 1_000_000_000 })).toMatchObject({
    storage: 0.2,
    total: 0.2,
  });
});

test("twenty incoming frames are billed as one request", () => {
  expect(billFor({ ...NOTHING, framesIn: 20_000_000 }).requests).toBeCloseTo(0.15);
});

test("a million seconds awake are billed as 128,000 GB-s", () => {
  expect(billFor({ ...NOTHING, awakeSeconds: 1_000_000 }).duration).toBeCloseTo(0.128 * 12.5);
});

test("the total is the sum of all meters, and a million messages cost a million times one", () => {
  const message = {
    requests: 0,
    framesIn: 1,
    awakeSeconds: 0.001,
    rowsRead: 1,
    rowsWritten: 1,
    storedByteMonths: 200,
  };
  const { requests, duration, rowsRead, rowsWritten, storage, total } = billFor(
    multiplyUsage(1_000_000, message),
  );
  expect({ requests, duration, rowsRead, rowsWritten, storage }).toEqual({
    requests: expect.closeTo(0.0075),
    duration: expect.closeTo(0.0016),
    rowsRead: expect.closeTo(0.001),
    rowsWritten: expect.closeTo(1),
    storage: expect.closeTo(0.04),
  });
  expect(total).toBeCloseTo(requests + duration + rowsRead + rowsWritten + storage);
});

test("an idle month of a thousand members costs their joins and the creation of the room", () => {
  const { duration, total } = billFor(idleMonth(1_000, { rowsWritten: 10, storedByteMonths: 20_000 }));
  expect(duration).toBe(0);
  expect(total).toBeLessThan(0.001);
});
