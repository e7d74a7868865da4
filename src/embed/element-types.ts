/**
 * The public types of `<majlis-room>`: the one source for the element itself and for the package's declarations, those for
 * React, Vue and Svelte too. Names that only a framework has are not here.
 */
import type { FrameMessage } from "../protocol/frame-messages.ts";

/** The attributes. Changes are followed; only another `room`, `src` or `mode` loads the frame again. */
export interface MajlisRoomAttributes {
  /** the room's name; `auto`, or none, is the room of the page, by its canonical link (SPEC EMBED-9) */
  readonly room?: string | undefined;
  /** the origin of the deployment; that of `embed.js` if absent */
  readonly src?: string | undefined;
  /** `bubble`: a button in the corner, which loads the room when it is opened first (SPEC EMBED-11) */
  readonly mode?: "inline" | "bubble" | undefined;
  /** the visitor's own if absent, or `auto` */
  readonly theme?: "auto" | "light" | "dark" | undefined;
  /** a BCP 47 tag; the language of the page if absent */
  readonly lang?: string | undefined;
  /** that of the page, else that of the language, if absent */
  readonly dir?: "ltr" | "rtl" | "auto" | undefined;
  /** `#rrggbb`; its lightness is adapted so that words stay readable */
  readonly accent?: string | undefined;
  /** a CSS length, a number of pixels, or `auto`: as high as the conversation (SPEC EMBED-13); `560px` if absent */
  readonly height?: string | number | undefined;
  /** the name of the frame, for assistive technology */
  readonly title?: string | undefined;
  /** `eager`: at once, not when it is near the view */
  readonly loading?: "lazy" | "eager" | undefined;
  /** a text for the empty composer; it is not sent */
  readonly draft?: string | undefined;
  /** shows the room without a composer; who may write is the room's own setting */
  readonly "read-only"?: "" | undefined;
  /** emits `majlis:message`; without it the page is not given what people write */
  readonly messages?: "" | undefined;
}

/** The name of an attribute. */
export type MajlisRoomAttribute = keyof MajlisRoomAttributes;

/** What the frame reports (SPEC EMBED-10); its question for a token is answered by `getToken`. */
type Report = Exclude<FrameMessage, { readonly type: "token" }>;

/** The `detail` of each event, by the event's name without `majlis:`. */
export type MajlisRoomDetails = {
  readonly [Type in Report["type"]]: Omit<Extract<Report, { readonly type: Type }>, "type">;
};

/** The events, by name. They bubble. */
export type MajlisRoomEvents = {
  readonly [Type in keyof MajlisRoomDetails as `majlis:${Type}`]: CustomEvent<MajlisRoomDetails[Type]>;
};

/** Returns a token of your site for its user (SPEC VOUCH-1); undefined for a guest. */
export type GetRoomToken = () => Promise<string | undefined> | string | undefined;

/** What the element has besides its attributes. */
export interface MajlisRoomMembers {
  /** asked at each join, and before a token expires; set it again when the page has another user (SPEC EMBED-12) */
  getToken: GetRoomToken | undefined;
  /** Puts a text into the empty composer; it is not sent. */
  draft(text: string): void;
  /** Opens a bubble, and moves the focus to where one writes. */
  focus(options?: FocusOptions): void;
}
