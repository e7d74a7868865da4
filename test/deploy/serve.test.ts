/** Self-hosting: `npm run serve` on bare workerd, as an operator runs and stops it. */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PYTHON_WHEEL, VERSION } from "../../src/protocol/version.ts";
import { endChild, readLines, runChild, startChild, type Child } from "../support/child-process.ts";
import { PROJECT_ROOT } from "../support/project-root.ts";
import { pythonWithWebSockets } from "../support/python.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const PYTHON_TIMEOUT = { timeoutMs: 120_000 };

const NODE = join(PROJECT_ROOT, "node_modules/.bin/node");

interface Started {
  readonly child: Child;
  readonly printed: string[];
  /** `http://…`; undefined if the server ended without listening */
  readonly origin: string | undefined;
}

async function serve(folder: string, env: Readonly<Record<string, string>> = {}): Promise<Started> {
  const child = startChild(NODE, ["src/serve/serve.ts", folder], {
    cwd: PROJECT_ROOT,
    env: { ...process.env, PORT: "0", ...env },
  });
  const printed: string[] = [];
  readLines(child.stderr, (line) => printed.push(line));
  const origin = await new Promise<string | undefined>((resolve) => {
    readLines(child.stdout, (line) => {
      const [url] = /http:\/\/\S+/.exec(line) ?? [];
      if (url !== undefined) resolve(url);
    });
    child.once("exit", () => resolve(undefined));
  });
  return { child, printed, origin };
}

async function open(origin: string, path: string): Promise<WebSocket> {
  const socket = new WebSocket(`${origin.replace("http", "ws")}${path}`, ["majlis.v1"]);
  await next(socket, "message");
  return socket;
}

function next<Type extends keyof WebSocketEventMap>(socket: WebSocket, type: Type) {
  return new Promise<WebSocketEventMap[Type]>((resolve) =>
    socket.addEventListener(type, resolve, { once: true }),
  );
}

/** Stops the server by a signal to its process, or as Ctrl+C does, to its whole process group. */
async function stop({ child }: Started, by: "SIGTERM" | "Ctrl+C" = "SIGTERM"): Promise<number | null> {
  const exited = once(child, "exit");
  if (by === "SIGTERM") child.kill("SIGTERM");
  else process.kill(-(child.pid ?? 0), "SIGINT");
  const [code] = (await exited) as [number | null];
  return code;
}

describe("a self-hosted server", () => {
  const data = temporaryFolder();
  let server: Started;
  let origin: string;

  const start = async () => {
    server = await serve(data.path, { ADDRESS_HEADER: "X-Real-IP" });
    if (server.origin === undefined) throw new Error(server.printed.join("\n"));
    ({ origin } = server as { origin: string });
  };

  beforeAll(start);

  afterAll(async () => {
    await endChild(server.child, "SIGTERM");
    data.remove();
  });

  test("serves the page and its files, compressed and with the headers of a deployment", async () => {
    const page = await fetch(`${origin}/r/tea`, { headers: { Accept: "text/html" } });
    expect(page.headers.get("Content-Security-Policy")).toContain("default-src 'none'");
    const [, script = ""] = /src="(\/assets\/[^"]+\.js)"/.exec(await page.text()) ?? [];
    const file = await fetch(`${origin}${script}`);
    expect(Object.fromEntries(file.headers)).toMatchObject({
      "cache-control": "public, max-age=31536000, immutable",
      "content-encoding": "gzip",
      "content-type": "text/javascript; charset=utf-8",
      "x-content-type-options": "nosniff",
    });
    expect(await file.text()).toMatch(/^import/);
    const etag = file.headers.get("ETag") ?? "";
    const again = await fetch(`${origin}${script}`, { headers: { "If-None-Match": `W/${etag}` } });
    expect(again.status).toBe(304);
    const plain = await fetch(`${origin}/icon.svg`, { headers: { "Accept-Encoding": "identity" } });
    expect(plain.headers.get("Content-Encoding")).toBeNull();
    expect(await plain.text()).toContain("<svg");
    expect((await fetch(`${origin}/_headers`)).status).toBe(404);
    expect((await fetch(`${origin}/assets/nothing.js`)).status).toBe(404);
  });

  test("counts rates by the address that the proxy gives, and trusts no client's own claim", async () => {
    const post = (headers: Record<string, string>) =>
      fetch(`${origin}/r/rates`, { method: "POST", headers, body: "hi" });
    const burst = await Promise.all(Array.from({ length: 60 }, () => post({ "X-Real-IP": "192.0.2.1" })));
    expect(burst.map(({ status }) => status)).toContain(429);
    expect((await post({ "X-Real-IP": "192.0.2.1", "CF-Connecting-IP": "192.0.2.9" })).status).toBe(429);
    expect((await post({ "X-Real-IP": "192.0.2.2" })).status).toBe(201);
  });

  test("serves the Python SDK, which pip installs with its command", async () => {
    const venv = temporaryFolder();
    try {
      const python = await pythonWithWebSockets();
      await runChild(python, ["-m", "venv", "--system-site-packages", venv.path], PYTHON_TIMEOUT);
      const wheel = `${origin}/python/${PYTHON_WHEEL}`;
      const pip = ["-m", "pip", "install", "--no-index", "--no-deps", "--disable-pip-version-check", wheel];
      await runChild(join(venv.path, "bin/python"), pip, PYTHON_TIMEOUT);
      const say = ["send", `${origin}/r/wheel`, "from the wheel", "--name", "Py"];
      await runChild(join(venv.path, "bin/majlis"), say, PYTHON_TIMEOUT);
      expect(await (await fetch(`${origin}/r/wheel/transcript`)).text()).toBe("Py: from the wheel\n");
    } finally {
      venv.remove();
    }
  });

  test("the Python SDK's version is the product's", () => {
    const project = readFileSync(join(PROJECT_ROOT, "src/client/python/pyproject.toml"), "utf8");
    expect(project).toContain(`version = "${VERSION}"`);
  });

  test.each(["SIGTERM", "Ctrl+C"] as const)(
    "on %s closes the sockets as restarting and exits with 0; the history is there after a restart",
    async (by) => {
      const room = `/r/stopped-by-${by.replace("+", "-").toLowerCase()}`;
      const socket = await open(origin, `${room}/socket?name=Ana`);
      socket.send(JSON.stringify({ type: "publish", id: "1", text: "before the restart" }));
      await next(socket, "message");
      const stream = await fetch(`${origin}${room}/events?name=Bo`);
      const closed = next(socket, "close");
      const streamed = stream.text();
      expect(await stop(server, by)).toBe(0);
      expect((await closed).code).toBe(1012);
      expect(await streamed).toContain("event: welcome");
      expect(server.printed).toEqual([]);
      await start();
      const answer = await fetch(`${origin}${room}/transcript`);
      expect(await answer.text()).toBe("Ana: before the restart\n");
    },
  );
});

test.each([
  {
    variable: { LIMITS: '{"textGrafemes":1}' },
    sentence: 'LIMITS has no limit "textGrafemes"; src/protocol/limits.ts lists them all.',
  },
  {
    variable: { LOBBY: "a b" },
    sentence: "LOBBY must be the name of a room: 1 to 64 letters, digits, hyphens or underscores.",
  },
  { variable: { PORT: "http" }, sentence: "PORT must be a whole number from 0 to 65535." },
  {
    variable: { ADDRESS_HEADER: "X Real" },
    sentence: "ADDRESS_HEADER must be the name of a header, such as X-Real-IP.",
  },
])(
  "[LIM-6] a server does not start with $variable, and says why in one sentence",
  async ({ variable, sentence }) => {
    const data = temporaryFolder();
    try {
      const { child, printed, origin } = await serve(data.path, variable);
      expect([origin, child.exitCode, printed]).toEqual([undefined, 2, [sentence]]);
    } finally {
      data.remove();
    }
  },
);
