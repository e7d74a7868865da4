import type { Author } from "./member.ts";

/** A page of the members who hold an emoji on a message (SPEC REACT-4). */
export interface HolderPage {
  /** in the order of their ids, each with the name under which they reacted */
  readonly holders: readonly Author[];
  readonly more: boolean;
  /** `after` of the request for the next page; present exactly if `more` is true */
  readonly after?: string;
}
