/** A link that may replace the current one: until it does, it buffers what it receives. */
import { decodeEvents } from "../../protocol/decode-events.ts";
import type { RoomEvent } from "../../protocol/events.ts";
import type { LinkKind } from "../transport-fallback.ts";
import type { Link, LinkClosure, LinkEvents, HttpLinkOptions, SessionView } from "../link.ts";
import { laterWelcome } from "./later-welcome.ts";
import { SocketLink } from "./socket-link.ts";
import { StreamLink } from "./stream-link.ts";

export interface UpgradeCandidatePorts {
  /** the session that is joined: only a link of the same member may replace the current one */
  readonly session: SessionView;
  /** It could take over now. */
  welcomed(): void;
  failed(): void;
}

export class UpgradeCandidate implements LinkEvents {
  readonly kind: LinkKind;
  readonly #ports: UpgradeCandidatePorts;
  /** bounded by the room, which drops a reader that does not confirm what it received (SPEC FLOW-2, SSE-4) */
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

  open(options: HttpLinkOptions): void {
    this.#link = this.kind === "websocket" ? new SocketLink(options) : new StreamLink(options);
    try {
      this.#link.open();
    } catch {
      this.#ports.failed();
    }
  }

  close(): void {
    this.#link?.close();
  }

  /** Forwards everything to `target` from now on, starting with the buffered events as one frame. */
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
    const isUsable =
      first?.type === "welcome" && first.recovered && first.self.id === this.#ports.session.self?.id;
    this.#isWelcomed = isUsable;
    if (isUsable) this.#ports.welcomed();
    else this.#ports.failed();
  }

  #toSessionEvents(event: RoomEvent): RoomEvent[] {
    if (event.type !== "welcome") return [event];
    return laterWelcome(this.#ports.session.roster, event);
  }
}
