import { signal } from "@preact/signals";
import { languageDirection } from "../../text/language-tag.ts";
import type { Conversation } from "./conversation.ts";

interface NamedRoom {
  readonly conversation: Pick<Conversation, "settings">;
  readonly page: { readonly room: string };
}

/** The title of the page around this one, in a frame with that page's room (SPEC EMBED-9). */
export const pageTitle = signal<string>();

/** Attributes of an element with the title or topic of a room (SPEC SET-9). */
export function roomTextAttributes({ conversation }: Pick<NamedRoom, "conversation">): {
  readonly lang?: string;
  readonly dir: "auto" | "ltr" | "rtl";
} {
  const lang = conversation.settings.value.language;
  return lang === undefined ? { dir: "auto" } : { lang, dir: languageDirection(lang) };
}

/** What the room is called: its title, or else that of the page around it, or its name. */
export function roomTitle({ conversation, page }: NamedRoom): string {
  return conversation.settings.value.title ?? pageTitle.value ?? page.room;
}
