import { expect, test } from "vitest";
import type { LinkEvents } from "../../src/client/link.ts";
import { ABNORMAL_CLOSURE } from "../../src/client/link.ts";
import { LinkEventGate } from "../../src/client/link-event-gate.ts";

function recordingGate(): { gate: LinkEventGate; reported: string[] } {
  const reported: string[] = [];
  const gate = new LinkEventGate({
    frame: (frame) => reported.push(`frame ${frame}`),
    activity: () => reported.push("activity"),
    closed: ({ code }) => reported.push(`closed ${code}`),
  });
  return { gate, reported };
}

function reportAll(link: LinkEvents): void {
  link.frame("{}");
  link.activity();
  link.closed(ABNORMAL_CLOSURE);
}

test("the events of the current link are passed on", () => {
  const { gate, reported } = recordingGate();
  reportAll(gate.open());
  expect(reported).toEqual(["frame {}", "activity", "closed 1006"]);
});

test("late events of a replaced link do not reach its successor", () => {
  const { gate, reported } = recordingGate();
  const old = gate.open();
  const current = gate.open();
  reportAll(old);
  expect(reported).toEqual([]);
  current.activity();
  expect(reported).toEqual(["activity"]);
});

test("nothing is passed on between two links", () => {
  const { gate, reported } = recordingGate();
  const old = gate.open();
  gate.close();
  reportAll(old);
  expect(reported).toEqual([]);
});
