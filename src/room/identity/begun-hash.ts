/**
 * A hash of texts that begin alike, as with a key: the beginning is hashed once. The copy in which the rest is hashed is used
 * again each time, as to make one takes as long as hashing a block.
 */
import type { Hash } from "@noble/hashes/utils.js";

export class BegunHash<State extends Hash<State>> {
  private readonly copy: State;
  private readonly digested: Uint8Array;

  /** @param begun the state behind the beginning */
  constructor(private readonly begun: State) {
    this.copy = begun.clone();
    this.digested = new Uint8Array(begun.outputLen);
  }

  /** The hash of the beginning with `bytes` behind it. */
  digest(bytes: Uint8Array): Uint8Array {
    this.begun._cloneInto(this.copy).update(bytes).digestInto(this.digested);
    return this.digested.slice();
  }
}
