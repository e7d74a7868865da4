/**
 * A room's settings (SPEC SET-1, SET-2): the default of each, and who may change it. Without their schemas, so that a page
 * can carry them.
 */
import type { Role } from "./roles.ts";
import type { KeyRule } from "./state-keys.ts";

/** Who may read, by the least role (SPEC PRIV-1). */
export const READERS = {
  everyone: "reader",
  members: "member",
  moderators: "moderator",
} as const satisfies Record<string, Role>;
export type Readers = keyof typeof READERS;

/** Who may write, by the least role (SPEC SET-4). */
export const WRITERS = {
  everyone: "guest",
  members: "member",
  moderators: "moderator",
} as const satisfies Record<string, Role>;
export type Writers = keyof typeof WRITERS;

interface SettingValues {
  /** what the room is called, where it is shown instead of its name */
  readonly title: string;
  readonly topic: string;
  /** a text that everyone is shown with the messages */
  readonly announcement: string;
  /** the BCP 47 tag of the language that the room is in (SPEC SET-9); empty for none */
  readonly language: string;
  readonly read: Readers;
  readonly write: Writers;
  /** the least time between two messages of a member or address (SPEC SET-5) */
  readonly slowModeSeconds: number;
  /** whether guests may send links (SPEC SET-6) */
  readonly guestLinks: boolean;
  /** for how long messages are kept; 0 for as long as the deployment keeps them (SPEC SET-7) */
  readonly retentionHours: number;
  /** when the room deletes itself, in ms since 1970; 0 for never (SPEC SET-8) */
  readonly expiresAt: number;
  /** the sites whose pages may show and use the room (SPEC EMBED-5); all if there are none */
  readonly embedOrigins: readonly string[];
  /** whether the room is in the deployment's list of rooms, as long as everyone may read it (SPEC LIST-1) */
  readonly listed: boolean;
  /** who may write which keys of the shared state (SPEC STATE-6) */
  readonly state: readonly KeyRule[];
}

export type SettingName = keyof SettingValues;

/** The texts of a room, each a line of at most so many characters (graphemes). */
export const SETTING_TEXTS = { title: 100, topic: 300, announcement: 300 } as const;
export type SettingText = keyof typeof SETTING_TEXTS;

export const MAX_SLOW_MODE_SECONDS = 21_600;

export const MAX_EMBED_ORIGINS = 20;

/** The settings that differ from their defaults. A room without an owner has none. */
export type RoomSettings = { readonly [Name in SettingName]?: SettingValues[Name] | undefined };

interface SettingTraits<Value> {
  /** its value in a room that does not set it */
  readonly default: Value;
  /** the least role that may change it */
  readonly minRole: Role;
}

export const SETTINGS: { readonly [Name in SettingName]: SettingTraits<SettingValues[Name]> } = {
  title: { default: "", minRole: "owner" },
  topic: { default: "", minRole: "owner" },
  announcement: { default: "", minRole: "moderator" },
  language: { default: "", minRole: "owner" },
  read: { default: "everyone", minRole: "owner" },
  write: { default: "everyone", minRole: "moderator" },
  slowModeSeconds: { default: 0, minRole: "moderator" },
  guestLinks: { default: true, minRole: "owner" },
  retentionHours: { default: 0, minRole: "owner" },
  expiresAt: { default: 0, minRole: "owner" },
  embedOrigins: { default: [], minRole: "owner" },
  listed: { default: false, minRole: "owner" },
  state: { default: [], minRole: "owner" },
};

/** The value of one setting in a room with these `settings`. */
export function settingOf<Name extends SettingName>(settings: RoomSettings, name: Name): SettingValues[Name] {
  return settings[name] ?? SETTINGS[name].default;
}

export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(SETTINGS, name);
}
