/** What all of a room's rules share: its ports, its memory, and its state, stored or not yet (SPEC ROOM-2). */
import { EMPTY_POSITION, type Position } from "../protocol/position.ts";
import type { Role } from "../protocol/roles.ts";
import { settingOf } from "../protocol/settings.ts";
import { guestName } from "../text/names.ts";
import type { Admission } from "./admission.ts";
import { Authority } from "./authority/authority.ts";
import { roleIn } from "./authority/role-in.ts";
import type { NewOwnership } from "./authority/store.ts";
import { HOUR_MS } from "../protocol/retention-hours.ts";
import type { Visitor } from "./authority/sanctions.ts";
import { VisibleLog } from "./authority/visible-log.ts";
import type { Failure } from "../protocol/errors.ts";
import type { RoomState } from "./context.ts";
import { DeletedMessages } from "./deleted-messages.ts";
import type { Credentials } from "./identity/identify.ts";
import { tokenSigner } from "./identity/guest-token.ts";
import { isFromAddress, markedId, newEpoch, newRoomKey } from "./identity/ids.ts";
import { UsedTickets } from "./identity/used-tickets.ts";
import { Vouchers } from "./identity/vouchers.ts";
import { announceCreation } from "./observe.ts";
import type { Effect } from "./outcome.ts";
import { NamesInUse } from "./names-in-use.ts";
import type { RoomPorts } from "./ports.ts";
import { Announcements } from "./rates/announcements.ts";
import { Arrivals } from "./rates/arrivals.ts";
import { Reads } from "./rates/reads.ts";
import { Throttle } from "./rates/throttle.ts";
import { RecentCommands } from "./recent-commands.ts";
import { MemberRoster } from "./roster.ts";
import type { Identity, Session } from "./session.ts";
import type { Revocations, RoomSeed, StateStore, StoredRoom } from "./store.ts";
import { UnwrittenLog } from "./unwritten-log.ts";
import { EphemeralKeys } from "./state/ephemeral-keys.ts";
import { PendingSets } from "./state/pending-sets.ts";
import { SharedState } from "./state/shared-state.ts";
import type { RetentionContext } from "./retention.ts";
import type { RoomSnapshot } from "./welcome.ts";

/** Messages in whose names a new guest's is looked for (SPEC ID-22). */
const NAMED_MESSAGES = 200;
/** Rows in which they are looked for, by the join that wakes the room, beside those of its page (HIST-5). */
const NAMED_ROWS = 1_000;

export class RoomCore {
  readonly roster = new MemberRoster();
  readonly names: NamesInUse;
  readonly throttle: Throttle;
  readonly announcements: Announcements;
  readonly reads: Reads;
  readonly arrivals: Arrivals;
  readonly usedTickets = new UsedTickets();
  readonly vouchers: Vouchers;
  private current: RoomState | undefined;
  /** the log of a room that was not stored when it woke */
  private unwritten: { readonly seed: RoomSeed; readonly log: UnwrittenLog } | undefined;
  /** when the room was created, in ms since 1970 */
  private createdAt = 0;

  /** @throws NewerSchemaError if the stored room is newer than this code */
  constructor(readonly ports: RoomPorts) {
    const vouchers = new Vouchers(ports.deploymentKeys, () => this.current?.authority);
    this.vouchers = vouchers;
    this.names = new NamesInUse(
      (skeleton) => this.roster.holdersOfSkeleton(skeleton),
      {
        authors: () => this.created?.stored.log.newestAuthors(NAMED_MESSAGES, NAMED_ROWS) ?? [],
        isFrom: (author, address) =>
          this.created !== undefined && isFromAddress(this.created.stored.key, author, address),
        get hasVouched() {
          return vouchers.any;
        },
      },
      ports.limits.nameGraphemes,
    );
    this.throttle = new Throttle(ports.limits);
    this.announcements = new Announcements(ports.limits);
    this.reads = new Reads(ports.limits);
    this.arrivals = new Arrivals(ports.limits);
    const stored = ports.store.open();
    if (stored === undefined) return;
    this.createdAt = stored.createdAt;
    this.current = this.initialize(stored);
  }

  /** The room as its members find it, stored or not yet; undefined until a client joins it or sends a command. */
  get state(): RoomState | undefined {
    return this.current;
  }

  /** The stored room: undefined until a socket's join, a ticket or a durable event creates it (SPEC ROOM-2). */
  get created(): RoomState | undefined {
    return this.unwritten?.log.isWritten === false ? undefined : this.current;
  }

  /** Of a room with members that is not stored: what their connections keep of it while it sleeps. */
  get seed(): RoomSeed | undefined {
    return this.created === undefined ? this.unwritten?.seed : undefined;
  }

  /** The room, without storing it. Without a `seed` of before it sleeps, its epoch and key are drawn. */
  begin(seed?: RoomSeed): RoomState {
    if (this.current !== undefined) return this.current;
    const { name, random, store } = this.ports;
    const drawn = seed ?? { epoch: newEpoch(random), key: newRoomKey(random) };
    const log = new UnwrittenLog((at, ownership) => {
      const created = store.create({ name, ...drawn, at, ownership });
      this.createdAt = at;
      return created.log;
    });
    this.unwritten = { seed: drawn, log };
    // The first revocation creates the room, as its first event does.
    const revocations: Revocations = {
      revokedUntil: (member) => store.revocations.revokedUntil(member),
      revoke: (member, until, options) => {
        log.write(until * 1000);
        return store.revocations.revoke(member, until, options);
      },
    };
    // So does the first key of its shared state.
    const state: StateStore = {
      load: () => (log.isWritten ? store.state.load() : []),
      save: (key) => {
        log.write(this.ports.clock.now());
        store.state.save(key);
      },
      remove: (key) => store.state.remove(key),
      clear: () => store.state.clear(),
      transaction: (work) => store.state.transaction(work),
    };
    this.current = this.initialize({ ...drawn, log, revocations, authority: store.authority, state });
    return this.current;
  }

  /**
   * The room in which a client is identified. A site's token counts also in a room that is not created yet, whose key then
   * gives its member an id; a token of the room's own does not.
   */
  stateFor({ vouched }: Pick<Credentials, "vouched">): RoomState | undefined {
    return vouched === undefined ? this.state : this.begin();
  }

  /** The room, created if it was not, with the effects of its creation. Only a room that is created now gets an owner. */
  create(
    now: number,
    ownership?: NewOwnership,
  ): { readonly state: RoomState; readonly effects: readonly Effect[] } {
    const wasCreated = this.created !== undefined;
    const state = this.begin();
    if (wasCreated) return { state, effects: [] };
    this.unwritten?.log.write(now, ownership);
    if (ownership !== undefined) state.authority.adopt(ownership);
    return { state, effects: announceCreation(state) };
  }

  /** The role of a session's member now; that of a reader who is no member is `reader` (SPEC OWN-1). */
  roleOf(session: Session, now: number): Role {
    if (this.current !== undefined) return roleIn(this.current, session, now);
    return session.invisible === true ? "reader" : "guest";
  }

  /** Why a visitor may not be here (SPEC MOD-6, MOD-7); undefined if they may. Every way into the room asks. */
  exclusionOf(visitor: Visitor, now: number): Failure | undefined {
    return this.current?.authority.sanctions.exclusionOf(visitor, now);
  }

  /** What the pages of the room have cost so far (see `Log.work`). */
  get work(): number {
    return this.created === undefined ? 0 : this.created.stored.log.work + this.created.shared.work;
  }

  /** What retention decides by; undefined where nothing is stored. */
  get retention(): RetentionContext | undefined {
    if (this.created === undefined) return undefined;
    const { store, limits, clock } = this.ports;
    const { stored, authority } = this.created;
    const hours = settingOf(authority.settings, "retentionHours");
    const retentionMs = hours === 0 ? limits.retentionMs : Math.min(limits.retentionMs, hours * HOUR_MS);
    return {
      log: stored.log,
      limits: { ...limits, retentionMs },
      expiresAt: settingOf(authority.settings, "expiresAt"),
      createdAt: this.createdAt,
      ownership: authority.isOwned ? authority : undefined,
      sizeBytes: () => store.sizeBytes(),
      now: clock.now(),
    };
  }

  /** What decides whether a client may join. */
  admission(now: number): Admission {
    return { limits: this.ports.limits, roster: this.roster, arrivals: this.arrivals, now };
  }

  /** The room as a client finds it that joins `state`. */
  snapshot(state: RoomState | undefined): RoomSnapshot {
    const { name, limits } = this.ports;
    const settings = state?.authority.settings ?? {};
    return {
      name,
      limits,
      settings,
      roster: this.roster,
      position: positionIn(state),
      shared: state?.shared,
    };
  }

  /** The position that readers are shown: that of the stored room. */
  position(): Position {
    return positionIn(this.created);
  }

  /** A new guest who keeps their name if they come back after the room has slept (SPEC ID-22). */
  marked<Guest extends Identity>(guest: Guest, address: string | undefined): Guest {
    const key = this.state?.stored.key;
    if (key === undefined || address === undefined || guest.name === guestName(guest.member)) return guest;
    return { ...guest, member: markedId(key, guest, address) };
  }

  private initialize(stored: Omit<StoredRoom, "createdAt">): RoomState {
    const { name, limits, policy } = this.ports;
    const authority = new Authority(stored.authority, stored.key, limits);
    const shared = new SharedState(stored.state, limits);
    return {
      name,
      stored,
      visible: new VisibleLog(stored.log, authority.sanctions),
      authority,
      signer: tokenSigner(stored, authority, this.vouchers, this.ports),
      limits,
      policy,
      roster: this.roster,
      names: this.names,
      recent: new RecentCommands(stored.log, limits.repeatRows),
      announcements: this.announcements,
      deleted: new DeletedMessages(limits),
      shared,
      pendingSets: new PendingSets(limits.stateStoreMs),
      ephemeralKeys: new EphemeralKeys(shared, (member) => this.roster.has(member)),
    };
  }
}

function positionIn(state: RoomState | undefined): Position {
  return state === undefined ? EMPTY_POSITION : { epoch: state.stored.epoch, seq: state.stored.log.newest };
}
