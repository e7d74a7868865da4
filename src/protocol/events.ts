/** Everything a room tells (SPEC, "Events"). One file each; this one lists them. */
import type * as v from "@badrap/valita";
import { deleteEventSchema } from "./events/delete.ts";
import { editEventSchema } from "./events/edit.ts";
import { errorSchema } from "./events/error.ts";
import { flowEventSchema } from "./events/flow.ts";
import { messageSchema } from "./events/message.ts";
import { moreSchema } from "./events/more.ts";
import { pageSchema } from "./events/page.ts";
import { presenceSchema } from "./events/presence.ts";
import { reactionSchema } from "./events/reaction.ts";
import { settingsSchema } from "./events/settings.ts";
import { signalEventSchema } from "./events/signal.ts";
import { storedSchema } from "./events/stored.ts";
import { typingEventSchema } from "./events/typing.ts";
import { welcomeSchema } from "./events/welcome.ts";

export const EVENT_SCHEMAS = {
  welcome: welcomeSchema,
  message: messageSchema,
  edit: editEventSchema,
  delete: deleteEventSchema,
  reaction: reactionSchema,
  presence: presenceSchema,
  typing: typingEventSchema,
  signal: signalEventSchema,
  page: pageSchema,
  more: moreSchema,
  stored: storedSchema,
  settings: settingsSchema,
  flow: flowEventSchema,
  error: errorSchema,
} as const satisfies Record<string, v.Type<{ readonly type: string }>>;

export type EventType = keyof typeof EVENT_SCHEMAS;
export type EventOf<Type extends EventType> = v.Infer<(typeof EVENT_SCHEMAS)[Type]>;
export type RoomEvent = { [Type in EventType]: EventOf<Type> }[EventType];
