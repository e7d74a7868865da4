/** What it takes a page on a slow phone to draw the longest messages that are made to be slow: as they arrive, and as history. */
import type { Browser, BrowserContext, CDPSession, Page } from "playwright-core";
import { ORDINARY, repeat } from "../../support/adversarial-texts.ts";
import { variant } from "../../support/browser-variant.ts";
import { pause } from "../../support/eventually.ts";
import { Publisher } from "../../support/publisher.ts";
import { PageEnvironment } from "../page/environment.ts";
import { pageMetric, type PageMetric } from "../page/figures.ts";
import { CPU_SLOWDOWN, slowDownCpu } from "../page/long-tasks.ts";
import { longestTaskCpuMs } from "../page/main-thread.ts";
import { median } from "../statistics.ts";
import { legalTexts, type LegalText } from "./legal-texts.ts";

const TARGET_MS = 50;
const ORDINARY_MESSAGES = 30;
/** Then the list has more of these texts than of ordinary ones, and a room is opened again. */
const TEXTS_A_ROOM = 15;
/** The texts that take longest are measured again, and the median counts. */
const CANDIDATES = 10;
const SHOWN = 4;
const ROUNDS = 5;
/** In which all of a message is made. */
const DRAWN_MS = 700;
const OPENED_MS = 3_000;
const HISTORY = 50;
/** To open a room takes as long for its scripts as for its messages. */
const MAX_TIMES_ORDINARY = 1.5;
const MAX_ORDINARY_BYTES = 4_000;

const CONTROLS: readonly LegalText[] = [
  { kind: "a short message", text: "hello there" },
  { kind: "4,000 ordinary letters", text: "some words and more ".repeat(200) },
  { kind: "a long text with markup", text: repeat(ORDINARY, MAX_ORDINARY_BYTES) },
];

interface DrawCost {
  readonly kind: string;
  readonly text: string;
  readonly ms: number;
}

/** The figures of the controls, of the slowest kinds, and of a room that is full of these. */
export async function measureDrawing(onProgress: (line: string) => void): Promise<readonly PageMetric[]> {
  const environment = await PageEnvironment.start();
  try {
    const scanned = await measureAll(environment, "scan", legalTexts(), 1, onProgress);
    const slowest = slowestFirst(scanned).slice(0, HISTORY);
    const again = [...CONTROLS, ...slowest.slice(0, CANDIDATES)];
    const costs = await measureAll(environment, "again", again, ROUNDS, onProgress);
    const controls = costs.slice(0, CONTROLS.length);
    const shown = slowestFirst(costs.slice(CONTROLS.length)).slice(0, SHOWN);
    onProgress("text: rooms full of them");
    const ordinaryMs = await openingMs(environment, "ordinary", CONTROLS.slice(1));
    const fullMs = await openingMs(environment, "full", slowest);
    return [
      ...controls.map(({ kind, ms }) => arrivalMetric(kind, ms)),
      ...shown.map(({ kind, ms }, index) =>
        arrivalMetric(`slowest of ${scanned.length} kinds, ${index + 1}: ${kind}`, ms),
      ),
      pageMetric(
        `a room of the ${HISTORY} slowest kinds opens (ordinary texts: ${Math.round(ordinaryMs)} ms)`,
        fullMs,
        "ms",
        { atMost: Math.round(MAX_TIMES_ORDINARY * ordinaryMs) },
      ),
    ];
  } finally {
    await environment.stop();
  }
}

function slowestFirst(costs: readonly DrawCost[]): readonly DrawCost[] {
  return costs.toSorted((a, b) => b.ms - a.ms);
}

function arrivalMetric(kind: string, ms: number): PageMetric {
  return pageMetric(`${kind}: longest task, ${CPU_SLOWDOWN}x slower CPU`, ms, "ms", { atMost: TARGET_MS });
}

/** The medians of the rounds, in the order of `texts`. */
async function measureAll(
  environment: PageEnvironment,
  name: string,
  texts: readonly LegalText[],
  rounds: number,
  onProgress: (line: string) => void,
): Promise<DrawCost[]> {
  const costs: DrawCost[] = [];
  for (let first = 0; first < texts.length; first += TEXTS_A_ROOM) {
    const group = texts.slice(first, first + TEXTS_A_ROOM);
    const times = group.map((): number[] => []);
    for (let round = 0; round < rounds; round++) {
      onProgress(`text: drawing ${first + 1} to ${first + group.length} of ${texts.length}`);
      const page = await SlowPage.open(environment, `text-${name}-${first}-${round}`);
      for (const [index, { text }] of group.entries()) times[index]?.push(await page.arrivalMs(text));
      await page.close();
    }
    for (const [index, { kind, text }] of group.entries())
      costs.push({ kind, text, ms: median(times[index] ?? []) ?? Number.NaN });
  }
  return costs;
}

/** A page with a short conversation, at whose end messages arrive. */
class SlowPage {
  readonly #context: BrowserContext;
  readonly #page: Page;
  readonly #devtools: CDPSession;
  readonly #publisher: Publisher;
  #seq = ORDINARY_MESSAGES;

  private constructor(page: Page, devtools: CDPSession, publisher: Publisher) {
    this.#context = page.context();
    this.#page = page;
    this.#devtools = devtools;
    this.#publisher = publisher;
  }

  static async open(environment: PageEnvironment, room: string): Promise<SlowPage> {
    await environment.fill(room, ORDINARY_MESSAGES);
    const page = await newPhone(environment.browser);
    await page.goto(environment.url(room));
    await page.locator(`[data-seq="${ORDINARY_MESSAGES}"]`).waitFor();
    const publisher = await Publisher.join(environment.url(room));
    await pause(OPENED_MS);
    const slowPage = new SlowPage(page, await slowDownCpu(page), publisher);
    // The first ones load and compile what no message has needed before.
    for (const text of [repeat(ORDINARY, MAX_ORDINARY_BYTES), "hello"]) await slowPage.arrivalMs(text);
    return slowPage;
  }

  /** CPU of the longest task while `text` arrives and is drawn. */
  arrivalMs(text: string): Promise<number> {
    return longestTaskCpuMs(this.#devtools, async () => {
      this.#publisher.publish(text);
      this.#seq++;
      await this.#page.locator(`[data-seq="${this.#seq}"]`).waitFor({ state: "attached" });
      await pause(DRAWN_MS);
    });
  }

  async close(): Promise<void> {
    this.#publisher.leave();
    await this.#context.close();
  }
}

/** CPU of the longest task while a room is opened whose newest messages are `texts`, repeated. */
async function openingMs(
  environment: PageEnvironment,
  room: string,
  texts: readonly Pick<LegalText, "text">[],
): Promise<number> {
  const publisher = await Publisher.join(environment.url(room));
  for (let count = 0; count < HISTORY; count++) publisher.publish(texts[count % texts.length]?.text ?? "");
  await pause(OPENED_MS);
  publisher.leave();
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const page = await newPhone(environment.browser);
    const devtools = await slowDownCpu(page);
    times.push(
      await longestTaskCpuMs(devtools, async () => {
        await page.goto(environment.url(room));
        await page.locator(`[data-seq="${HISTORY}"]`).waitFor({ state: "attached" });
        await pause(OPENED_MS);
      }),
    );
    await page.context().close();
  }
  return median(times) ?? Number.NaN;
}

async function newPhone(browser: Browser): Promise<Page> {
  return (await browser.newContext(variant("phone", "light", "en"))).newPage();
}
