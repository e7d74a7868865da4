/** Chooses the transport of each attempt, makes its link, and upgrades when a better one works (SPEC CLIMB-1 to CLIMB-6). */
import type { KeyValueStorage } from "./api.ts";
import type { JoinCredentials } from "./client-identity.ts";
import type { Environment, LazyParts } from "./environment.ts";
import type { JoinKey, Link, LinkEvents, LinkOptions } from "./link.ts";
import { TransportFallback, type LinkKind } from "./transport-fallback.ts";
import { transportMemory, type TransportMemory } from "./transport-memory.ts";
import type { TransportUpgrader, UpgradeHost } from "./transports/transport-upgrader.ts";
import type { HeldRequestSlot } from "./transports/held-request-slot.ts";
import { SocketLink } from "./transports/socket-link.ts";

export interface TransportSelectorOptions {
  readonly environment: Environment;
  readonly room: URL;
  readonly storage: KeyValueStorage;
}

/** The owner of the current link. */
export type TransportHost = Pick<UpgradeHost, "session" | "isOnline" | "swap">;

export class TransportSelector {
  readonly #environment: Environment;
  readonly #room: URL;
  readonly #memory: TransportMemory;
  readonly #fallback = new TransportFallback();
  #deflates: boolean;
  /** set by `start` */
  #host!: TransportHost;
  #upgrader: TransportUpgrader | undefined;
  #slot: HeldRequestSlot | undefined;
  #key: JoinKey;
  /** of the last attempt to upgrade: a session of its own, as it must not end the current link */
  #upgradeKey: JoinKey | undefined;

  constructor({ environment, room, storage }: TransportSelectorOptions) {
    this.#environment = environment;
    this.#room = room;
    this.#deflates = environment.inflateFrame !== undefined;
    this.#key = { session: environment.randomId(), generation: 0 };
    this.#memory = transportMemory(storage, room.origin, environment.now);
  }

  /** Starts from the transport that worked last time. */
  start(host: TransportHost): void {
    this.#host = host;
    this.#fallback.prefer(this.#memory.load());
  }

  /** ms from opening to the welcome, after which the attempt has failed. */
  get deadlineMs(): number {
    return this.#fallback.deadlineMs;
  }

  /** Looks for a better transport; undefined until one is needed. */
  get upgrader(): TransportUpgrader | undefined {
    return this.#upgrader;
  }

  /** Makes the link to try now. Rejects if its code cannot be loaded. */
  async createLink(credentials: JoinCredentials, events: LinkEvents): Promise<Link> {
    const { session, generation } = this.#key;
    this.#key = { session, generation: generation + 1 };
    const options = this.#linkOptions(credentials, this.#key, events);
    const { current } = this.#fallback;
    if (current === "websocket") return new SocketLink(options);
    const parts = await this.#environment.loadLazyParts();
    const Link = current === "events" ? parts.StreamLink : parts.PollLink;
    return new Link({ ...options, slot: this.#prepare(parts) });
  }

  /** The attempt was welcomed. */
  joined(): void {
    this.#fallback.joined();
    this.#upgrader?.start();
    // Later they may be gone: a deploy replaces them, and the page stays open.
    const { whenIdle, loadLazyParts } = this.#environment;
    whenIdle(() => void loadLazyParts().catch(() => undefined));
  }

  /** The attempt got no welcome. True if another transport is to be tried at once. */
  failed(): boolean {
    return this.#fallback.failed();
  }

  /** The current link proved to be stable: its transport comes first next time. */
  stable(): void {
    // That the other tabs have taken all streams says nothing about the network.
    if (this.#slot?.isRefused === true) return;
    this.#memory.save(this.#fallback.current);
  }

  /** A joined link was lost after `uptimeMs`. */
  lost(uptimeMs: number): void {
    this.#fallback.lost(uptimeMs);
  }

  /** A frame was damaged: what did it, such as a proxy, would do so to the next one too, so that there are none (SPEC FAN-9). */
  damaged(): void {
    this.#deflates = false;
  }

  /** Replaced the current link by one of a better transport. */
  upgraded(kind: LinkKind): void {
    this.#fallback.upgraded(kind);
    this.#key = this.#upgradeKey ?? this.#key;
    this.#upgrader?.start();
  }

  /** Makes what the transports other than WebSocket need, once. */
  #prepare({ TransportUpgrader, HeldRequestSlot }: LazyParts): HeldRequestSlot {
    const slot = (this.#slot ??= new HeldRequestSlot(this.#environment, this.#room.origin));
    this.#upgrader ??= new TransportUpgrader(this.#environment, {
      ...this.#host,
      better: () => this.#fallback.better,
      linkOptions: (events) => {
        this.#upgradeKey = { session: this.#environment.randomId(), generation: 1 };
        return {
          ...this.#linkOptions({ token: this.#host.session.self?.token }, this.#upgradeKey, events),
          slot,
        };
      },
    });
    return slot;
  }

  #linkOptions(credentials: JoinCredentials, key: JoinKey, events: LinkEvents): LinkOptions {
    return {
      platform: this.#environment,
      room: this.#room,
      session: this.#host.session,
      deflates: this.#deflates,
      credentials,
      key,
      events,
    };
  }
}
