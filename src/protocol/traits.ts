/**
 * The one list of commands and the one of events (SPEC, "Commands", "Events"), with how the room treats each: without
 * their schemas, so that an SDK can carry them. `test/vectors/commands.json` holds the same for SDKs in other languages.
 */

import type { Role } from "./roles.ts";

export interface CommandTraits {
  /** The least role that may send it (SPEC ID-8). */
  readonly minRole: Role;
  /** What it changes is up to the setting `write` (SPEC SET-4). */
  readonly writes: boolean;
  /** Rate-limited per member, address and room, because it is stored or broadcast to everyone (SPEC LIM-1). */
  readonly rated: boolean;
  /** Broadcast to everyone and never answered; dropped under load, as it may be lost (SPEC EPH-1 to EPH-3, LIM-4). */
  readonly lossy: boolean;
  /** Leads to a durable event: one that is stored, numbered and replayed (SPEC LOG-1). */
  readonly durable: boolean;
}

export const COMMAND_TRAITS = {
  publish: { minRole: "guest", writes: true, rated: true, lossy: false, durable: true },
  edit: { minRole: "guest", writes: true, rated: true, lossy: false, durable: true },
  delete: { minRole: "guest", writes: false, rated: true, lossy: false, durable: true },
  restore: { minRole: "guest", writes: true, rated: true, lossy: false, durable: true },
  react: { minRole: "guest", writes: true, rated: true, lossy: false, durable: true },
  state: { minRole: "guest", writes: true, rated: true, lossy: false, durable: true },
  typing: { minRole: "guest", writes: true, rated: false, lossy: true, durable: false },
  signal: { minRole: "guest", writes: true, rated: false, lossy: true, durable: false },
  read: { minRole: "guest", writes: false, rated: false, lossy: true, durable: false },
  rename: { minRole: "guest", writes: false, rated: true, lossy: false, durable: false },
  history: { minRole: "reader", writes: false, rated: false, lossy: false, durable: false },
  map: { minRole: "reader", writes: false, rated: false, lossy: false, durable: false },
  authenticate: { minRole: "reader", writes: false, rated: true, lossy: false, durable: false },
  claim: { minRole: "guest", writes: false, rated: true, lossy: false, durable: false },
  configure: { minRole: "moderator", writes: false, rated: true, lossy: false, durable: true },
  role: { minRole: "owner", writes: false, rated: true, lossy: false, durable: true },
  moderate: { minRole: "moderator", writes: false, rated: true, lossy: false, durable: true },
  clear: { minRole: "owner", writes: false, rated: true, lossy: false, durable: true },
  revoke: { minRole: "guest", writes: false, rated: true, lossy: false, durable: false },
  flow: { minRole: "reader", writes: false, rated: false, lossy: false, durable: false },
  time: { minRole: "reader", writes: false, rated: false, lossy: false, durable: false },
} as const satisfies Record<string, CommandTraits>;

export type CommandType = keyof typeof COMMAND_TRAITS;

export type DurableCommandType = {
  [Type in CommandType]: (typeof COMMAND_TRAITS)[Type]["durable"] extends true ? Type : never;
}[CommandType];

export function isCommandType(type: string): type is CommandType {
  return Object.hasOwn(COMMAND_TRAITS, type);
}

/** True if the command leads to a durable event, unless it changes nothing. */
export function isDurableCommand<Command extends { readonly type: CommandType }>(
  command: Command,
): command is Command & { readonly type: DurableCommandType } {
  return COMMAND_TRAITS[command.type].durable;
}

/** True if the rate of commands of this type is limited per member, address and room. */
export function isRated(type: CommandType): boolean {
  return COMMAND_TRAITS[type].rated;
}

/** True if the setting `write` decides who may send commands of this type. */
export function isWriting(type: CommandType): boolean {
  return COMMAND_TRAITS[type].writes;
}

/** True if commands of this type are broadcast to everyone and may be dropped. */
export function isLossy(type: CommandType): boolean {
  return COMMAND_TRAITS[type].lossy;
}

export interface EventTraits {
  /** Stored, numbered by `seq` and replayed (SPEC LOG-1). */
  readonly durable: boolean;
}

export const EVENT_TRAITS = {
  welcome: { durable: false },
  message: { durable: true },
  edit: { durable: true },
  delete: { durable: true },
  restore: { durable: true },
  reaction: { durable: true },
  state: { durable: true },
  presence: { durable: false },
  typing: { durable: false },
  signal: { durable: false },
  lanes: { durable: false },
  echo: { durable: false },
  read: { durable: false },
  delta: { durable: false },
  map: { durable: false },
  page: { durable: false },
  more: { durable: false },
  stored: { durable: false },
  settings: { durable: true },
  role: { durable: true },
  moderation: { durable: true },
  clear: { durable: true },
  flow: { durable: false },
  time: { durable: false },
  error: { durable: false },
} as const satisfies Record<string, EventTraits>;

export type EventType = keyof typeof EVENT_TRAITS;
export type DurableType = {
  [Type in EventType]: (typeof EVENT_TRAITS)[Type]["durable"] extends true ? Type : never;
}[EventType];

/** True if this release knows events of this type. */
export function isEventType(type: string): type is EventType {
  return Object.hasOwn(EVENT_TRAITS, type);
}

/** True if this release knows events of this type as durable: one of a later release is unknown, durable or not. */
export function isDurable<Event extends { readonly type: string }>(
  event: Event,
): event is Event & { readonly type: DurableType } {
  return isEventType(event.type) && EVENT_TRAITS[event.type].durable;
}
