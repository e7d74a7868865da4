/**
 * Frames of one room in one page become one guest where storage and Web Locks are blocked (SPEC ID-10): one of them joins
 * without a token, and gives the one it gets to the others. BroadcastChannel works there, within one origin and one
 * top-level site.
 */

/** How long to listen for another frame that starts at the same time. */
const ELECTION_MS = 100;
/** A frame that hangs must not keep the others out of the room. */
const MAX_WAIT_MS = 5_000;

type SharingMessage =
  /** the sender joins without a token, unless a frame with a lower rank does */
  { readonly type: "joining"; readonly rank: number } | { readonly type: "guest"; readonly token: string };

export class GuestSharing {
  readonly #channel: BroadcastChannel;
  readonly #onToken: (token: string) => void;
  /** 0 once this frame may join without a token: then it does, whatever frame starts later */
  #rank: number;
  #token: string | undefined;
  #isFollower = false;
  #finish: (() => void) | undefined;

  /** @param onToken called with the token of the guest that another frame has become, or renamed */
  constructor(name: string, onToken: (token: string) => void, random = Math.random()) {
    this.#channel = new BroadcastChannel(name);
    this.#onToken = onToken;
    this.#rank = 1 + random;
    this.#channel.addEventListener("message", ({ data }: MessageEvent<SharingMessage>) =>
      this.#receive(data),
    );
  }

  /** Resolves once this frame may join: as the guest that `onToken` was called with, or else as a new one. */
  async awaitTurn(): Promise<void> {
    this.#post({ type: "joining", rank: this.#rank });
    await this.#wait(ELECTION_MS);
    if (this.#isFollower) await this.#wait(MAX_WAIT_MS);
    this.#rank = 0;
  }

  /** Gives the token of this frame's guest to the others. */
  share(token: string): void {
    this.#token = token;
    this.#post({ type: "guest", token });
  }

  #receive(message: SharingMessage): void {
    if (message.type === "guest") {
      this.#token = message.token;
      this.#onToken(message.token);
      this.#finish?.();
    } else if (this.#token !== undefined) this.#post({ type: "guest", token: this.#token });
    else if (message.rank < this.#rank) this.#isFollower = true;
    // The other may have been too late to hear it.
    else this.#post({ type: "joining", rank: this.#rank });
  }

  async #wait(ms: number): Promise<void> {
    if (this.#token !== undefined) return;
    await new Promise<void>((resolve) => {
      this.#finish = resolve;
      setTimeout(resolve, ms);
    });
  }

  #post(message: SharingMessage): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a BroadcastChannel has one origin
    this.#channel.postMessage(message);
  }
}
