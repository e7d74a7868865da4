/** A page in a room of five hundred messages a second: with compressed frames and, to compare, with text frames. */
import type { Page } from "playwright-core";
import { variant } from "../../support/browser-variant.ts";
import { pause } from "../../support/eventually.ts";
import type { PageEnvironment } from "./environment.ts";
import { pageMetric, type PageMetric } from "./figures.ts";
import { interactionDelays, longestTaskMs, observeResponsiveness, slowDownCpu } from "./long-tasks.ts";
import { joinMembers, sendMessages } from "./talk.ts";

const ROOM = "storm";
/** So many that a window brings over 1 KiB: less is not compressed (SPEC FAN-7). */
const MEMBERS = 100;
const MESSAGES_PER_SECOND = 500;
const WARM_MS = 4_000;
const MEASURED_MS = 12_000;
const WRITE_EVERY_MS = 2_000;
const TYPING_DELAY_MS = 100;
/** In an order in which what slows the machine down for a while slows down both. */
const ROUNDS = ["text", "deflate", "deflate", "text"] as const;
/** What counts as no worse than with text frames: rounds of the same differ by as much. */
const NOISE = 1.1;

interface Round {
  readonly frames: (typeof ROUNDS)[number];
  readonly longestMs: number;
  readonly p98Ms: number;
}

export async function measureStorm(environment: PageEnvironment): Promise<PageMetric[]> {
  const pool = await joinMembers(environment, ROOM, MEMBERS);
  const rounds: Round[] = [];
  for (const frames of ROUNDS) {
    const endsAt = performance.now() + WARM_MS + MEASURED_MS;
    const [round] = await Promise.all([
      measureRound(environment, frames, endsAt),
      sendMessages(pool, MESSAGES_PER_SECOND, endsAt),
    ]);
    rounds.push(round);
  }
  const longest = lowest(rounds, "longestMs");
  const delay = lowest(rounds, "p98Ms");
  const where = `${MESSAGES_PER_SECOND} messages a second, 4x slower CPU, lower of two rounds`;
  return [
    comparison(`${where}: longest task`, longest),
    comparison(`${where}: p98 of interactions (INP)`, delay),
  ];
}

type Figures = Readonly<Record<Round["frames"], number>>;

function lowest(rounds: readonly Round[], figure: "longestMs" | "p98Ms"): Figures {
  const of = (frames: Round["frames"]) =>
    Math.min(...rounds.filter((round) => round.frames === frames).map((round) => round[figure]));
  return { text: of("text"), deflate: of("deflate") };
}

function comparison(name: string, { text, deflate }: Figures): PageMetric {
  const control = Math.round(text);
  return pageMetric(`${name}, compressed frames (text frames: ${control} ms)`, deflate, "ms", {
    atMost: Math.round(text * NOISE),
  });
}

async function measureRound(
  environment: PageEnvironment,
  frames: Round["frames"],
  endsAt: number,
): Promise<Round> {
  const context = await environment.browser.newContext(variant("phone", "light", "en"));
  // Else a first visitor is asked for a name, in the composer's place.
  await context.addInitScript(() => localStorage.setItem("majlis:name-asked", "1"));
  // A page asks for compressed frames where it can inflate them.
  if (frames === "text")
    await context.addInitScript(() => Reflect.deleteProperty(globalThis, "DecompressionStream"));
  const page = await context.newPage();
  const socket = page.waitForEvent("websocket");
  await page.goto(environment.url(ROOM));
  if ((await socket).url().includes("frames=deflate") !== (frames === "deflate"))
    throw new Error(`the page did not ask for ${frames} frames`);
  await page.locator("#write").waitFor();
  await slowDownCpu(page);
  await pause(WARM_MS);
  await observeResponsiveness(page);
  await writeUntil(page, endsAt);
  const round = {
    frames,
    longestMs: await longestTaskMs(page),
    p98Ms: (await interactionDelays(page)).p98Ms,
  };
  await context.close();
  return round;
}

async function writeUntil(page: Page, endsAt: number): Promise<void> {
  for (let written = 1; performance.now() + WRITE_EVERY_MS < endsAt; written++) {
    await page.locator("#write").tap();
    await page.keyboard.type(`still here ${written}`, { delay: TYPING_DELAY_MS });
    await page.getByRole("button", { name: "Send", exact: true }).tap();
    await pause(WRITE_EVERY_MS);
  }
}
