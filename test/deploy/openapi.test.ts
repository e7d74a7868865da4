/** The description of the HTTP side, as a client's author takes it: from a running server, through a generator. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Validator } from "@seriousme/openapi-schema-validator";
import { EventSourceParserStream } from "eventsource-parser/stream";
import { generateSource } from "oazapfts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { endChild, runChild } from "../support/child-process.ts";
import { DescribedHttp, type ApiDocument, type Json } from "../support/described-http.ts";
import { PROJECT_ROOT } from "../support/project-root.ts";
import { serve, type Started } from "../support/serve-program.ts";
import { SigningKey } from "../support/site-tokens.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Within the project, so that it finds its runtime. */
const GENERATED = join(PROJECT_ROOT, "test/output/openapi-client.ts");

interface Answer {
  readonly status: number;
  readonly data: unknown;
}
type Call = (request: Json, options?: Json) => Promise<Answer>;

const data = temporaryFolder();
let server: Started;
let origin: string;
let served: Response;
let document: ApiDocument;
let api: Readonly<Record<string, Call>> & { readonly defaults: Record<string, unknown> };

beforeAll(async () => {
  server = await serve(data.path);
  if (server.origin === undefined) throw new Error(server.printed.join("\n"));
  ({ origin } = server as { origin: string });
  served = await fetch(`${origin}/openapi.json`, { headers: { Origin: "https://editor.example" } });
  document = (await served.clone().json()) as ApiDocument;
  mkdirSync(join(PROJECT_ROOT, "test/output"), { recursive: true });
  writeFileSync(
    GENERATED,
    await generateSource(structuredClone(document) as unknown as Parameters<typeof generateSource>[0], {
      argumentStyle: "object",
      useUnknown: true,
    }),
  );
  api = (await import(GENERATED)) as typeof api;
});

afterAll(async () => {
  await endChild(server.child, "SIGTERM");
  data.remove();
});

test("[HTTP-25] any origin may read /openapi.json, which is valid OpenAPI 3.1", async () => {
  expect(served.headers.get("Content-Type")).toBe("application/json");
  expect(served.headers.get("Access-Control-Allow-Origin")).toBe("*");
  expect(served.headers.get("Cache-Control")).toBe("no-cache");
  const validator = new Validator();
  expect(await validator.validate(structuredClone(document) as never)).toEqual({ valid: true });
  expect(validator.version).toBe("3.1");
});

test("[HTTP-25] the client that oazapfts generates from it compiles under the strictest options", async () => {
  const options = ["--noEmit", "--strict", "--skipLibCheck", "--target", "es2024", "--module", "nodenext"];
  await runChild(join(PROJECT_ROOT, "node_modules/.bin/tsc"), [...options, "--ignoreConfig", GENERATED], {
    cwd: PROJECT_ROOT,
    timeoutMs: 120_000,
  });
});

/** Calls operations of the generated client, and compares each answer with the description. */
function callerOf(http: DescribedHttp) {
  Object.assign(api.defaults, { baseUrl: origin, fetch: http.fetch });
  return async (
    operation: string,
    request: Json = {},
    { token, ...headers }: Readonly<Record<string, string>> = {},
  ): Promise<Json> => {
    const call = api[operation];
    if (call === undefined) throw new Error(`no operation ${operation}`);
    const authorization = token === undefined ? {} : { Authorization: `Bearer ${token}` };
    const { data } = await call(request, { headers: { ...authorization, ...headers } });
    return (typeof data === "string" ? { text: data } : (data ?? {})) as Json;
  };
}

/** The member that joins by a first poll: its token and id. */
function memberIn(poll: Json): { readonly token: string; readonly id: string } {
  const [welcome] = poll["events"] as readonly { readonly self: { token: string; id: string } }[];
  if (welcome === undefined) throw new Error("there is no welcome");
  return welcome.self;
}

test("[HTTP-25] a generated client uses every operation, and each answer is as described", async () => {
  const http = new DescribedHttp(document);
  const call = callerOf(http);

  const created = await call("createRoom", { roomCreation: { name: "tea", title: "Tea", listed: true } });
  const owner = { token: created["ownerKey"] as string };
  const room = "tea";
  const ana = memberIn(await call("getMessages", { room, after: "", name: "Ana" }));
  const bo = memberIn(await call("getMessages", { room, after: "", name: "Bo", wait: 0 }));

  const hello = await call(
    "publish",
    { room, idempotencyKey: "k1", publishBody: { text: "Hello @Bo", mentions: [{ id: bo.id, name: "Bo" }] } },
    ana,
  );
  await call("publish", { room, idempotencyKey: "k1", publishBody: { text: "Hello @Bo" } }, ana);
  expect(http.violations).toEqual([]);
  const seq = hello["seq"] as number;
  await call("publishToRoom", { room, name: "Cy", publishBody: { text: "Hi", replyTo: seq } });
  await call("publish", { room, publishBody: { text: "Hi" } }, { "HX-Request": "true" });
  const edited = { room, seq, publishBody: { text: "Hello" } };
  await call("editMessage", edited, ana);
  await call("react", { room, seq, emoji: "👍" }, bo);
  await call("getReactionHolders", { room, seq, emoji: "👍" });
  await call("unreact", { room, seq, emoji: "👍" }, bo);
  await call("react", { room, seq, emoji: "🎉" }, bo);
  await call("deleteMessage", { room, seq }, ana);
  await call("restoreMessage", { room, seq }, ana);
  await call("restoreMessage", { room, seq }, ana);
  await call("setTyping", { room, on: "true" }, ana);

  const act = (id: string, act: string, more: Json = {}) => ({
    type: "moderate",
    id,
    act,
    member: bo.id,
    ...more,
  });
  const commands = await call(
    "sendCommands",
    {
      room,
      body: [
        { type: "history", id: "c1", after: 0 },
        { type: "rename", id: "c2", name: "Ala" },
        { type: "role", id: "c3", member: bo.id, role: "member" },
        act("c4", "mute", { until: Date.now() + 3_600_000, reason: "Spam" }),
        act("c5", "hide"),
        act("c6", "show"),
        { type: "publish", id: "c7", text: "" },
        { type: "signal", data: { x: 1 } },
      ],
    },
    owner,
  );
  const types = (commands as unknown as readonly { readonly type: string }[]).map(({ type }) => type);
  // How often depends on whether Bo still polls.
  expect(types.filter((type) => type !== "presence")).toEqual([
    "page",
    "role",
    "moderation",
    "moderation",
    "moderation",
    "error",
  ]);

  await call("putKeyOfState", { room, key: "board", body: ["x"], ifNoneMatchAny: "*" }, ana);
  await call("putKeyOfState", { room, key: "board", body: ["x", "o"], ifMatch: '"0"' }, ana);
  await call("putKeyOfState", { room, key: "~ready", body: true }, ana);
  await call("getKey", { room, key: "board" });
  await call("getKey", { room, key: "none" });
  await call("getState", { room });
  await call("deleteKeyOfState", { room, key: "board" }, ana);

  const page = await call("getMessages", { room, limit: 2 });
  await call("getMessages", { room, before: 3 });
  await call("getMessages", { room, ifNoneMatch: `"${String(page["position"])}"` });
  await call("getMessages", { room, after: page["position"] });
  await call("getMessages", { room, after: String(page["position"]).replace(/\d+$/, "0") });
  await call("getTranscript", { room });
  await call("search", { room, searchBody: { q: "hello" } });
  await call("searchByQuery", { room, q: "hello" });
  await call("getMembers", { room });
  await call("getMembers", { room, prefix: "a" });
  await call("findMembers", { room, memberSearchBody: { prefix: "b" } });
  await call("makeTicket", { room, ticketBody: { name: "Di" } });
  await call("makeTicket", { room }, ana);
  await call("getRoom", { room }, { Accept: "application/json" });
  for (const Accept of ["text/plain", "text/html"]) await call("getRoom", { room }, { Accept });
  await call("listRooms");
  await call("getOembed", { url: `${origin}/r/${room}`, maxwidth: 400 });
  await call("getHealth");

  const settings = { slowModeSeconds: 5, read: "everyone", embedOrigins: ["https://shop.example"] };
  await call("changeSettings", { room, settingsChange: settings }, owner);
  await call("getSettings", { room });
  const link = await call("makeLink", { room, linkRequest: { role: "member", uses: 3 } }, owner);
  await call("getLinks", { room }, owner);
  await call("revokeLink", { room, id: link["id"] }, owner);
  const { alg, key, iss, kid } = await SigningKey.generate("EdDSA");
  await call("putKey", { room, kid, keyRequest: { iss, alg, key, maxRole: "member" } }, owner);
  await call("getKeys", { room }, owner);
  await call("removeKey", { room, kid }, owner);
  await call("revokeSiteToken", { room, tokenRevocation: { iss, jti: "t1" } }, owner);
  await call("getAudit", { room }, owner);
  await call("forgetMe", { room }, bo);

  await call("getLandingPage", {}, { Accept: "text/html" });
  await call("getLandingPage", { room });
  for (const page of ["getPrivacyPage", "getOfflinePage", "getWebManifest"]) await call(page, { lang: "ar" });
  await call("getEmbed", { room, theme: "dark" });
  await call("getPlainPage", { room, name: "Ana" });
  await call("getQrCode", { room });
  const ownPage = { "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "empty" };
  await call("putGuestCookie", { room }, { ...ownPage, ...ana });
  await call("getGuestCookie", { room }, ownPage);
  await call("deleteGuestCookie", { room }, ownPage);
  await call("openSocket", { room });

  await call("clearRoom", { room }, owner);
  const renewed = await call("renewOwnerKey", { room }, owner);
  await call("deleteRoom", { room }, { token: renewed["ownerKey"] as string });
  await call("getRoom", { room }, { Accept: "application/json" });
  await call("postPlainForm", { room: "other", publishBody: { text: "Hi", name: "Ana" } });
  await streamSome(http, `${origin}/r/other/events?name=Ana`);

  expect(http.violations).toEqual([]);
  // No status but that of the refusal can be had without a WebSocket.
  const answered = [...http.seen].filter((answer) => /[23]\d\d$|^openSocket 426$/.test(answer));
  const names = new Set(answered.map((answer) => answer.split(" ")[0]));
  const described = Object.values(document.paths).flatMap((operations) =>
    Object.values(operations).map(({ operationId }) => operationId),
  );
  expect(described.filter((name) => !names.has(name))).toEqual([]);
});

/** Reads the stream until it has a message, which a script publishes. */
async function streamSome(http: DescribedHttp, url: string): Promise<void> {
  const stream = await http.fetch(url);
  const types: string[] = [];
  const published = fetch(new URL(".", url).href.replace(/\/$/, ""), { method: "POST", body: "Hi" });
  const events = stream.body
    ?.pipeThrough(new TextDecoderStream() as never)
    .pipeThrough(new EventSourceParserStream());
  for await (const { event, data } of events as unknown as AsyncIterable<{ event: string; data: string }>) {
    const value: unknown = JSON.parse(data);
    http.violations.push(...http.compareWith("RoomEvent", value));
    types.push(event);
    if (event === "message") break;
  }
  await published;
  expect(types).toContain("welcome");
}

test("[HTTP-25] failures are the described problems", async () => {
  const http = new DescribedHttp(document);
  const call = callerOf(http);
  const codes: unknown[] = [];
  const fails = async (...request: Parameters<typeof call>) => {
    const { code } = await call(...request);
    codes.push(code);
  };
  const room = "refusals";
  const created = await call("createRoom", { roomCreation: { name: room, slowModeSeconds: 3_600 } });
  const owner = { token: created["ownerKey"] as string };
  const ana = memberIn(await call("getMessages", { room, after: "", name: "Ana" }));
  const publish = (text: string, more: Json = {}) => ({ room, publishBody: { text, ...more } });

  await fails("createRoom", { roomCreation: { name: room } });
  await fails("createRoom", { roomCreation: { name: "no room!" } });
  await fails("createRoom", { roomCreation: { colour: "red" } });
  await fails("publish", publish(""));
  await fails("publish", publish("Hi"), { token: "not.one" });
  await fails("publish", publish("Hi", { name: "a:b" }));
  await fails("publish", publish("x".repeat(100_000)));
  await call("publish", { ...publish("Hi"), idempotencyKey: "k1", name: "Ana" });
  await fails("publish", { ...publish("Ho"), idempotencyKey: "k1", name: "Ana" });
  await call("publish", publish("Hi"), ana);
  await fails("publish", publish("Hi again"), ana);
  await fails("editMessage", { ...publish("Hi"), seq: 999 }, ana);
  await fails("deleteMessage", { room, seq: 999 });
  await fails("react", { room, seq: 1, emoji: "xx" }, ana);
  await fails("changeSettings", { room, settingsChange: { title: "Mine" } }, ana);
  await fails("changeSettings", { room, settingsChange: { slowModeSeconds: -1 } }, owner);
  await fails("getAudit", { room }, ana);
  await fails("getMessages", { room, after: "yesterday" });
  await fails("getMessages", { room, before: 0 });
  await fails("search", { room, searchBody: { q: "" } });
  await fails("search", { room, searchBody: { q: "a" } }, { "Content-Type": "text/plain" });
  await fails("getQrCode", { room: "a.b" });
  await fails("putGuestCookie", { room }, ana);
  await fails("getMembers", { room: "a b" }, { "User-Agent": "curl/8" });
  await call("changeSettings", { room, settingsChange: { read: "members" } }, owner);
  await fails("getRoom", { room }, { Accept: "application/json" });
  await fails("getMessages", { room }, ana);

  expect(http.violations).toEqual([]);
  expect(codes).toEqual([
    "room_exists",
    "invalid_room_name",
    "bad_command",
    "empty_text",
    "invalid_token",
    "invalid_name",
    "too_large",
    "key_reused",
    "slow_mode",
    "message_not_found",
    "token_needed",
    "invalid_emoji",
    "forbidden",
    "bad_command",
    "forbidden",
    "bad_position",
    "bad_request",
    "bad_request",
    "unsupported_media_type",
    "invalid_room_name",
    "forbidden",
    "invalid_room_name",
    "members_only",
    "members_only",
  ]);
});
