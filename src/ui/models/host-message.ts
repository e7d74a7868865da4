/** Reads what the page around a frame sends: the page is another site's, so every field is checked (SPEC EMBED-10). */
import { BRIDGE_VERSION } from "../../protocol/frame-messages.ts";
import { cleanLine } from "../../text/clean-input.ts";
import { truncate } from "../../text/truncate.ts";

/** How the room is to look; what is undefined is the room's own choice. */
export interface HostConfig {
  readonly theme: "auto" | "light" | "dark";
  /** BCP 47 */
  readonly language: string | undefined;
  readonly direction: "ltr" | "rtl" | undefined;
  /** `#rrggbb` */
  readonly accent: string | undefined;
  readonly wantsMessages: boolean;
  /** what the page calls its room: a line, not empty */
  readonly roomTitle: string | undefined;
  readonly isReadOnly: boolean;
  /** true if the frame is to be as high as what it shows */
  readonly wantsHeight: boolean;
}

export type HostRequest =
  | { readonly type: "config"; readonly config: HostConfig }
  | { readonly type: "focus" }
  | { readonly type: "draft"; readonly text: string }
  /** null for a guest; undefined where the page could not get one */
  | { readonly type: "token"; readonly id: number; readonly token: string | null | undefined }
  | { readonly type: "identity" };

const MAX_DRAFT_UNITS = 4_000;
/** As long as the title that an owner may give a room. */
const MAX_TITLE_UNITS = 100;
const MAX_TITLE_SOURCE_UNITS = 1_000;
const COLOR = /^#[\da-f]{6}$/i;
/** At most as long as rooms take one; the room says what is wrong with it. */
const TOKEN = /^[^]{1,8192}$/;
const LANGUAGE_TAG = /^[a-z]{2,3}(-[a-z\d]{1,8})*$/i;

/** The configuration in the answer to hello `hello`; undefined if the message is none. */
export function parseConnect(data: unknown, hello: string): HostConfig | undefined {
  const { type, v, id, config } = fieldsOf(data);
  return type === "majlis:connect" && v === BRIDGE_VERSION && id === hello ? parseConfig(config) : undefined;
}

/** A message of the port; undefined for one that is unknown, or not as it should be. */
export function parseHostMessage(data: unknown): HostRequest | undefined {
  const { type, text, config, id, token } = fieldsOf(data);
  if (type === "focus" || type === "identity") return { type };
  if (type === "config") return { type, config: parseConfig(config) };
  if (type === "token" && typeof id === "number")
    return { type, id, token: token === null ? null : matching(token, TOKEN) };
  const isDraft = type === "draft" && typeof text === "string" && text.length <= MAX_DRAFT_UNITS;
  return isDraft ? { type, text } : undefined;
}

/** Every field that is not as it should be is the room's own choice. */
export function parseConfig(data: unknown): HostConfig {
  const { theme, lang, dir, accent, messages, readOnly, autoHeight, pageTitle } = fieldsOf(data);
  return {
    theme: theme === "light" || theme === "dark" ? theme : "auto",
    language: matching(lang, LANGUAGE_TAG),
    direction: dir === "ltr" || dir === "rtl" ? dir : undefined,
    accent: matching(accent, COLOR),
    wantsMessages: messages === true,
    roomTitle: typeof pageTitle === "string" ? toTitle(pageTitle) : undefined,
    isReadOnly: readOnly === true,
    wantsHeight: autoHeight === true,
  };
}

/** The beginning of `text` as a line; undefined if it is empty. */
function toTitle(text: string): string | undefined {
  const line = cleanLine(text.slice(0, MAX_TITLE_SOURCE_UNITS)).trim();
  return truncate(line, MAX_TITLE_UNITS) || undefined;
}

function matching(value: unknown, pattern: RegExp): string | undefined {
  return typeof value === "string" && pattern.test(value) ? value : undefined;
}

function fieldsOf(data: unknown): Readonly<Record<string, unknown>> {
  return Object(data) as Readonly<Record<string, unknown>>;
}
