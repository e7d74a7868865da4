import { html } from "hono/html";
import type { Language } from "../../locales/languages-info.ts";
import type { RoomPresentation } from "../../room/presentation.ts";
import type { RoomName } from "../../text/room-names.ts";
import { languageDirection } from "../../text/language-tag.ts";
import { pageLocale } from "../page-locale.ts";
import type { Head, Html } from "./layout.ts";
import { pageText } from "./page-text.ts";

export interface PresentedRoom {
  readonly room: RoomName;
  readonly language: Language;
  readonly presentation: RoomPresentation;
}

/** What a room is called. */
export function roomTitle({ room, presentation }: Pick<PresentedRoom, "room" | "presentation">): string {
  return presentation.title || room;
}

/** Attributes of an element with the title or topic of a room: in its own direction, unless the room has a language. */
export function roomTextAttributes({ presentation }: Pick<PresentedRoom, "presentation">): Html {
  return textAttributes(presentation.language);
}

/** The same for the BCP 47 tag of the room's language, empty for none. */
export function textAttributes(language: string): Html {
  return language === "" ? html`` : html`lang="${language}" dir="${languageDirection(language)}"`;
}

/** What a room's pages say of it in the tab, and where their link is shown in other apps (SPEC HTTP-23). */
export function roomPreview(page: PresentedRoom): Pick<Head, "title" | "description" | "indexed" | "locale"> {
  const { language, presentation } = page;
  const title = roomTitle(page);
  const description = pageText(language, pageLocale(language).pages.roomDescription, { room: title });
  return {
    title: `${title} · Majlis`,
    description: presentation.topic || description,
    indexed: presentation.isListed,
    ...(presentation.language === "" ? {} : { locale: presentation.language }),
  };
}
