/** The events of a room (SPEC, "Events"): the schema of each, and its traits. */
import type * as v from "@badrap/valita";
import { EVENT_TRAITS, type EventType } from "./traits.ts";
import { DURABLE_EVENTS } from "./events/durable.ts";
import { echoEventSchema } from "./events/echo.ts";
import { errorSchema } from "./events/error.ts";
import { flowEventSchema } from "./events/flow.ts";
import { lanesEventSchema } from "./events/lanes.ts";
import { moreSchema } from "./events/more.ts";
import { pageSchema } from "./events/page.ts";
import { presenceSchema } from "./events/presence.ts";
import { readEventSchema } from "./events/read.ts";
import { signalEventSchema } from "./events/signal.ts";
import { deltaSchema, mapSchema } from "./events/state.ts";
import { storedSchema } from "./events/stored.ts";
import { timeEventSchema } from "./events/time.ts";
import { typingEventSchema } from "./events/typing.ts";
import { welcomeSchema } from "./events/welcome.ts";

/** Exactly one entry an event type, whose schema has that `type` and whose traits are those of the table of traits. */
export type EventTable = {
  readonly [Type in EventType]: { readonly schema: v.Type<{ type: Type }> } & (typeof EVENT_TRAITS)[Type];
};

export const EVENTS = {
  ...DURABLE_EVENTS,
  welcome: { schema: welcomeSchema, ...EVENT_TRAITS.welcome },
  presence: { schema: presenceSchema, ...EVENT_TRAITS.presence },
  typing: { schema: typingEventSchema, ...EVENT_TRAITS.typing },
  signal: { schema: signalEventSchema, ...EVENT_TRAITS.signal },
  lanes: { schema: lanesEventSchema, ...EVENT_TRAITS.lanes },
  echo: { schema: echoEventSchema, ...EVENT_TRAITS.echo },
  read: { schema: readEventSchema, ...EVENT_TRAITS.read },
  delta: { schema: deltaSchema, ...EVENT_TRAITS.delta },
  map: { schema: mapSchema, ...EVENT_TRAITS.map },
  page: { schema: pageSchema, ...EVENT_TRAITS.page },
  more: { schema: moreSchema, ...EVENT_TRAITS.more },
  stored: { schema: storedSchema, ...EVENT_TRAITS.stored },
  flow: { schema: flowEventSchema, ...EVENT_TRAITS.flow },
  time: { schema: timeEventSchema, ...EVENT_TRAITS.time },
  error: { schema: errorSchema, ...EVENT_TRAITS.error },
} as const satisfies EventTable;

export type EventOf<Type extends EventType> = v.Infer<(typeof EVENTS)[Type]["schema"]>;
export type RoomEvent = { [Type in EventType]: EventOf<Type> }[EventType];
