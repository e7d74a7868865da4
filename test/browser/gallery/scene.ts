/** A scene of the gallery, and steps that lead to many. */
import type { Page } from "playwright-core";
import type { Language } from "../../../src/locales/languages.ts";
import type { LossyNetwork } from "../../support/lossy-network.ts";
import type { User } from "../../support/user.ts";
import type { SampleRoom } from "./sample-room.ts";

export interface SceneContext {
  readonly user: User;
  readonly origin: string;
  readonly language: Language;
  readonly sampleRoom: SampleRoom;
  /** for the one scene that loses it */
  readonly network: LossyNetwork;
  /** URL of a room that only this variant uses */
  readonly room: (name: string) => string;
}

export interface Scene {
  readonly name: string;
  /** the browser reports the error status to the console */
  readonly isErrorPage?: true;
  /** in a context of its own: it changes the network */
  readonly isIsolated?: true;
  /** brings the page there */
  readonly arrange: (sceneContext: SceneContext) => Promise<unknown>;
}

export async function open(user: User, url: string, until: string): Promise<void> {
  await user.page.goto(url);
  await user.page.locator(until).first().waitFor();
}

/** Clicks `button`, and waits for `opens`. */
export async function clickAndWait(
  { user: { page } }: SceneContext,
  button: string,
  opens: string,
): Promise<void> {
  await page.locator(button).first().click();
  await page.locator(opens).first().waitFor();
}

/** Closes what the previous scene left open, and waits until the page has noticed: it would close what is opened next. */
export async function closePanels(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const open of document.querySelectorAll<HTMLElement>(":popover-open")) open.hidePopover();
    for (const dialog of document.querySelectorAll<HTMLDialogElement>("dialog[open]")) dialog.close();
  });
  await page.waitForFunction(() => document.querySelector("dialog") === null);
}
