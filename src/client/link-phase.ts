/** The phases of a reconnecting link. */
import type { Link } from "./link.ts";

/** Fields exist only where they mean something. `since` is ms since 1970. */
export type LinkPhase =
  | { readonly name: "idle" }
  | LinkAttempt
  | { readonly name: "joined"; readonly link: Link; readonly since: number; isCaughtUp: boolean }
  /** for the next attempt */
  | { readonly name: "waiting" }
  | { readonly name: "closed" };

export interface LinkAttempt {
  readonly name: "attempting";
  link: Link | undefined;
  /** false while the application's token is awaited: a failure then is not the transport's */
  isOpening: boolean;
}
