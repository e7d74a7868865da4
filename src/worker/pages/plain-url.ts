/** The URL of a room's page without JavaScript. */
import type { Language } from "../../locales/languages-info.ts";
import type { RoomName } from "../../text/room-names.ts";

export interface PlainView {
  readonly room: RoomName;
  /** prefills the name field; it identifies no member */
  readonly name?: string | undefined;
  /** the page ends before this message */
  readonly before?: number | undefined;
  /** chosen by `?lang=`; undefined follows the browser */
  readonly language?: Language | undefined;
  /** chosen by `?theme=`; undefined follows the setting */
  readonly theme?: "light" | "dark" | undefined;
  /** the page is in a frame, by `?view=embed` */
  readonly isFramed?: boolean;
  /** the frame shows no form, by `?read-only` (SPEC EMBED-14) */
  readonly isReadOnly?: boolean;
}

/** Without the name: what is in a URL is in the logs of servers. */
export function plainUrl(view: Omit<PlainView, "name">): string {
  const { room, before, language, theme, isFramed, isReadOnly } = view;
  const query = new URLSearchParams();
  if (before !== undefined) query.set("before", String(before));
  if (language !== undefined) query.set("lang", language);
  if (theme !== undefined) query.set("theme", theme);
  if (isFramed === true) query.set("view", "embed");
  if (isReadOnly === true) query.set("read-only", "");
  const path = `/r/${encodeURIComponent(room)}/plain`;
  return query.size === 0 ? path : `${path}?${query}`;
}
