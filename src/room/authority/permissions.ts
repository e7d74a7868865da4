/** What the settings of a room allow a role (SPEC PRIV-1, SET-3, SET-4), and what requests require. What a command requires is in its traits. */
import { failure, type Failure } from "../../protocol/errors.ts";
import { isAtLeast, type Role } from "../../protocol/roles.ts";
import {
  isSettingName,
  READERS,
  SETTINGS,
  settingOf,
  WRITERS,
  type Readers,
  type RoomSettings,
  type Writers,
} from "../../protocol/settings.ts";

/** The least role of each request that is no command (SPEC HTTP-22). */
export const REQUEST_ROLES = {
  "POST /r/{room}/links": "moderator",
  "GET /r/{room}/links": "moderator",
  "DELETE /r/{room}/links/{id}": "moderator",
  "PUT /r/{room}/keys/{kid}": "owner",
  "GET /r/{room}/keys": "owner",
  "DELETE /r/{room}/keys/{kid}": "owner",
  "POST /r/{room}/revocations": "moderator",
  "POST /r/{room}/owner-key": "owner",
  "DELETE /r/{room}": "owner",
} as const satisfies Record<string, Role>;
export type ManagementRequest = keyof typeof REQUEST_ROLES;

/** Why nothing gives a role in a room without an owner. */
export const NO_ROLES = "A room without an owner has no roles to give.";

/** The roles in a sentence. */
const READERS_SENTENCE: { readonly [Name in Readers]: string } = {
  everyone: "You may not read here.",
  members: "Only members may read here.",
  moderators: "Only moderators may read here.",
};

const WRITERS_SENTENCE: { readonly [Name in Writers]: string } = {
  everyone: "You may only read here.",
  members: "Only members may write here.",
  moderators: "Only moderators may write here.",
};

/** Why `role` may not read a room with these settings; undefined if it may. */
export function readRefusal(settings: RoomSettings, role: Role, hasToken: boolean): Failure | undefined {
  const read = settingOf(settings, "read");
  if (isAtLeast(role, READERS[read])) return undefined;
  const refused = failure("members_only", READERS_SENTENCE[read]);
  return hasToken ? refused : { ...refused, status: 401 };
}

/** Why a page of `site` may not use a room with these settings (SPEC EMBED-5); undefined if it may, or no other site's page asks. */
export function siteRefusal(settings: RoomSettings, site: string | undefined): Failure | undefined {
  const origins = settingOf(settings, "embedOrigins");
  const isAllowed = site === undefined || origins.length === 0 || origins.includes(site);
  return isAllowed ? undefined : failure("forbidden", "This site's pages may not use the room.");
}

/** Why `role` may not write in a room with these settings; undefined if it may. */
export function writeRefusal(settings: RoomSettings, role: Role): Failure | undefined {
  const write = settingOf(settings, "write");
  return isAtLeast(role, WRITERS[write]) ? undefined : failure("read_only", WRITERS_SENTENCE[write]);
}

/** Why `role` may not change these settings; undefined if it may change all of them. */
export function changeRefusal(change: RoomSettings, role: Role): Failure | undefined {
  const refused = Object.keys(change).find(
    (name) => isSettingName(name) && !isAtLeast(role, SETTINGS[name].minRole),
  );
  return refused === undefined ? undefined : failure("forbidden", `Only the owner may change "${refused}".`);
}
