/** What a room looks like: a few static messages, and the deployment's lobby in their place on request. */
import { html } from "hono/html";
import type { PageLocale } from "../../../locales/locale.ts";
import { pageLocale } from "../../page-locale.ts";
import type { LandingPage } from "./landing-page-attributes.ts";
import type { Html } from "../layout.ts";

export function exampleSection(page: LandingPage): Html {
  const { region, landing } = pageLocale(page.language);
  return html`<section class="live" aria-labelledby="live-title">
    <div id="live-room" class="live-room">
      <h2 id="live-title" class="visually-hidden">${landing.exampleTitle}</h2>
      <ul class="example">
        ${landing.example.map((message, index) => exampleMessage(message, reactionAt(index, region)))}
      </ul>
    </div>
    ${lobbyLink(page)}
  </section>`;
}

/** By two people, on the second and the third message. */
const REACTIONS = [undefined, "❤️", "👍"] as const;

function reactionAt(index: number, region: string): string | undefined {
  const emoji = REACTIONS[index];
  return emoji === undefined ? undefined : `${emoji} ${new Intl.NumberFormat(region).format(2)}`;
}

type ExampleMessage = PageLocale["landing"]["example"][number];

/** `person` chooses the colour: the page's CSP allows no inline style. */
function exampleMessage({ name, person, text }: ExampleMessage, reaction: string | undefined): Html {
  return html`<li class="example-message person-${person}">
    <span class="avatar" aria-hidden="true">${Array.from(name)[0]}</span>
    <div>
      <p class="author"><bdi>${name}</bdi></p>
      <p class="text" dir="auto">${text}</p>
      ${reaction === undefined ? "" : html`<p class="example-reactions">${reaction}</p>`}
    </div>
  </li>`;
}

/** The script puts the lobby's frame in place of the example when the link is pressed; without it, the link remains. */
function lobbyLink({ language, lobby }: LandingPage): Html | string {
  if (lobby === undefined) return "";
  const strings = pageLocale(language).landing;
  const path = `/r/${encodeURIComponent(lobby)}`;
  return html`<div class="live-text">
    <p>${strings.lobbyText}</p>
    <a
      id="try-live"
      class="button"
      href="${path}"
      data-src="${path}/embed?lang=${language}"
      data-title="${strings.lobbyFrameTitle}"
      >${strings.lobbyTitle}</a
    >
  </div>`;
}
