/** The context of all views: the conversation, the strings, and the page. */
import type { ReadonlySignal, Signal } from "@preact/signals";
import type { KeyValueStorage } from "../../client/api.ts";
import type { Author } from "../../protocol/member.ts";
import type { PageConfig } from "../browser/page-config.ts";
import type { MessageActions } from "../conversation/message-actions.ts";
import type { Composing } from "../conversation/composing.ts";
import type { Conversation } from "../conversation/conversation.ts";
import type { ForwardedMessage } from "../models/forwarded-message.ts";
import type { AnchorBox } from "../models/panel-placement.ts";
import type { Formats } from "../i18n/formats.ts";
import type { NotificationControls } from "../start-notifications.ts";
import type { Translate } from "../i18n/translate.ts";

/** A panel of message `seq`, anchored to `anchor`, which gets the focus back when the panel closes. */
export interface MessagePanel {
  readonly kind: "menu" | "emoji" | "reactors" | "replies";
  readonly seq: number;
  readonly anchor: HTMLElement;
  /** where the anchor was when the first panel opened: a toolbar goes with the mouse, and its buttons with it */
  readonly place?: AnchorBox;
}

/** Another's message, as it is shown to a moderator. */
export interface DeletableMessage {
  readonly seq: number;
  /** ms since 1970 */
  readonly at: number;
  readonly authorId: string;
  readonly authorName: string;
  readonly authorVia?: string | undefined;
  readonly authorVouched?: true | undefined;
  readonly text: string;
}

/** A dialog that covers the page. */
export type OpenDialog =
  /** opens another room */
  | { readonly name: "switcher" }
  /** chooses the room that a message is forwarded to */
  | { readonly name: "forward"; readonly message: ForwardedMessage }
  | { readonly name: "saved" }
  /** writes a poll into the composer */
  | { readonly name: "poll" }
  /** the owner key of this room */
  | { readonly name: "owner-key" }
  | { readonly name: "room-settings" | "links" | "signing-keys" | "audit" }
  /** asks a moderator before they delete another's message */
  | { readonly name: "delete-message"; readonly message: DeletableMessage }
  /** what can be done about a member; `seq`: of a message of theirs */
  | { readonly name: "member"; readonly member: Author; readonly seq?: number };

export interface RoomContext {
  readonly page: PageConfig;
  readonly conversation: Conversation;
  readonly composing: Composing;
  readonly storage: KeyValueStorage;
  readonly t: Translate;
  readonly formats: Formats;
  /** loads the message actions with the first call */
  readonly messageActions: () => Promise<MessageActions>;
  /** true in a frame whose page shows the room without a composer (SPEC EMBED-14) */
  readonly isReadOnly: Signal<boolean>;
  /** true until the user has chosen a name or skipped it: it is asked for in the composer's place */
  readonly asksName: Signal<boolean>;
  /** the open panel */
  readonly panel: Signal<MessagePanel | undefined>;
  /** the open dialog */
  readonly dialog: Signal<OpenDialog | undefined>;
  /** true while the window has space for a column beside the conversation */
  readonly isWide: ReadonlySignal<boolean>;
  /** true in the smallest frames */
  readonly isNarrow: ReadonlySignal<boolean>;
  /** false on a touch screen until a keyboard was used: no shortcuts are offered there */
  readonly hasKeyboard: Signal<boolean>;
  /** true while the dialog of keyboard shortcuts is open */
  readonly shortcuts: Signal<boolean>;
  /** loads the strings of the lazy parts */
  readonly loadStrings: () => Promise<void>;
  /** loads the strings of what owners and moderators use */
  readonly loadAdminStrings: () => Promise<void>;
  /** loads the notifications and their settings with the first call, at the latest once the room is joined */
  readonly notificationControls: () => Promise<NotificationControls>;
  /** moves the focus to the composer */
  readonly focusComposer: () => void;
}

let room: RoomContext;

/** Sets the context of all views, before the first one is rendered. A page has one room: a provider in the tree would only cost. */
export function provideRoom(context: RoomContext): void {
  room = context;
}

export function useRoom(): RoomContext {
  return room;
}
