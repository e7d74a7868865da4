/** What crawlers may fetch (SPEC HTTP-27), by the rules of RFC 9309 §2.2: the longest match counts, and of equals `Allow`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PROJECT_ROOT } from "../support/project-root.ts";

const rules = readFileSync(join(PROJECT_ROOT, "public/robots.txt"), "utf8")
  .split("\n")
  .flatMap((line) => {
    const [, kind, path] = /^(Allow|Disallow): (\S+)$/.exec(line) ?? [];
    return path === undefined ? [] : [{ allows: kind === "Allow", path }];
  });

function isAllowed(url: string): boolean {
  const matching = rules.filter(({ path }) => {
    const pattern = path.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${pattern.join(".*")}`).test(url);
  });
  const longest = Math.max(0, ...matching.map(({ path }) => path.length));
  return matching.length === 0 || matching.some(({ allows, path }) => allows && path.length === longest);
}

test.each(["/", "/privacy", "/assets/room.js", "/r/tea", "/r/tea?lang=ar", "/r/tea/embed", "/r/tea/plain"])(
  "[HTTP-27] a crawler sees %s, which says itself whether it may be found",
  (url) => expect(isAllowed(url)).toBe(true),
);

test.each(["socket", "events", "messages?limit=20", "transcript", "search", "members", "qr.svg", "settings"])(
  "[HTTP-27] a crawler joins no room and reads none: %s",
  (path) => expect(isAllowed(`/r/tea/${path}`)).toBe(false),
);
