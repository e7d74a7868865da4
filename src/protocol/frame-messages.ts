/** What a framed room and the page around it send each other (SPEC EMBED-8 to EMBED-10). */

/** The version of the messages. */
export const BRIDGE_VERSION = 1;

/** By `postMessage`, from the frame to its parent: asks for a port. */
export interface Hello {
  readonly type: "majlis:hello";
  readonly v: typeof BRIDGE_VERSION;
  /** of this load of the frame: one that was answered is not answered again */
  readonly id: string;
}

/** By `postMessage`, from the parent to the frame: the answer, with one port. */
export interface Connect {
  readonly type: "majlis:connect";
  readonly v: typeof BRIDGE_VERSION;
  readonly id: string;
  readonly config: FrameConfig;
}

/**
 * How the page around it wants the room to look, as its attributes say: the frame checks each value. What is null is the
 * room's own choice.
 */
export interface FrameConfig {
  /** auto, light or dark */
  readonly theme: string | null;
  /** BCP 47 */
  readonly lang: string | null;
  /** ltr or rtl */
  readonly dir: string | null;
  /** `#rrggbb` */
  readonly accent: string | null;
  /** true for `message` events */
  readonly messages: boolean;
  /** of the page, where the room is the page's; any text */
  readonly pageTitle: string | null;
  /** true for a room without a composer */
  readonly readOnly: boolean;
  /** true for `size` messages */
  readonly autoHeight: boolean;
}

/** Over the port, from the page to the frame. */
export type HostMessage =
  | { readonly type: "config"; readonly config: FrameConfig }
  /** moves the focus to where one writes */
  | { readonly type: "focus" }
  /** puts a text into the empty composer; it is not sent */
  | { readonly type: "draft"; readonly text: string }
  /** the answer to the frame's `token`: null for a guest, undefined where the page could not get one */
  | { readonly type: "token"; readonly id: number; readonly token?: string | null | undefined }
  /** the page has another user: the frame is to ask for their token */
  | { readonly type: "identity" };

/** Over the port, from the frame to the page. All but `token` become events of the element. */
export type FrameMessage =
  /** asks for the token of the page's user */
  | { readonly type: "token"; readonly id: number }
  | { readonly type: "ready"; readonly v: typeof BRIDGE_VERSION }
  /** the name of the connection's state */
  | {
      readonly type: "status";
      readonly state: "idle" | "connecting" | "online" | "reconnecting" | "offline" | "closed";
    }
  /** messages of others that came while the frame was not in view */
  | { readonly type: "unread"; readonly count: number }
  /** a live message, where the page asked for them */
  | {
      readonly type: "message";
      readonly seq: number;
      readonly author: string;
      readonly text: string;
      readonly own: boolean;
    }
  /** the height in px at which nothing in the room scrolls, where the page asked for it */
  | { readonly type: "size"; readonly height: number }
  /** a code of SPEC ERR-1, or of the SDK */
  | { readonly type: "error"; readonly code: string }
  /** Escape was pressed, and nothing in the room was open */
  | { readonly type: "close" };
