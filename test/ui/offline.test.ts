import { describe, expect, test } from "vitest";
import { isNotificationClick, pageToFocus } from "../../src/service-worker/notification-click.ts";
import { cacheNames, staleCaches, cacheStrategy, type AppShell } from "../../src/service-worker/app-shell.ts";
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

describe("what the service worker keeps", () => {
  test.each([
    ["/r/tea", "room"],
    ["/r/tea?lang=ar", "room"],
    ["/r/tea?help", "page"],
    ["/r/tea/plain", "page"],
    ["/r/tea/transcript", "page"],
    ["/", "page"],
  ])("gone to, %s is a %s", (path, expected) => {
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
  ])("asked for by a page, %s is %s", (path, expected) => {
    expect(handling(path)).toBe(expected);
  });

  test("what is sent, and what is in a frame, is left alone", () => {
    expect(handling("/r/tea", { ...navigation, method: "POST" })).toBe("none");
    expect(handling("/r/tea/embed", { mode: "navigate", destination: "iframe" })).toBe("none");
  });

  test("caches of other versions are removed; this version's and other people's stay", () => {
    const { assets, rooms } = cacheNames("new");
    const names = [assets, rooms, ...Object.values(cacheNames("old")), "of-something-else"];
    expect(staleCaches(names, "new")).toEqual(Object.values(cacheNames("old")));
  });
});

describe("a notification that is pressed", () => {
  const page = (url: string, visibilityState = "hidden") => ({ url: `${ORIGIN}${url}`, visibilityState });

  test("leads to a page of its room, to one that can be seen if there is any", () => {
    const [hidden, seen] = [page("/r/tea?lang=ar"), page("/r/tea#3", "visible")];
    expect(pageToFocus([page("/r/tea/embed"), hidden, seen], "/r/tea")).toBe(seen);
    expect(pageToFocus([hidden, page("/r/tealeaf", "visible")], "/r/tea")).toBe(hidden);
    expect(pageToFocus([page("/"), page("/r/tealeaf")], "/r/tea")).toBeUndefined();
  });

  test("is told of in words that no other message has", () => {
    expect(isNotificationClick({ type: "majlis:pressed", seq: 3 })).toBe(true);
    for (const other of [undefined, null, "majlis:pressed", { type: "other" }, {}])
      expect(isNotificationClick(other)).toBe(false);
  });
});

describe("the offline page goes on by itself", () => {
  function startRetries() {
    const waits: number[] = [];
    const due: (() => void)[] = [];
    const state = { isReachable: false, asked: 0, reached: 0 };
    const retryNow = retryWithBackoff({
      isReachable: async () => {
        state.asked++;
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

  test("it asks ever less often, and never gives up", async () => {
    const { state, waits, pass } = startRetries();
    for (let times = 0; times < 6; times++) await pass();
    expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    expect(state).toMatchObject({ asked: 6, reached: 0 });
    state.isReachable = true;
    await pass();
    expect(state.reached).toBe(1);
  });

  test("the network is back: it asks at once, once, and leaves no timer behind", async () => {
    const { state, due, retryNow, pass } = startRetries();
    state.isReachable = true;
    retryNow();
    retryNow();
    await pass();
    expect(state).toMatchObject({ asked: 1, reached: 1 });
    expect(due).toEqual([]);
  });
});
