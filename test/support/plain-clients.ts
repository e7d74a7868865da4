/** Minimal third-party clients in several environments, with one interface: they send strings and list received lines. */
import { once } from "node:events";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { endChild, readLines, startChild } from "./child-process.ts";
import { eventually } from "./eventually.ts";
import { RawSocket } from "./raw-socket.ts";

export interface PlainClient {
  readonly name: string;
  publish(text: string): Promise<void>;
  /** everything received so far, as `Name: text` */
  receivedLines(): Promise<readonly string[]>;
  leave(): Promise<void>;
}

export interface RoomLocation {
  readonly port: number;
  readonly room: string;
}

function pathOf(room: string, name: string): string {
  return `/r/${room}?name=${encodeURIComponent(name)}`;
}

/** A page of another site, as in a first WebSocket tutorial: open, send a string, append `event.data`. */
export async function joinFromBrowser({ port, room }: RoomLocation, browser: Browser): Promise<PlainClient> {
  const html = `<!doctype html><meta charset="utf-8"><ol id="lines"></ol><script>
    const lines = document.getElementById("lines");
    const room = new WebSocket("ws://127.0.0.1:${port}${pathOf(room, "Browser")}");
    room.onmessage = (event) => {
      lines.appendChild(document.createElement("li")).textContent = event.data;
    };
    function publish(text) {
      if (room.readyState === WebSocket.OPEN) room.send(text);
    }
  </script>`;
  const site = createServer((_, response) => response.setHeader("Content-Type", "text/html").end(html));
  site.listen(0, "127.0.0.1");
  await once(site, "listening");
  const address = site.address();
  if (address === null || typeof address === "string") throw new Error("the site has no port");
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${address.port}/`);
  await page.waitForSelector("#lines li");
  return {
    name: "Browser",
    publish: (text) =>
      page.evaluate(
        (message) => (globalThis as unknown as { publish(text: string): void }).publish(message),
        text,
      ),
    receivedLines: () => page.locator("#lines li").allTextContents(),
    async leave() {
      await page.close();
      site.close();
      site.closeAllConnections();
    },
  };
}

/** A Python program with the `websockets` library. */
export async function joinFromPython({ port, room }: RoomLocation, python: string): Promise<PlainClient> {
  const script = fileURLToPath(new URL("../interop/bare_strings.py", import.meta.url));
  const child = startChild(python, [script, `ws://127.0.0.1:${port}${pathOf(room, "Python")}`]);
  const received: string[] = [];
  const stderrLines: string[] = [];
  readLines(child.stdout, (line) => received.push(JSON.parse(line) as string));
  readLines(child.stderr, (line) => stderrLines.push(line));
  await eventually("Python has joined", () => {
    if (stderrLines.length > 0) throw new Error(stderrLines.join("\n"));
    return received.length > 0;
  });
  return {
    name: "Python",
    publish: async (text) => void child.stdin.write(`${JSON.stringify(text)}\n`),
    receivedLines: async () => received,
    leave: () => endChild(child),
  };
}

/** A terminal with wscat: no subprotocol, one line per frame. */
export async function joinFromTerminal({ port, room }: RoomLocation): Promise<PlainClient> {
  const socket = await RawSocket.open({ port, path: pathOf(room, "Terminal") });
  await eventually("the terminal has joined", () => socket.texts.length > 0);
  return {
    name: "Terminal",
    publish: async (text) => socket.sendText(text),
    receivedLines: async () => socket.texts,
    leave: async () => socket.destroy(),
  };
}

/** A client that offers majlis.v1, so its frames are JSON. */
export async function joinWithJson({ port, room }: RoomLocation): Promise<PlainClient> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${pathOf(room, "Json")}`, "majlis.v1");
  const received: string[] = [];
  let joined = false;
  socket.addEventListener("message", ({ data }) => {
    for (const event of [JSON.parse(String(data))].flat() as {
      type: string;
      text?: string;
      from?: { name: string };
    }[]) {
      if (event.type === "welcome") joined = true;
      if (event.type === "message") received.push(`${event.from?.name}: ${event.text}`);
    }
  });
  await eventually("the JSON client has joined", () => joined);
  return {
    name: "Json",
    publish: async (text) => socket.send(JSON.stringify({ type: "publish", id: crypto.randomUUID(), text })),
    receivedLines: async () => received,
    leave: async () => socket.close(),
  };
}
