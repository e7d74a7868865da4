/** What every page of the demonstration does: its switches, and what its room reports. */
import { offerAccounts } from "./account.ts";
import { Arena } from "./arena/arena.ts";
import { applyChoices, isDark, keepChoices, languageOf, readChoices, type Choices } from "./choices.ts";
import { Four } from "./four/four.ts";
import { Letter } from "./letter/letter.ts";
import { printEvents } from "./print-events.ts";
import { setUpPlayground } from "./playground.ts";
import { openStudio } from "./studio.ts";

let choices = readChoices();
const languages = document.querySelector<HTMLSelectElement>("select[data-switch]");
const titles = document.querySelector("title")?.dataset;

function choose(change: Partial<Choices>): void {
  choices = { ...choices, ...change };
  keepChoices(choices);
  applyChoices(choices);
  show();
}

/** What styles cannot show: the title, and the rooms. Elements follow the language of the page by themselves. */
function show(): void {
  const language = languageOf(choices);
  document.title = titles?.[language] ?? document.title;
  if (languages !== null) languages.value = language;
  const room = document.querySelector("majlis-room");
  if (choices.theme === "auto") room?.removeAttribute("theme");
  else room?.setAttribute("theme", choices.theme);
  const frame = document.querySelector<HTMLIFrameElement>(".chat > iframe");
  if (frame !== null) followLanguage(frame, language);
}

/** A plain frame follows the colours of the page by `color-scheme`; its language is in its address. */
function followLanguage(frame: HTMLIFrameElement, lang: string): void {
  const url = new URL(frame.src);
  if (url.searchParams.get("lang") === lang) return;
  url.searchParams.set("lang", lang);
  frame.src = url.href;
}

languages?.addEventListener("change", () => choose({ lang: languages.value }));
document
  .querySelector("button[data-switch=theme]")
  ?.addEventListener("click", () => choose({ theme: isDark() ? "light" : "dark" }));
for (const shown of document.querySelectorAll("[data-origin]")) shown.textContent = location.origin;

show();
// The script of an article puts the element behind itself, perhaps later than this runs.
new MutationObserver((_, observer) => {
  if (document.querySelector("majlis-room") === null) return;
  observer.disconnect();
  show();
}).observe(document.body, { childList: true, subtree: true });

const list = document.querySelector(".events");
if (list !== null) printEvents(list);
setUpPlayground(document);
openStudio(document);
const arena = document.querySelector<HTMLElement>(".arena-page");
if (arena !== null) {
  Arena.open(arena).catch((problem: unknown) => {
    const shown = arena.querySelector(".error");
    if (shown !== null) shown.textContent = problem instanceof Error ? problem.message : String(problem);
  });
}
const four = document.querySelector<HTMLElement>(".four-page");
if (four !== null) Four.open(four);
const [letter, people] = [document.querySelector<HTMLElement>(".letter"), document.querySelector(".people")];
if (letter !== null && people !== null) Letter.open(letter, people);
await offerAccounts(document);
