/** What every view may need: the conversation, the words, and the page it is in. */
import type { Signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { KeyValueStorage } from "../../client/api.ts";
import type { PageConfig } from "../browser/page-config.ts";
import type { MessageActions } from "../conversation/message-actions.ts";
import type { Composing } from "../conversation/composing.ts";
import type { Conversation } from "../conversation/conversation.ts";
import type { Formats } from "../i18n/formats.ts";
import type { NotificationControls } from "../start-notifications.ts";
import type { Translate } from "../i18n/translate.ts";

/** A panel about message `seq`, beside `anchor`, which has the focus again when it closes. */
export interface MessagePanel {
  readonly kind: "menu" | "emoji" | "reactors";
  readonly seq: number;
  readonly anchor: HTMLElement;
}

export interface RoomContext {
  readonly page: PageConfig;
  readonly conversation: Conversation;
  readonly composing: Composing;
  readonly storage: KeyValueStorage;
  readonly t: Translate;
  readonly formats: Formats;
  /** what one does to messages that were said: its code comes when it is first wanted */
  readonly messageActions: () => Promise<MessageActions>;
  /** the panel that is open */
  readonly panel: Signal<MessagePanel | undefined>;
  /** true while the list of keyboard shortcuts is open */
  readonly shortcuts: Signal<boolean>;
  /** brings the words of the parts that are loaded later */
  readonly loadStrings: () => Promise<void>;
  /** what was chosen about being told, and who tells: comes once the room is joined */
  readonly notificationControls: () => Promise<NotificationControls>;
  /** puts the cursor where a message is written */
  readonly focusComposer: () => void;
}

/** Whatever is shown is shown inside a Room: it has no default. */
export const Room = createContext<RoomContext>(undefined as never);

export function useRoom(): RoomContext {
  return useContext(Room);
}
