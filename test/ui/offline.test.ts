import { describe, expect, test } from "vitest";
import { isNotificationClick, pageToFocus } from "../../src/service-worker/notification-click.ts";
import { cacheNames, staleCaches, cacheStrategy, type AppShell } from "../../src/service-worker/app-shell.ts";
import { preferredLanguage, showLanguage } from "../../src/ui/offline/show-language.ts";
import { retryWithBackoff } from "../../src/ui/offline/retry-with-backoff.ts";

const ORIGIN = "https://majlis.test";
const shell: AppShell = {
  version: "new",
  urls: ["/offline", "/icon.svg"],
  roomScript: "/assets/room-AAAAAAAA.js",
};

function handling(path: string, request: Partial<Parameters<typeof cacheStrategy>[0]> = {}): string {
  const url = new URL(path, ORIGIN).href;
  return cacheStrategy(
    { method: "GET", mode: "cors", destination: "script", url, ...request },
    shell,
    ORIGIN,
  );
}

const navigation = { mode: "navigate", destination: "document" };

describe("the service worker's routes", () => {
  test.each([
    ["/r/tea", "room"],
    ["/r/tea?lang=ar", "room"],
    ["/r/tea?help", "page"],
    ["/r/tea/plain", "page"],
    ["/r/tea/transcript", "page"],
    ["/", "page"],
  ])("navigation to %s: %s", (path, expected) => {
    expect(handling(path, navigation)).toBe(expected);
  });

  test.each([
    ["/assets/room-3MWF7XDT.css", "asset"],
    ["/assets/chunk-JNEQOVB2.js", "asset"],
    ["/icon.svg", "asset"],
    ["/assets/majlis.js", "none"],
    ["/assets/manifest.json", "none"],
    ["/r/tea/messages?limit=20", "none"],
    ["/r/tea/events", "none"],
    ["/health", "none"],
    ["https://elsewhere.test/assets/room-3MWF7XDT.css", "none"],
  ])("subresource %s: %s", (path, expected) => {
    expect(handling(path)).toBe(expected);
  });

  test("other methods and frames are not handled", () => {
    expect(handling("/r/tea", { ...navigation, method: "POST" })).toBe("none");
    expect(handling("/r/tea/embed", { mode: "navigate", destination: "iframe" })).toBe("none");
  });

  test("caches of other versions are removed, but not the current one and those of other apps", () => {
    const { assets, rooms } = cacheNames("new");
    const names = [assets, rooms, ...Object.values(cacheNames("old")), "of-something-else"];
    expect(staleCaches(names, "new")).toEqual(Object.values(cacheNames("old")));
  });
});

describe("a clicked notification", () => {
  const page = (url: string, visibilityState = "hidden") => ({ url: `${ORIGIN}${url}`, visibilityState });

  test("focuses a page of its room, preferably a visible one", () => {
    const [hidden, seen] = [page("/r/tea?lang=ar"), page("/r/tea#3", "visible")];
    expect(pageToFocus([page("/r/tea/embed"), hidden, seen], "/r/tea")).toBe(seen);
    expect(pageToFocus([hidden, page("/r/tealeaf", "visible")], "/r/tea")).toBe(hidden);
    expect(pageToFocus([page("/"), page("/r/tealeaf")], "/r/tea")).toBeUndefined();
  });

  test("is posted to the page as a message that is recognized", () => {
    expect(isNotificationClick({ type: "majlis:pressed", seq: 3 })).toBe(true);
    for (const other of [undefined, null, "majlis:pressed", { type: "other" }, {}])
      expect(isNotificationClick(other)).toBe(false);
  });
});

describe("the offline page", () => {
  function startRetries() {
    const waits: number[] = [];
    const due: (() => void)[] = [];
    const state = { isReachable: false, checks: 0, reached: 0 };
    const retryNow = retryWithBackoff({
      isReachable: async () => {
        state.checks++;
        return state.isReachable;
      },
      timers: {
        after(ms, callback) {
          waits.push(ms);
          due.push(callback);
          return () => due.splice(due.indexOf(callback), 1);
        },
      },
      onReachable: () => state.reached++,
    });
    const pass = async () => {
      due.shift()?.();
      await Promise.resolve();
      await Promise.resolve();
    };
    return { state, waits, due, retryNow, pass };
  }

  test("polls with exponential backoff, and never gives up", async () => {
    const { state, waits, pass } = startRetries();
    for (let times = 0; times < 6; times++) await pass();
    expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    expect(state).toMatchObject({ checks: 6, reached: 0 });
    state.isReachable = true;
    await pass();
    expect(state.reached).toBe(1);
  });

  test("checks once when the network is back, and leaves no timer", async () => {
    const { state, due, retryNow, pass } = startRetries();
    state.isReachable = true;
    retryNow();
    retryNow();
    await pass();
    expect(state).toMatchObject({ checks: 1, reached: 1 });
    expect(due).toEqual([]);
  });
});

describe("the offline page", () => {
  const shown = (preferred: readonly string[]) => {
    const sections = ["en", "ar", "fa"].map((lang) => ({ lang, hidden: false }));
    showLanguage(sections, preferred);
    return sections.filter(({ hidden }) => !hidden).map(({ lang }) => lang);
  };

  test("is in the language of the settings, else in the reader's first that there is, else in its own", () => {
    expect(shown([preferredLanguage("theme=dark; lang=fa"), "ar-EG"])).toEqual(["fa"]);
    expect(shown([preferredLanguage("theme=dark; slang=fa"), "de-DE", "AR-eg", "en"])).toEqual(["ar"]);
    expect(shown([preferredLanguage(""), "de"])).toEqual(["en"]);
    expect(shown([])).toEqual(["en"]);
  });
});
