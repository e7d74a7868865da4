import { expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../../src/protocol/limits.ts";
import { flowBytesOf } from "../../src/transport/flow.ts";

const KIB = 1_024;

test("[FLOW-1] an acknowledgement is due after 128 KiB, and in a room of more than 256 connections after more, up to 512 KiB", () => {
  const due = [1, 20, 256, 300, 1_000, 1_024, 16_000].map((count) => flowBytesOf(count, DEFAULT_LIMITS));
  expect(due).toEqual([128, 128, 128, 150, 500, 512, 512].map((kib) => kib * KIB));
});

test("[FLOW-1] a deployment's own limit is never undercut", () => {
  const flowBytes = 900 * KIB;
  expect(flowBytesOf(16_000, { ...DEFAULT_LIMITS, flowBytes })).toBe(flowBytes);
});
