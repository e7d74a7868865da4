/** The rooms whose owners list them. What is shown of them are untrusted texts: the direction of each is isolated. */
import { html } from "hono/html";
import { LANGUAGE_INFO, type Language } from "../../../locales/languages-info.ts";
import type { DirectoryEntry } from "../../../protocol/listed-room.ts";
import { pageLocale } from "../../page-locale.ts";
import type { Html } from "../layout.ts";
import { textAttributes } from "../room-preview.ts";
import type { LandingPage } from "./landing-page-attributes.ts";

/** Without any there is no section. */
export function listedRooms({ language, rooms = [] }: LandingPage): Html | string {
  if (rooms.length === 0) return "";
  const { listedTitle } = pageLocale(language).landing;
  const now = Date.now();
  return html`<section class="listed" aria-labelledby="listed-title">
    <h2 id="listed-title">${listedTitle}</h2>
    <ul>
      ${rooms.map((room) => listedRoom(room, timeSince(room.activeAt, now, language)))}
    </ul>
  </section>`;
}

function listedRoom({ name, title, topic, language, activeAt }: DirectoryEntry, activity: string): Html {
  const attributes = textAttributes(language);
  return html`<li>
    <a href="/r/${encodeURIComponent(name)}"
      >${title === "" ? html`<bdi>${name}</bdi>` : html`<bdi ${attributes}>${title}</bdi>`}</a
    >
    ${topic === "" ? "" : html`<p><bdi ${attributes}>${topic}</bdi></p>`}
    <p class="listed-details">
      ${title === "" ? "" : html`<bdi>${name}</bdi> · `}<time datetime="${new Date(activeAt).toISOString()}"
        >${activity}</time
      >
    </p>
  </li>`;
}

const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

/** "3 hours ago", in the largest unit of which there is one. */
function timeSince(time: number, now: number, language: Language): string {
  const [unit, unitMs] = UNITS.find(([, eachMs]) => now - time >= eachMs) ?? UNITS[UNITS.length - 1]!;
  const format = new Intl.RelativeTimeFormat(LANGUAGE_INFO[language].region, { numeric: "auto" });
  return format.format(-Math.max(0, Math.floor((now - time) / unitMs)), unit);
}
