/** A link that may take the place of the one that is joined: until it does, it keeps what it brings. */
import { decodeEvents } from "../../protocol/decode-events.ts";
import type { RoomEvent } from "../../protocol/events.ts";
import type { Self } from "../../protocol/member.ts";
import type { Roster } from "../api.ts";
import type { LinkKind } from "../transport-fallback.ts";
import type { LinkClosure, Link, LinkEvents, LinkOptions } from "../link.ts";
import { rosterDiff } from "./roster-diff.ts";
import { SocketLink } from "./socket-link.ts";
import { StreamLink } from "./stream-link.ts";

export interface UpgradeCandidatePorts {
  /** who is joined: nobody else may take their place */
  self(): Self | undefined;
  roster(): Roster;
  /** it could take over now */
  welcomed(): void;
  failed(): void;
}

export class UpgradeCandidate implements LinkEvents {
  readonly kind: LinkKind;
  readonly #ports: UpgradeCandidatePorts;
  /** bounded by the room, which lets go of a reader who says nothing (SPEC FLOW-2, SSE-4) */
  #buffered: RoomEvent[] = [];
  #link: Link | undefined;
  #isWelcomed = false;
  #target: LinkEvents | undefined;

  constructor(kind: LinkKind, ports: UpgradeCandidatePorts) {
    this.kind = kind;
    this.#ports = ports;
  }

  /** The link, once it could take over. */
  get welcomedLink(): Link | undefined {
    return this.#isWelcomed ? this.#link : undefined;
  }

  open(options: LinkOptions): void {
    try {
      this.#link = this.kind === "websocket" ? new SocketLink(options) : new StreamLink(options);
    } catch {
      this.#ports.failed();
    }
  }

  close(): void {
    this.#link?.close();
  }

  /** From now on what comes goes to `successor`, and first what came so far: as one frame, which ends where it must. */
  handOver(target: LinkEvents): void {
    this.#target = target;
    target.frame(JSON.stringify(this.#buffered.splice(0).flatMap((event) => this.#toSessionEvents(event))));
    target.activity();
  }

  frame(frame: string): void {
    if (this.#target !== undefined) return this.#target.frame(frame);
    this.#buffered.push(...decodeEvents(frame));
    if (!this.#isWelcomed) this.#checkWelcome(this.#buffered[0]);
  }

  activity(): void {
    this.#target?.activity();
  }

  closed(closure: LinkClosure): void {
    if (this.#target === undefined) this.#ports.failed();
    else this.#target.closed(closure);
  }

  #checkWelcome(first: RoomEvent | undefined): void {
    const isUsable = first?.type === "welcome" && first.recovered && first.self.id === this.#ports.self()?.id;
    this.#isWelcomed = isUsable;
    if (isUsable) this.#ports.welcomed();
    else this.#ports.failed();
  }

  #toSessionEvents(event: RoomEvent): RoomEvent[] {
    if (event.type !== "welcome") return [event];
    return [rosterDiff(this.#ports.roster(), event.members) ?? []].flat();
  }
}
