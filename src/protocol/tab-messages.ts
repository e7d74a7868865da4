/** What a tab and the frame that opened it send each other, both of our own origin (SPEC EMBED-16). */

/** By `postMessage`, from the tab to its opener, with one port for the answer. */
export interface TabRequest {
  readonly type: "majlis:sign-in";
}

/** Over the port: null for a guest, absent where the site could give no token now. */
export interface TabAnswer {
  readonly token?: string | null | undefined;
}
