/**
 * The one list of a room's events (SPEC, "Events") and their traits, without their schemas, so that an SDK can carry
 * it. `test/vectors/commands.json` holds the same for SDKs in other languages.
 */

export interface EventTraits {
  /** Stored, numbered by `seq` and replayed (SPEC LOG-1). */
  readonly durable: boolean;
}

export const EVENT_TRAITS = {
  welcome: { durable: false },
  message: { durable: true },
  edit: { durable: true },
  delete: { durable: true },
  reaction: { durable: true },
  presence: { durable: false },
  typing: { durable: false },
  signal: { durable: false },
  page: { durable: false },
  more: { durable: false },
  stored: { durable: false },
  settings: { durable: true },
  flow: { durable: false },
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
