/** The public face of the SDK. */
import type { AuditPage } from "../protocol/audit.ts";
import type { DurableEvent } from "../protocol/events/durable.ts";
import { FrameDecoder } from "../protocol/frame-decoder.ts";
import { exceedsBytes } from "../text/lengths.ts";
import type * as api from "./api.ts";
import { BaseRoomClient, type RoomClientOptions } from "./base-room-client.ts";
import { admission } from "./admission.ts";
import type { Environment } from "./environment.ts";
import { EventIterator } from "./event-iterator.ts";
import { foreseenError, toErrorEvent } from "./room-error.ts";
import { normalizeRoomUrl } from "./room-url.ts";
import { askTime, syncTime, type ServerTime } from "./time-sync.ts";
import { SharedState, type SharedStateApi } from "./shared-state.ts";
import { renewTokens } from "./token-renewal.ts";
import { whenOnline } from "./when-online.ts";

/**
 * One room, joined. Use `joinRoom` to create and start one.
 *
 * Iterating yields the durable events from now on, replayed or live, each once and in order, until the room is closed.
 * A loop that falls more than 10,000 events behind fails with `reader_too_slow`. A `reset` is not an event: an
 * application that keeps a copy of the messages listens to it too.
 */
export class RoomClient extends BaseRoomClient implements AsyncIterable<DurableEvent> {
  /** what the room's members share beside messages */
  readonly shared: SharedStateApi;
  readonly #environment: Environment;

  /** @internal @throws TypeError if `url` is not a URL */
  constructor(options: RoomClientOptions & { readonly key?: string | undefined }) {
    const { url, key, getToken, environment } = options;
    const entrance = { platform: environment, room: normalizeRoomUrl(url) };
    const decoder = new FrameDecoder();
    const decode = (frame: string) => decoder.decode(frame);
    super({ ...options, decode, ...(key === undefined ? {} : { admit: admission({ ...entrance, key }) }) });
    this.#environment = environment;
    this.shared = new SharedState(this, (command) => this.request(command), environment);
    if (getToken !== undefined) renewTokens(this, getToken, environment);
  }

  /**
   * Resolves with one page of what was done to members and settings, newest first, for moderators. Works and rejects as
   * `search` does.
   */
  audit(request: api.AuditRequest = {}): Promise<AuditPage> {
    return this.manage(({ requestAudit }, context) => requestAudit(context, request));
  }

  /**
   * Makes a link that gives a role to those who claim its key (SPEC OWN-7). Like all that follows up to `history` it uses
   * a request of its own, so it works while reconnecting, and rejects as `search` does.
   */
  createLink(request: api.LinkRequest): Promise<api.RoomLink> {
    return this.manage(({ createLink }, context) => createLink(context, request));
  }

  /** Resolves with the links that you may make, the first to expire first. */
  links(): Promise<readonly api.RoomLink[]> {
    return this.manage(({ listLinks }, context) => listLinks(context));
  }

  /** Revokes a link: from now on it gives no role. */
  revokeLink(id: string): Promise<void> {
    return this.manage(({ revokeLink }, context) => revokeLink(context, id));
  }

  /**
   * Deletes the room for good, as an owner: nothing of it is left, and its name cannot be used again (SPEC OWN-9). It closes
   * this client too, with the code 4509.
   */
  deleteRoom(): Promise<void> {
    return this.manage(({ deleteRoom }, context) => deleteRoom(context));
  }

  /** Replaces the room's owner key, as an owner: the old one is void at once (SPEC OWN-8). Resolves with the new one. */
  renewOwnerKey(): Promise<string> {
    return this.manage(({ renewOwnerKey }, context) => renewOwnerKey(context));
  }

  /**
   * Adds a key with which your site vouches for its users in this room, as an owner, or replaces the one named `kid` (SPEC
   * VOUCH-11): a public key, or a secret that only your site knows. Resolves with what the room keeps of it but the key.
   * This and what follows uses a request of its own, and rejects as `createLink` does.
   */
  putKey(kid: string, request: api.RoomKeyRequest): Promise<api.RoomKeyInfo> {
    return this.manage(({ putKey }, context) => putKey(context, kid, request));
  }

  /** Resolves with the room's keys, for owners, the oldest first: without what they consist of. */
  keys(): Promise<readonly api.RoomKeyInfo[]> {
    return this.manage(({ listKeys }, context) => listKeys(context));
  }

  /** Removes a key, as an owner: those for whom it vouched may only read until they sign in by another. */
  removeKey(kid: string): Promise<void> {
    return this.manage(({ removeKey }, context) => removeKey(context, kid));
  }

  /**
   * Revokes one token of a site in this room, by its `iss` and `jti`, as an owner or a moderator (SPEC VOUCH-14): it is
   * refused until its `exp`, and its member may only read until they sign in by another.
   */
  revokeSiteToken(request: api.TokenRevocation): Promise<void> {
    return this.manage(({ revokeSiteToken }, context) => revokeSiteToken(context, request));
  }

  /**
   * Sends JSON `data` to all members, or to some of them; with a `key` it replaces your last one with that key that the room
   * has not sent yet (SPEC EPH-2, EPH-4). A string for `options` is a member's id. Lossy: dropped while not online.
   */
  signal(data: unknown, options: api.SignalOptions | string = {}): void {
    const { link, session, events } = this.core;
    if (!link.isOnline) return;
    if (exceedsBytes(JSON.stringify(data) ?? "", session.limits.signalBytes)) {
      return events.emit("failure", toErrorEvent(foreseenError("too_large")));
    }
    link.send({ type: "signal", data, ...(typeof options === "string" ? { to: options } : options) });
  }

  /**
   * Compares your clock with the room's: asks a few times, one after the other, and trusts the fastest answer (SPEC
   * TIME-2). Waits until the room is joined, and resolves with its time from then on. Call it again after hours, or after
   * the machine slept.
   */
  async syncTime(options: api.SyncTimeOptions = {}): Promise<ServerTime> {
    const { session } = this.core;
    await whenOnline(this);
    return syncTime({ clock: this.#environment.now, ask: () => askTime(session) }, options);
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<DurableEvent> {
    const iterator = new EventIterator();
    if (this.state.name === "closed") iterator.end();
    else iterator.subscribe(this);
    return iterator;
  }
}

/** A started room, as applications see it. */
export type RoomApi = Omit<RoomClient, "start" | "manage">;
