/** What a room reports to the list of rooms, and when (SPEC LIST-1 to LIST-3). */
import { describe, expect, test } from "vitest";
import type { RoomSettings } from "../../src/protocol/settings.ts";
import type { ListingReport } from "../../src/room/listing.ts";
import { TestRoom } from "../support/test-room.ts";

const HOUR_MS = 3_600_000;
const RETRY_MS = 600_000;
const TEN_SECONDS_MS = 10_000;
const UNLISTED: ListingReport = { kind: "unlisted" };

/** A room with an owner, and a list that takes its reports. */
class ListedRoom {
  readonly room = new TestRoom();
  readonly ownerKey: string;
  private commands = 0;

  constructor(settings: RoomSettings) {
    this.ownerKey = this.room.own(settings);
  }

  configure(settings: RoomSettings): void {
    const id = `c${++this.commands}`;
    const [event] = this.room.sendOverHttp(this.ownerKey, { type: "configure", id, settings });
    if (event?.type !== "settings") throw new Error(`refused: ${JSON.stringify(event)}`);
  }

  /** What is sent after something happened, as the list has it at the end; later, where it is postponed. */
  sent(isActive = true): ListingReport[] {
    const reports: ListingReport[] = [];
    for (let report = this.due(isActive); report !== undefined; report = this.due(false)) {
      reports.push(report);
      this.room.room.listing.sent(report);
    }
    return reports;
  }

  due(isActive = true): ListingReport | undefined {
    const due = this.room.room.listing.next(isActive);
    if (due?.kind !== "postponed") return due;
    this.room.now += due.inMs;
    return this.due(isActive);
  }

  get tables(): string[] {
    const rows = this.room.database.prepare("SELECT name FROM sqlite_master WHERE name = 'listing'").all();
    return rows.map(({ name }) => String(name));
  }
}

function listed(room: Partial<Extract<ListingReport, { kind: "listed" }>["room"]>): ListingReport {
  return { kind: "listed", room: expect.objectContaining(room) as never };
}

describe("[LIST-1] a room is in the list", () => {
  test("from its creation, or from when its owner lists it, with its title and topic", () => {
    const created = new ListedRoom({ listed: true, title: "Tea house", topic: "شاي", language: "ar" });
    const { now } = created.room;
    expect(created.sent(false)).toEqual([
      {
        kind: "listed",
        room: { title: "Tea house", topic: "شاي", language: "ar", members: 0, activeAt: now },
      },
    ]);
    const later = new ListedRoom({ title: "Tea house" });
    expect(later.sent()).toEqual([]);
    later.configure({ listed: true });
    expect(later.sent()).toEqual([listed({ title: "Tea house", topic: "" })]);
  });

  test.each<[string, RoomSettings]>([
    ["its owner takes it out", { listed: false }],
    ["only members may read it", { read: "members" }],
    ["only moderators may read it", { read: "moderators" }],
  ])("and leaves it at once where %s", (_why, change) => {
    const tea = new ListedRoom({ listed: true, title: "Tea house" });
    tea.sent(false);
    tea.configure(change);
    expect(tea.sent()).toEqual([UNLISTED]);
    expect(tea.tables).toEqual([]);
    tea.configure({ title: "Secret" });
    expect(tea.sent()).toEqual([]);
    tea.configure({ listed: true, read: "everyone" });
    expect(tea.sent()).toEqual([listed({ title: "Secret" })]);
  });

  test("not while it is private, whatever its owner sets", () => {
    const tea = new ListedRoom({ listed: true, read: "members" });
    tea.configure({ title: "Secret", topic: "Secret" });
    expect(tea.sent()).toEqual([]);
    expect(tea.room.room.presentation.isListed).toBe(false);
  });
});

describe("[LIST-2] a room reports", () => {
  test("however often its title changes, at most every ten seconds, and that it leaves at once", () => {
    const tea = new ListedRoom({ listed: true });
    const { listing } = tea.room.room;
    const reports: number[] = [];
    const start = tea.room.now;
    for (let ms = 0; ms <= 30_000; ms += 500) {
      tea.room.now = start + ms;
      if (ms > 0) tea.configure({ title: `Tea ${ms}` });
      const due = listing.next(true);
      if (due?.kind === "postponed") expect(due.inMs).toBe(TEN_SECONDS_MS - (ms % TEN_SECONDS_MS));
      else if (due !== undefined) {
        reports.push(ms);
        listing.sent(due);
      }
    }
    expect(reports).toEqual([0, 10_000, 20_000, 30_000]);
    tea.configure({ listed: false });
    const left = listing.next(true);
    expect(left).toEqual(UNLISTED);
    listing.sent(UNLISTED);
    tea.configure({ listed: true });
    expect(listing.next(true)).toMatchObject({ kind: "postponed" });
  });

  test("a change of its title, topic or language at once, and no other", () => {
    const tea = new ListedRoom({ listed: true });
    tea.sent(false);
    tea.configure({ slowModeSeconds: 5 });
    expect(tea.sent()).toEqual([]);
    tea.configure({ title: "Tea house" });
    expect(tea.sent()).toEqual([listed({ title: "Tea house" })]);
    tea.configure({ topic: "About tea" });
    expect(tea.sent()).toEqual([listed({ topic: "About tea" })]);
    tea.configure({ language: "en" });
    expect(tea.sent()).toEqual([listed({ language: "en" })]);
  });

  test("with a message at most once an hour, also if it slept meanwhile", () => {
    const tea = new ListedRoom({ listed: true });
    const start = tea.room.now;
    tea.sent(false);
    const reportedAt: number[] = [];
    for (let minute = 1; minute <= 150; minute++) {
      tea.room.now = start + minute * 60_000;
      tea.room.post("hello");
      if (minute % 7 === 0) tea.room.evict();
      for (const report of tea.sent()) {
        expect(report).toEqual(listed({ activeAt: tea.room.now }));
        reportedAt.push(minute);
      }
    }
    expect(reportedAt).toEqual([60, 120]);
  });

  test("nothing where it is only read, or joined", () => {
    const tea = new ListedRoom({ listed: true });
    tea.sent(false);
    tea.room.now += 40 * 24 * HOUR_MS;
    tea.room.join("Ana");
    tea.room.evict();
    expect(tea.sent(false)).toEqual([]);
  });

  test.each([
    [0, 0],
    [1, 1],
    [4, 2],
    [9, 5],
    [19, 10],
    [20, 20],
  ])("of %i members that there are %i", (count, reported) => {
    const tea = new ListedRoom({ listed: true });
    for (let guest = 0; guest < count; guest++) tea.room.join(undefined, { address: `192.0.2.${guest}` });
    expect(tea.sent(false)).toEqual([listed({ members: reported })]);
  });

  test("nothing, and stores and reads nothing for it, where it was never in the list", () => {
    const owned = new ListedRoom({ title: "Tea house" });
    owned.room.post("hello");
    owned.configure({ topic: "tea" });
    expect([owned.sent(), owned.tables]).toEqual([[], []]);
    const common = new TestRoom({ sabotage: withoutListing });
    common.post("hello");
    expect(common.room.listing.next(true)).toBeUndefined();
    expect(new TestRoom({ sabotage: withoutListing }).room.listing.next(true)).toBeUndefined();
  });
});

/** A store whose listing must not be asked for. */
function withoutListing<Store extends object>(store: Store): Store {
  return new Proxy(store, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver);
      if (name !== "authority") return typeof value === "function" ? value.bind(target) : value;
      return new Proxy(value as object, {
        get(authority, part) {
          if (part === "listing") throw new Error("the listing was read");
          const member: unknown = Reflect.get(authority, part, authority);
          return typeof member === "function" ? member.bind(authority) : member;
        },
      });
    },
  });
}

test("[LIST-5] without a list no room can be listed, and one that was leaves it", () => {
  const tea = new ListedRoom({ listed: true });
  tea.sent(false);
  const later = new TestRoom({ database: tea.room.database, policy: { listRooms: false } });
  expect(later.room.presentation.isListed).toBe(false);
  const report = later.room.listing.next(false);
  expect(report).toEqual(UNLISTED);
  later.room.listing.sent(UNLISTED);
  expect([later.room.listing.next(true), tea.tables]).toEqual([undefined, []]);
  const configure = (id: string, listed: boolean) =>
    later.sendOverHttp(tea.ownerKey, { type: "configure", id, settings: { listed } });
  expect(configure("off", false)).toMatchObject([{ type: "settings", settings: {} }]);
  expect(configure("on", true)).toMatchObject([
    { code: "bad_command", message: '"listed" must be false: this deployment has no list of rooms.' },
  ]);
  const created = new TestRoom({ policy: { listRooms: false } }).room.createOwned({
    address: undefined,
    settings: { listed: true },
  });
  expect(created).toMatchObject({ ok: false, failure: { code: "bad_command" } });
});

describe("[LIST-3] a report is repeated", () => {
  test.each([true, false])(
    "when the room wakes, if a crash came before it was taken (active: %s)",
    (isActive) => {
      const tea = new ListedRoom({ listed: true, title: "Tea house" });
      expect(tea.due()).toEqual(listed({ title: "Tea house" }));
      tea.room.evict();
      expect(tea.sent(isActive)).toEqual([listed({ title: "Tea house" })]);
      tea.configure({ title: "Coffee house" });
      tea.room.evict();
      expect(tea.sent(isActive)).toEqual([listed({ title: "Coffee house" })]);
      tea.configure({ read: "members" });
      expect(tea.due()).toEqual(UNLISTED);
      tea.room.evict();
      expect(tea.sent(isActive)).toEqual([UNLISTED]);
      tea.room.evict();
      expect(tea.sent(isActive)).toEqual([]);
    },
  );

  test("ten minutes after it failed, and not before", () => {
    const tea = new ListedRoom({ listed: true });
    for (let failures = 0; failures < 3; failures++) {
      const report = tea.due();
      expect(report).toEqual(listed({}));
      if (report !== undefined) tea.room.room.listing.failed(report);
      tea.room.post("hello");
      tea.room.now += RETRY_MS - 1;
      expect(tea.due()).toBeUndefined();
      tea.room.now += 1;
    }
    expect(tea.sent(false)).toEqual([listed({})]);
    expect(tea.sent()).toEqual([]);
  });

  test("ten minutes after one of activity failed, whether something happens then or not", () => {
    const tea = new ListedRoom({ listed: true });
    tea.sent(false);
    tea.room.now += HOUR_MS;
    tea.room.post("hello");
    const report = tea.due();
    expect(report).toEqual(listed({ activeAt: tea.room.now }));
    if (report !== undefined) tea.room.room.listing.failed(report);
    tea.room.now += RETRY_MS;
    expect(tea.sent(false)).toEqual([listed({ activeAt: tea.room.now - RETRY_MS })]);
  });

  test("but that a room leaves the list waits for no failed report before it", () => {
    const tea = new ListedRoom({ listed: true });
    const report = tea.due();
    if (report !== undefined) tea.room.room.listing.failed(report);
    tea.configure({ listed: false });
    expect(tea.sent()).toEqual([UNLISTED]);
  });
});
