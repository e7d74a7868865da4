/** What each role may do, written by hand: what the tables of commands and settings have to say (SPEC ID-8, SET-4). */
import type { Role } from "../../src/protocol/roles.ts";
import type { Writers } from "../../src/protocol/settings.ts";
import type { CommandType } from "../../src/protocol/traits.ts";

export const FORBIDDEN: { readonly [Each in Role]: readonly CommandType[] } = {
  owner: [],
  moderator: ["role", "clear"],
  member: ["configure", "role", "moderate", "clear"],
  guest: ["configure", "role", "moderate", "clear"],
  reader: [
    "publish",
    "edit",
    "delete",
    "restore",
    "react",
    "state",
    "typing",
    "signal",
    "read",
    "rename",
    "claim",
    "configure",
    "role",
    "moderate",
    "clear",
    "revoke",
  ],
};

export const WRITING: readonly CommandType[] = [
  "publish",
  "edit",
  "restore",
  "react",
  "state",
  "typing",
  "signal",
];
/** Dropped without an answer where settings do not allow them. */
export const LOSSY: readonly CommandType[] = ["typing", "signal", "read"];

/** The roles that each value of `write` keeps from writing. */
export const READ_ONLY: { readonly [Each in Writers]: readonly Role[] } = {
  everyone: [],
  members: ["guest"],
  moderators: ["guest", "member"],
};

/** Changes the member of the stream that a request names: without one it is refused for that. */
export const NEEDS_STREAM: CommandType = "authenticate";
