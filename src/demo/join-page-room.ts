/** Joins the room that a page names, as the chat beside it does: under the same name, as the same member. */
import { joinRoom, type RoomClient } from "../client/index.ts";
import { safeStorage } from "../client/safe-storage.ts";
import { guestName } from "../ui/i18n/guest-name.ts";
import { localeFor } from "../ui/i18n/locale-for.ts";
import { preferredName } from "../ui/models/preferred-name.ts";

/** @param page names the room, and has what a guest is called in each language */
export function joinPageRoom({ dataset }: HTMLElement): RoomClient {
  const { lang } = document.documentElement;
  const name = preferredName(safeStorage()) ?? nameOfGuest(dataset[lang], lang);
  return joinRoom({
    url: new URL(dataset["room"] ?? "", location.href),
    ...(name === undefined ? {} : { name }),
  });
}

function nameOfGuest(template: string | undefined, lang: string): string | undefined {
  return template && guestName({ guestName: template }, localeFor(lang, navigator.languages));
}
