import { expect, test } from "vitest";
import { Backlog } from "../../src/transport/backlog.ts";
import type { Connection } from "../../src/transport/connections.ts";

const LIMITS = { slowBytes: 100, waitingBytes: 800 };

/** A connection whose peer has left `bufferedAmount` bytes unread, of as many that were sent. */
function reader(
  bufferedAmount: number,
  address?: string,
): Connection & { socket: { bufferedAmount: number } } {
  const session = { connection: "c", member: "m", name: "Ana", role: "guest", address } as const;
  const flow = {
    unackedBytes: 0,
    sentBytes: bufferedAmount,
    readMark: { at: 0, sentBytes: 0 },
    sentTurn: 0,
    sentInTurn: 0,
  };
  return { socket: { bufferedAmount }, session, codec: "json", ...flow } as unknown as ReturnType<
    typeof reader
  >;
}

function backlogOf(connections: readonly Connection[]): Backlog {
  return new Backlog(LIMITS, { all: () => connections.values() }, (run) => run());
}

/** As much is sent as makes the backlog measure again. */
function excessAt(backlog: Backlog, now: number): Connection[] {
  backlog.add(reader(0), LIMITS.waitingBytes);
  return backlog.excess(now);
}

test("[FLOW-5] those with the most unread bytes go first, and no more of them than needed", () => {
  const [small, large, medium, quick] = [reader(200), reader(500), reader(300), reader(0)];
  expect(excessAt(backlogOf([small, large, medium, quick]), 0)).toEqual([large]);
});

test("[FLOW-5] those who have not read what they were sent 2 s ago go before those who have", () => {
  const [stalled, quick] = [reader(300), reader(400)];
  const backlog = backlogOf([stalled, quick]);
  for (let now = 0; now < 2_000; now += 500) {
    expect(excessAt(backlog, now)).toEqual([]);
    quick.sentBytes += 400;
  }
  quick.socket.bufferedAmount = 600;
  quick.sentBytes += 600;
  expect(excessAt(backlog, 2_000)).toEqual([stalled]);
});

test("[FLOW-5] what closed connections hold counts against those who are behind, and no one else", () => {
  const [stalled, quick] = [reader(300), reader(100)];
  const backlog = backlogOf([stalled, quick]);
  backlog.close(reader(900));
  for (let now = 0; now < 2_000; now += 500) {
    expect(excessAt(backlog, now)).toEqual([]);
    quick.sentBytes += 100;
  }
  expect(excessAt(backlog, 2_000)).toEqual([stalled]);
});

test("[FLOW-5] what was sent in the same turn of the event loop does not count: it cannot have been read", () => {
  const turnEnds: (() => void)[] = [];
  const quick = reader(0);
  const backlog = new Backlog(LIMITS, { all: () => [quick].values() }, (run) => void turnEnds.push(run));
  for (let frame = 0; frame < 3; frame++) {
    backlog.add(quick, LIMITS.waitingBytes);
    quick.socket.bufferedAmount += LIMITS.waitingBytes;
    expect(backlog.excess(0)).toEqual([]);
  }
  for (const endTurn of turnEnds) endTurn();
  backlog.add(reader(0), LIMITS.waitingBytes);
  expect(backlog.excess(0)).toEqual([quick]);
});

test("[FLOW-5] connections are measured only after enough was sent", () => {
  let measured = 0;
  const backlog = new Backlog(
    LIMITS,
    {
      all: () => {
        measured += 1;
        return [].values();
      },
    },
    (run) => run(),
  );
  backlog.add(reader(0), 99);
  backlog.excess(0);
  expect(measured).toBe(0);
  backlog.add(reader(0), 1);
  backlog.excess(0);
  backlog.excess(0);
  expect(measured).toBe(1);
});

test("[FLOW-6] an address whose closed connections still hold too much cannot join until they are gone", () => {
  const backlog = backlogOf([]);
  const stalled = Array.from({ length: 5 }, () => reader(100, "203.0.113.7"));
  for (const connection of stalled) backlog.close(connection);
  expect(backlog.refuses("203.0.113.7")).toBe(true);
  expect(backlog.refuses("198.51.100.1")).toBe(false);
  backlog.end(stalled[0]!.socket);
  expect(backlog.refuses("203.0.113.7")).toBe(false);
});

test("[FLOW-6] while closed connections hold half of the bound, no address that left anything unread joins", () => {
  const backlog = backlogOf([]);
  for (let host = 0; host < 5; host++) backlog.close(reader(100, `203.0.113.${host}`));
  expect(backlog.refuses("203.0.113.0")).toBe(true);
  expect(backlog.refuses("198.51.100.1")).toBe(false);
});

test("[FLOW-6] [LIM-7] nor does any address of an IPv6 /48 of which one did", () => {
  const backlog = backlogOf([]);
  for (let host = 0; host < 5; host++) backlog.close(reader(100, `2001:db8:77:${host}`));
  expect(backlog.refuses("2001:db8:77:9")).toBe(true);
  expect(backlog.refuses("2001:db8:78:9")).toBe(false);
  expect(backlog.refuses(undefined)).toBe(false);
});

test("[FLOW-6] a connection that had read everything when it was closed is not remembered", () => {
  const backlog = backlogOf([]);
  for (let count = 0; count < 20; count++) backlog.close(reader(0, "203.0.113.7"));
  expect(backlog.refuses("203.0.113.7")).toBe(false);
});
