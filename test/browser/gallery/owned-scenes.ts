/** The scenes of a room's owner: its settings, links and key, and what is done about messages and members. */
import type { Locator, Page } from "playwright-core";
import { LOCALES } from "../../../src/locales/languages.ts";
import { createOwnedRoom, type OwnedRoom } from "../../support/owned-room.ts";
import { clickAndWait, closePanels, type Scene, type SceneContext } from "./scene.ts";

/** The room of each variant, by the name that only this variant uses. */
const rooms = new Map<string, Promise<OwnedRoom>>();

export const OWNED_SCENES: readonly Scene[] = [
  { name: "owner", arrange: enterAsOwner },
  { name: "owner-panel", arrange: openOwnerPanel },
  { name: "room-settings", arrange: (scene) => openFromPanel(scene, "roomSettings") },
  {
    name: "room-settings-wrong",
    async arrange(scene) {
      const { admin } = LOCALES[scene.language];
      const dialog = await openFromPanel(scene, "roomSettings");
      await dialog.getByRole("textbox", { name: admin.setting_title }).fill("x".repeat(101));
      await dialog.getByRole("textbox", { name: admin.setting_embedOrigins }).fill("no site");
      await dialog.getByRole("radio", { name: admin.expiryDate }).check();
      await dialog.getByLabel(admin.expiryTime).fill("2020-01-01T10:00");
      await dialog.getByText(admin.expiryWrong).scrollIntoViewIfNeeded();
    },
  },
  {
    name: "room-settings-state",
    async arrange(scene) {
      const { admin } = LOCALES[scene.language];
      const dialog = await openFromPanel(scene, "roomSettings");
      const rules = dialog.getByRole("group", { name: admin.setting_state });
      for (const prefix of ["score:", "two words"]) {
        await rules.getByRole("button", { name: admin.keyRuleAdd }).click();
        await rules.getByRole("textbox", { name: admin.keyRulePrefix }).last().fill(prefix);
      }
      await rules.getByText("_ ~ . : + = -").scrollIntoViewIfNeeded();
    },
  },
  {
    name: "room-settings-asking",
    async arrange(scene) {
      const { admin, lazy } = LOCALES[scene.language];
      const dialog = await openFromPanel(scene, "roomSettings");
      await dialog.getByRole("combobox", { name: admin.setting_retention }).selectOption("86400");
      await dialog.getByRole("button", { name: lazy.save, exact: true }).click();
      await dialog.getByText(admin.warning_deletes_messages).waitFor();
    },
  },
  {
    name: "deleting-room",
    async arrange(scene) {
      const { admin } = LOCALES[scene.language];
      const dialog = await openFromPanel(scene, "roomSettings");
      await dialog.getByRole("button", { name: admin.clearRoom }).click();
      await dialog.getByRole("button", { name: admin.deleteRoom }).click();
      await dialog.getByText(admin.deleteRoomText).waitFor();
    },
  },
  {
    name: "links",
    async arrange(scene) {
      const { admin } = LOCALES[scene.language];
      const dialog = await openFromPanel(scene, "links");
      await dialog.getByRole("combobox", { name: admin.linkUses }).selectOption("25");
      await dialog.getByRole("button", { name: admin.linkCreate }).click();
      await dialog.getByRole("listitem").last().scrollIntoViewIfNeeded();
    },
  },
  { name: "owner-key", arrange: (scene) => openFromPanel(scene, "ownerKey") },
  {
    name: "replacing-key",
    async arrange(scene) {
      const { admin } = LOCALES[scene.language];
      const dialog = await openFromPanel(scene, "ownerKey");
      await dialog.getByRole("button", { name: admin.replaceKey }).click();
      await dialog.getByRole("button", { name: admin.replaceKeyConfirm, exact: true }).waitFor();
    },
  },
  { name: "audit", arrange: (scene) => openFromPanel(scene, "audit", "li") },
  { name: "member", arrange: (scene) => openMember(scene) },
  {
    name: "banning",
    async arrange(scene) {
      const { admin } = LOCALES[scene.language];
      const dialog = await openMember(scene);
      await dialog.getByRole("radio", { name: admin.act_ban }).check();
      await dialog.getByRole("radio", { name: admin.actForGood }).check();
      await dialog.locator(".danger-button").click();
      await dialog.locator(".confirmation").waitFor();
    },
  },
  {
    name: "deleting-message",
    async arrange(scene) {
      const { page } = await enterAsOwner(scene);
      await page.locator(".scroller[data-controls]").waitFor();
      await page.locator(".message:not(.own)").last().focus();
      await page.keyboard.press("Delete");
      await page.locator("dialog[open] .message-preview").waitFor();
    },
  },
];

/** Opens the room of this variant as its owner; on a page that is there already, closes what the previous scene left open. */
async function enterAsOwner(scene: SceneContext): Promise<{ readonly page: Page }> {
  const { user, origin, room } = scene;
  const name = new URL(room("owned")).pathname.split("/").at(-1) ?? "";
  const created = rooms.get(name) ?? createRoom(origin, name);
  rooms.set(name, created);
  const { url, ownerKey } = await created;
  const { page } = user;
  if (page.url() === url) await closePanels(page);
  else {
    await page.goto(`${url}#key=${ownerKey}`);
    // That they are an owner now.
    await page.locator(".note").first().waitFor();
  }
  return user;
}

/** A room with texts in two scripts, two messages of a program, and something in its log. */
async function createRoom(origin: string, name: string): Promise<OwnedRoom> {
  const room = await createOwnedRoom(origin, name, {
    title: "Tea & cakes, شاي وكعك",
    topic: "What to bake on Thursday",
    announcement: "The kitchen is closed on Friday",
    slowModeSeconds: 30,
  });
  const headers = { Authorization: `Bearer ${room.ownerKey}`, "Content-Type": "application/json" };
  await fetch(`${room.url}/links`, {
    method: "POST",
    headers,
    body: JSON.stringify({ role: "moderator", uses: 5 }),
  });
  for (const body of ["من يريد كعكًا بالهيل؟", "Buy my cakes at https://cakes.example"])
    await fetch(`${room.url}?name=Omar`, { method: "POST", body });
  return room;
}

/** The settings of the page, which begin with what an owner manages. */
async function openOwnerPanel(scene: SceneContext): Promise<void> {
  await enterAsOwner(scene);
  await clickAndWait(scene, "[popovertarget='settings']", "#settings [aria-labelledby='admin-title'] button");
}

/** Opens a dialog from there. @param loaded a part of the dialog that is loaded */
async function openFromPanel(
  scene: SceneContext,
  label: "roomSettings" | "links" | "ownerKey" | "audit",
  loaded = "button",
): Promise<Locator> {
  await openOwnerPanel(scene);
  const { page } = scene.user;
  await page.locator("#settings").getByRole("button", { name: LOCALES[scene.language].admin[label] }).click();
  const dialog = page.locator("dialog[open]");
  await dialog.locator(loaded).first().waitFor();
  return dialog;
}

/** Opens the dialog about the author of the last message. */
async function openMember(scene: SceneContext): Promise<Locator> {
  const { page } = await enterAsOwner(scene);
  await page.locator(".scroller[data-controls]").waitFor();
  await page.locator(".message:not(.own)").last().focus();
  await page.keyboard.press("Shift+F10");
  await page.getByRole("menuitem").filter({ hasText: "Omar" }).click();
  const dialog = page.locator("dialog[open]");
  await dialog.locator(".admin-form .danger-button").waitFor();
  return dialog;
}
