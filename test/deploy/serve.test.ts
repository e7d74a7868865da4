/** Self-hosting: `npm run serve` on bare workerd, as an operator runs and stops it. */
import { once } from "node:events";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { request, type RequestOptions } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PYTHON_WHEEL, VERSION } from "../../src/protocol/version.ts";
import { endChild, runChild } from "../support/child-process.ts";
import { LANGUAGES, LOCALES } from "../../src/locales/languages.ts";
import { DEMO_ADDRESSES, demoAddresses } from "../support/demo-addresses.ts";
import { PROJECT_ROOT } from "../support/project-root.ts";
import { pythonWithWebSockets } from "../support/python.ts";
import { wrongSecurityHeaders } from "../support/security-headers.ts";
import { serve, type Started } from "../support/serve-program.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const PYTHON_TIMEOUT = { timeoutMs: 120_000 };

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

  test("serves pages in languages that the Worker does not bundle", async () => {
    for (const language of LANGUAGES) {
      const page = await fetch(`${origin}/?lang=${language}`, { headers: { Accept: "text/html" } });
      expect(await page.text()).toContain(LOCALES[language].pages.tagline);
    }
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
    expect(await file.text()).toBe(readFileSync(join(PROJECT_ROOT, "public", script), "utf8"));
    const etag = file.headers.get("ETag") ?? "";
    const again = await fetch(`${origin}${script}`, { headers: { "If-None-Match": `W/${etag}` } });
    expect(again.status).toBe(304);
    const plain = await fetch(`${origin}/icon.svg`, { headers: { "Accept-Encoding": "identity" } });
    expect(plain.headers.get("Content-Encoding")).toBeNull();
    expect(await plain.text()).toContain("<svg");
    expect((await fetch(`${origin}/_headers`)).status).toBe(404);
    expect((await fetch(`${origin}/assets/nothing.js`)).status).toBe(404);
  });

  test("documents have addresses without .html, as on the platform", async () => {
    expect(await demoAddresses(origin)).toEqual(DEMO_ADDRESSES);
    const shop = await fetch(`${origin}/demo/shop`);
    expect(shop.headers.get("Content-Security-Policy")).toContain("require-trusted-types-for 'script'");
    expect(await shop.text()).toContain('<majlis-room room="demo-shop" mode="bubble"');
  });

  test("every page and file has the security headers, and Strict-Transport-Security behind a proxy with HTTPS", async () => {
    expect(await wrongSecurityHeaders(origin)).toEqual([]);
    const transportSecurity = async (path: string, headers: Record<string, string>) =>
      (await fetch(`${origin}${path}`, { headers })).headers.get("Strict-Transport-Security");
    for (const path of ["/", "/icon.svg", "/sw.js"]) {
      expect(await transportSecurity(path, { "X-Forwarded-Proto": "https" })).toBe("max-age=31536000");
      expect(await transportSecurity(path, {})).toBeNull();
    }
  });

  test("answers what has no address that can be read by 400", async () => {
    const { port } = new URL(origin);
    const statusOf = (options: RequestOptions) =>
      new Promise((resolve) => {
        request({ port, ...options }, (answer) => resolve(answer.resume().statusCode)).end();
      });
    for (const host of ["a b", "[::1", "a:99999", "%"])
      expect(await statusOf({ headers: { Host: host } })).toBe(400);
    for (const protocol of ["ht tp", "javascript", "data"])
      expect(await statusOf({ headers: { "X-Forwarded-Proto": protocol } })).toBe(400);
    expect(await statusOf({ method: "OPTIONS", path: "*" })).toBe(400);
  });

  test("ends a tunnel at once, and writes nothing of it", async () => {
    const { port } = new URL(origin);
    const passed = await new Promise((resolve) => {
      const asked = request({ port, method: "CONNECT", path: "127.0.0.1:80" });
      asked.once("connect", ({ statusCode }, socket, head) => {
        let bytes = head.length;
        socket.on("data", (data: Buffer) => (bytes += data.length));
        // Reset, where what was sent comes after the end.
        socket.once("error", () => undefined);
        socket.once("close", () => resolve([statusCode, bytes]));
        socket.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      });
      asked.end();
    });
    expect(passed).toEqual([200, 0]);
    expect(server.printed).toEqual([]);
  });

  test("counts rates by the address that the proxy gives, and trusts no client's own claim", async () => {
    const post = (headers: Record<string, string>) =>
      fetch(`${origin}/r/rates`, { method: "POST", headers, body: "hi" });
    // At the end of a burst, not behind it: after a second no more is refused, and a busy machine may take as long for it.
    const statusInBurst = async (headers: Record<string, string>) => {
      const burst = Array.from({ length: 60 }, () => ({ "X-Real-IP": "192.0.2.1" }));
      const answers = await Promise.all([...burst, headers].map(post));
      return answers.at(-1)?.status;
    };
    await expect
      .poll(() => statusInBurst({ "X-Real-IP": "192.0.2.1", "CF-Connecting-IP": "192.0.2.9" }))
      .toBe(429);
    expect(await statusInBurst({ "X-Real-IP": "192.0.2.2" })).toBe(201);
    // What a proxy appends to a list is its own word; what is before that was the client's.
    await expect.poll(() => statusInBurst({ "X-Real-IP": "192.0.2.9, 192.0.2.1" })).toBe(429);
  });

  test("[LIST-1] keeps the list of rooms, also over a restart", async () => {
    const body = JSON.stringify({ name: "tea-house", title: "Tea house", listed: true });
    const headers = { "Content-Type": "application/json", "X-Real-IP": "192.0.2.60" };
    expect((await fetch(`${origin}/rooms`, { method: "POST", headers, body })).status).toBe(201);
    const listed = async () =>
      (await fetch(`${origin}/rooms`, { headers: { Accept: "application/json" } })).json();
    const rooms = [{ name: "tea-house", title: "Tea house" }];
    // The room reports itself after it has answered.
    await expect.poll(listed).toMatchObject({ rooms });
    await stop(server);
    await start();
    expect(await listed()).toMatchObject({ rooms });
  });

  test("keeps no file of a room that was only read over a restart", async () => {
    const folder = join(data.path, "rooms/majlis-rooms");
    const emptyFiles = () =>
      readdirSync(folder).filter(
        (name) => name.endsWith(".sqlite") && statSync(join(folder, name)).size <= 4_096,
      );
    for (const name of ["read-a", "read-b"]) await (await fetch(`${origin}/r/${name}/messages`)).text();
    await stop(server);
    expect(emptyFiles().length).toBeGreaterThan(1);
    await start();
    expect(emptyFiles()).toEqual([]);
  });

  test("[LIM-15] counts the posts without a token of an address over all rooms", async () => {
    // Without a text nothing is stored, but it is counted.
    const post = async (room: number, ip: string) => {
      const headers = { "X-Real-IP": ip };
      const answer = await fetch(`${origin}/r/many-${room}`, { method: "POST", headers, body: " " });
      await answer.body?.cancel();
      return answer.status;
    };
    const statuses = await Promise.all(
      Array.from({ length: 600 }, (_, count) => post(count % 20, "192.0.2.50")),
    );
    expect(statuses.filter((status) => status === 400).length).toBeGreaterThanOrEqual(300);
    expect(statuses).toContain(429);
    expect(await post(0, "192.0.2.51")).toBe(400);
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

  test("keeps another server from its rooms, until it ends, however it ends", async () => {
    const second = await serve(data.path);
    expect([second.origin, second.child.exitCode, second.printed]).toEqual([
      undefined,
      1,
      [
        `Another server serves the rooms in ${data.path}. Stop it, or name another folder: npm run serve FOLDER`,
      ],
    ]);
    await fetch(`${origin}/r/kept?name=Ana`, { method: "POST", body: "still served" });
    const exited = once(server.child, "exit");
    process.kill(-(server.child.pid ?? 0), "SIGKILL");
    await exited;
    await start();
    expect(await (await fetch(`${origin}/r/kept/transcript`)).text()).toBe("Ana: still served\n");
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

test("[POLICY-2] [POLICY-3] a server for rooms of its operator takes the key from its environment", async () => {
  const data = temporaryFolder();
  const key = "k".repeat(32);
  const { child, origin, printed } = await serve(data.path, {
    POLICY: '{"createRooms":"operator","lobby":"hall"}',
    OPERATOR_KEY: key,
  });
  try {
    const create = (headers: Record<string, string>) =>
      fetch(`${origin}/rooms`, { method: "POST", headers, body: null });
    expect((await create({})).status).toBe(401);
    expect((await create({ Authorization: `Bearer ${key}x` })).status).toBe(401);
    const created = await create({ Authorization: `Bearer ${key}` });
    expect(created.status).toBe(201);
    const { name } = (await created.json()) as { name: string };
    const statusOf = async (room: string) => (await fetch(`${origin}/r/${room}/messages`)).status;
    expect([await statusOf(name), await statusOf("hall"), await statusOf("none")]).toEqual([200, 200, 404]);
    expect(printed).toEqual([]);
  } finally {
    await endChild(child, "SIGTERM");
    data.remove();
  }
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
  {
    variable: { POLICY: '{"embedOrigins":["https://shop.example/"]}' },
    sentence: 'POLICY: "embedOrigins" must be a list of at most 50 origins, such as "https://shop.example".',
  },
  {
    variable: { POLICY: '{"createRooms":"operator"}' },
    sentence: 'POLICY: "createRooms" is "operator", for which the secret OPERATOR_KEY must be set.',
  },
  {
    variable: { OPERATOR_KEY: "TooShort" },
    sentence: "OPERATOR_KEY must be a secret of at least 32 characters: letters, digits or any of -._~+/=.",
  },
  {
    variable: {
      SITE_KEYS:
        '[{"kid":"k1","iss":"https://shop.example","alg":"HS256","key":"TooShort","maxRole":"member"}]',
    },
    sentence:
      'SITE_KEYS: key 1: "key" must be a secret of at least 32 bytes in base64url without padding, or the JWK of one.',
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
