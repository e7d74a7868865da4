/** Simulations of rooms with an owner, moderators, and members who do not want to obey. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { ACT_NAMES, ACTS, type Act } from "../../src/protocol/acts.ts";
import type { Command } from "../../src/protocol/commands.ts";
import type { AuthorityStore } from "../../src/room/authority/store.ts";
import type { RoomStore, StoredRoom } from "../../src/room/store.ts";
import { TestRoom, type TestRoomOptions } from "../support/test-room.ts";
import type { Order } from "./model-client.ts";
import { auditHidden, auditOrder, type OrderViolation } from "./order-auditor.ts";
import { auditRoom, client, firstSeqs, LENGTH, LIMITS, Programme, step, storedEvents } from "./programme.ts";

/** Who acts: the owner with their key, or one of the clients, who may have no right to it. */
const by = fc.option(client, { nil: undefined, freq: 2 });

const orderStep = fc.oneof(
  { weight: 6, arbitrary: step },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("moderate" as const),
      by,
      target: client,
      act: fc.constantFrom(...ACT_NAMES),
      lastsMs: fc.option(fc.integer({ min: 10, max: 1_000 }), { nil: undefined }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("appoint" as const),
      target: client,
      role: fc.constantFrom("moderator" as const, "member" as const, "guest" as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("slow" as const), by, seconds: fc.constantFrom(0, 1, 1) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("post" as const), client }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("stream" as const), client }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("remove" as const), by, seq: firstSeqs }) },
);
type OrderStep = typeof orderStep extends fc.Arbitrary<infer Value> ? Value : never;

class OrderedProgramme extends Programme {
  /** the member of the owner key */
  readonly owner: string;
  private sent = 0;

  constructor(
    room: TestRoom,
    private readonly ownerKey: string,
  ) {
    super(room);
    const [answer] = room.sendOverHttp(ownerKey, { type: "rename", id: "n", name: "Owner" });
    this.owner = answer?.type === "presence" ? (answer.self?.id ?? "") : "";
  }

  performOrder(one: OrderStep): void {
    for (const each of this.clients) each.noticeClose();
    const member = "target" in one ? (this.clients[one.target]?.member ?? "") : "";
    if (one.do === "moderate")
      this.order(one.by, { type: "moderate", act: one.act, member, ...this.until(one.act, one.lastsMs) });
    else if (one.do === "appoint") this.room.giveRole(this.ownerKey, member, one.role);
    else if (one.do === "slow")
      this.order(one.by, { type: "configure", settings: { slowModeSeconds: one.seconds } });
    else if (one.do === "remove") this.remove(one.by, one.seq);
    else if (one.do === "post") this.clients[one.client]?.post(this.nextText());
    else if (one.do === "stream") {
      this.clients[one.client]?.drop();
      this.clients[one.client]?.connect("stream");
    } else this.perform(one);
  }

  /** Everything is forgiven, so that everyone can come back and show what they hold. */
  protected override prepare(): void {
    for (const each of this.clients) each.noticeClose();
    this.order(undefined, { type: "configure", settings: { slowModeSeconds: 0 } });
    for (const { member } of this.clients)
      for (const act of ["unban", "unmute", "show"] as const)
        this.order(undefined, { type: "moderate", act, member });
    this.room.now += 60_000;
  }

  private until(act: Act, lastsMs: number | undefined): { readonly until?: number } {
    return ACTS[act].isTimed && lastsMs !== undefined ? { until: this.room.now + lastsMs } : {};
  }

  private order(sender: number | undefined, order: Order): void {
    if (sender === undefined) this.sendAsOwner({ ...order, id: this.nextId() } as Command);
    else this.clients[sender]?.order(order);
  }

  private remove(sender: number | undefined, seq: number): void {
    if (sender === undefined) this.sendAsOwner({ type: "delete", id: this.nextId(), seq });
    else this.clients[sender]?.delete(seq);
  }

  private sendAsOwner(command: Command): void {
    this.room.sendOverHttp(this.ownerKey, command);
  }

  private nextId(): string {
    return `owner-${++this.sent}`;
  }
}

type Bug = Pick<TestRoomOptions, "sabotage" | "admitsBannedOnRecovery">;

function perform(steps: readonly OrderStep[], bug: Bug = {}): OrderedProgramme {
  const room = new TestRoom({ limits: LIMITS, ...bug });
  const programme = new OrderedProgramme(room, room.own());
  for (const one of steps) {
    room.now += 10;
    programme.performOrder(one);
  }
  return programme;
}

function orderViolations({ room, clients, owner }: OrderedProgramme): OrderViolation[] {
  const events = storedEvents(room);
  const joins = clients.flatMap(({ admitted }) => admitted);
  return [...auditHidden(events), ...auditOrder(events, joins, owner)];
}

const PROGRAMMES = 1_000;
/** On a slow machine that does other things too. */
const TIMEOUT_MS = 300_000;

test(
  "[MOD-6] [OWN-1] [SET-5] in 1,000 programmes a banned identity stores nothing after its ban, a muted one writes nothing, " +
    "and roles and slow mode hold over hibernation and every change of transport",
  () => {
    let acts = 0;
    fc.assert(
      fc.property(fc.array(orderStep, LENGTH), (steps) => {
        const programme = perform(steps);
        const { room, clients } = programme;
        expect(orderViolations(programme)).toEqual([]);
        programme.finish();
        expect(orderViolations(programme)).toEqual([]);
        expect([...auditRoom(room, clients).violations, ...programme.mixedUp]).toEqual([]);
        acts += storedEvents(room).filter(({ type }) => type === "moderation").length;
      }),
      { numRuns: PROGRAMMES },
    );
    expect(acts).toBeGreaterThan(PROGRAMMES * 3);
    console.log(`simulation of order: ${PROGRAMMES} runs, ${acts} acts, 0 violations`);
  },
  TIMEOUT_MS,
);

/** A store whose authority has the methods of `broken` in place of its own. */
function withAuthority(
  broken: (authority: AuthorityStore) => Partial<AuthorityStore>,
): (store: RoomStore) => RoomStore {
  const replace = (authority: AuthorityStore): AuthorityStore =>
    new Proxy(authority, {
      get(target, property) {
        const value: unknown = Reflect.get(broken(target), property) ?? Reflect.get(target, property, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  const replaceIn = (stored: StoredRoom) => ({ ...stored, authority: replace(stored.authority) });
  return (store) => ({
    open: () => {
      const stored = store.open();
      return stored && replaceIn(stored);
    },
    create: (newRoom) => replaceIn(store.create(newRoom)),
    revocations: store.revocations,
    authority: replace(store.authority),
    state: store.state,
    sizeBytes: () => store.sizeBytes(),
    markDeleted: (at) => store.markDeleted(at),
  });
}

test.each<Bug & { bug: string; rule: OrderViolation["rule"] }>([
  { bug: "does not ask for bans when a client recovers", rule: "ban", admitsBannedOnRecovery: true },
  {
    bug: "keeps a role that was taken, once it has slept",
    rule: "role",
    sabotage: withAuthority((authority) => ({
      saveRole: (given, append) => (given.role === "guest" ? append() : authority.saveRole(given, append)),
    })),
  },
  {
    bug: "forgets bans and mutes as it sleeps",
    rule: "ban",
    sabotage: withAuthority((authority) => ({
      sanctions: {
        load: () => authority.sanctions.load().filter(({ kind }) => kind === "hide"),
        save: (sanction) => authority.sanctions.save(sanction),
        delete: (sanction) => authority.sanctions.delete(sanction),
      },
    })),
  },
  {
    bug: "forgets as it sleeps who wrote last in slow mode",
    rule: "slow mode",
    sabotage: withAuthority(() => ({ lastPosts: () => new Map() })),
  },
  {
    bug: "shows hidden messages once it has slept",
    rule: "hide",
    sabotage: withAuthority((authority) => ({
      sanctions: {
        load: () => authority.sanctions.load().filter(({ kind }) => kind !== "hide"),
        save: (sanction) => authority.sanctions.save(sanction),
        delete: (sanction) => authority.sanctions.delete(sanction),
      },
    })),
  },
])("the simulation detects a room that $bug", ({ bug: _description, rule, ...bug }) => {
  const checked = fc.check(
    fc.property(fc.array(orderStep, LENGTH), (steps) => {
      const violations = orderViolations(perform(steps, bug));
      expect(violations.filter((violation) => violation.rule === rule)).toEqual([]);
    }),
    { numRuns: 300, endOnFailure: true },
  );
  expect(checked.failed).toBe(true);
});
