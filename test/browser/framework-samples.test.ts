/** The samples of src/client/README.md for React, Vue and Svelte, compiled and used as a visitor does. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundleApp, moduleScript, type AppSource } from "../support/app-bundle.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { codeBlock } from "../support/code-blocks.ts";
import { watchFrameHiding } from "../support/frame-in-view.ts";
import { HostSite } from "../support/host-site.ts";

const DOCUMENT = "src/client/README.md";

const setup = setUpBrowser({}, "full");
let host: HostSite;

beforeAll(async () => {
  host = await HostSite.start();
});

afterAll(() => host?.stop());

/** Each mounts the sample's component for the room of its framework's name. */
const SAMPLES: Readonly<Record<string, () => AppSource>> = {
  react: () => ({
    main: `import { StrictMode } from "react";
      import { createRoot } from "react-dom/client";
      import { Room } from "./Room.tsx";
      createRoot(document.querySelector("main")).render(<StrictMode><Room name="react" /></StrictMode>);`,
    modules: { "Room.tsx": codeBlock(DOCUMENT, "tsx", "<majlis-room") },
  }),
  vue: () => ({
    main: `import { createApp } from "vue";
      import Room from "./Room.vue";
      createApp(Room, { name: "vue" }).mount("main");`,
    modules: { "Room.vue": codeBlock(DOCUMENT, "vue", "<majlis-room") },
  }),
  svelte: () => ({
    main: `import { mount } from "svelte";
      import Room from "./Room.svelte";
      mount(Room, { target: document.querySelector("main"), props: { name: "svelte" } });`,
    modules: { "Room.svelte": codeBlock(DOCUMENT, "svelte", "<majlis-room") },
  }),
};

describe.each(Object.keys(SAMPLES))("the sample for %s", (name) => {
  test("[EMBED-10] [EMBED-11] shows the room in its bubble, and in the page how much is unread", async () => {
    const bundle = await bundleApp((SAMPLES[name] as () => AppSource)());
    const { origin } = setup.server;
    const { page, context } = await setup.newUser();
    const warnings: string[] = [];
    page.on("console", (message) => message.type() === "warning" && warnings.push(message.text()));
    await context.addInitScript(() => {
      document.addEventListener("majlis:ready", () =>
        document.documentElement.setAttribute("data-ready", ""),
      );
    });
    await page.goto(
      host.serve({
        body: `<main></main><script async src="${origin}/embed.js"></script>${moduleScript(bundle)}`,
      }),
    );
    await page.getByRole("heading", { name: "Chat (0)" }).waitFor();
    await page.getByRole("button", { name: "Chat" }).click();
    await page.locator("[data-ready]").waitFor();
    await page.frameLocator("iframe").locator(".members-button:enabled").waitFor();
    const hidden = await watchFrameHiding(page);
    await page.getByRole("button", { name: "Chat" }).click();
    await hidden();

    const { status } = await fetch(`${origin}/r/${name}?name=Ana`, { method: "POST", body: "Is it open?" });
    expect(status).toBe(201);
    await page.getByRole("heading", { name: "Chat (1)" }).waitFor();
    expect(warnings.filter((text) => /vue|react|svelte|majlis/iu.test(text))).toEqual([]);
  });
});
