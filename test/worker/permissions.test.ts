/** What each role may do, in the real runtime: role × command × transport × how the sender came to be there (SPEC ID-8, OWN-1, SET-4). */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isAtLeast, ROLES, type Role } from "../../src/protocol/roles.ts";
import type { Writers } from "../../src/protocol/settings.ts";
import { COMMAND_TRAITS } from "../../src/protocol/traits.ts";
import { FORBIDDEN, LOSSY, READ_ONLY, WRITING } from "../support/permission-table.ts";
import {
  COMMAND_ORDER,
  commandOf,
  configure,
  giveRole,
  runtimeScene,
  type RuntimeScene,
} from "../support/runtime/permission-scene.ts";
import {
  RUNTIME_TRANSPORTS,
  type Connected,
  type Transport,
} from "../support/runtime/permission-transports.ts";
import { setVariables } from "../support/runtime/variables.ts";
import { bearerAuth, fetchWorker, positionOf } from "../support/runtime/worker-requests.ts";

const UNLIMITED = { perSecond: 100_000, burst: 100_000 };

beforeAll(() => {
  const LIMITS = {
    memberRate: UNLIMITED,
    roomRate: UNLIMITED,
    frameRate: UNLIMITED,
    signalRate: UNLIMITED,
    memberJoinRate: UNLIMITED,
    roomJoinRate: UNLIMITED,
  };
  setVariables({ LIMITS });
});

afterAll(() => setVariables({ LIMITS: "" }));

interface Arrived {
  readonly scene: RuntimeScene;
  readonly connected: Connected;
}

type Arrive = (role: Role, transport: Transport) => Promise<Arrived>;

/** Each is another moment in which the room has to know the role. */
const ARRIVALS: Readonly<Record<string, Arrive>> = {
  "with which a member joins": async (role, transport) => {
    const scene = await runtimeScene();
    await giveRole(scene, role);
    return { scene, connected: await transport.open(scene) };
  },
  "given or taken in mid-connection": async (role, transport) => {
    const scene = await runtimeScene();
    if (role === "guest") await giveRole(scene, "owner");
    const connected = await transport.open(scene);
    await giveRole(scene, role);
    return { scene, connected };
  },
  "given or taken before a recovery": async (role, transport) => {
    const scene = await runtimeScene();
    if (role === "guest") await giveRole(scene, "owner");
    const former = await transport.open(scene);
    const position = await positionOf(scene.room);
    await former.leave();
    await giveRole(scene, role);
    return { scene, connected: await transport.open(scene, position) };
  },
};

test("the order of commands has each of them", () => {
  expect(COMMAND_ORDER.toSorted()).toEqual(Object.keys(COMMAND_TRAITS).toSorted());
});

describe.each(Object.entries(ARRIVALS))("[ID-8] [OWN-1] a role %s", (_arrival, arrive) => {
  describe.each(Object.entries(RUNTIME_TRANSPORTS))("decides over %s", (_transport, transport) => {
    test.each(ROLES)("what is forbidden to: %s", async (role) => {
      const { scene, connected } = await arrive(role, transport);
      const codes = await connected.attempt(transport.types.map((type) => commandOf(type, scene)));
      const forbidden = transport.types.filter((_type, index) => codes[index] === "forbidden");
      const expected = FORBIDDEN[role].filter((type) => transport.types.includes(type));
      expect(forbidden.toSorted()).toEqual(expected.toSorted());
    });
  });
});

describe.each(["members", "moderators"] satisfies Writers[])("[SET-4] with write: %s", (write) => {
  describe.each(Object.entries(RUNTIME_TRANSPORTS))(
    "what writes is read_only over %s",
    (_transport, transport) => {
      test.each(ROLES)("to: %s", async (role) => {
        const scene = await runtimeScene();
        await giveRole(scene, role);
        const connected = await transport.open(scene);
        await configure(scene, { write });
        const types = WRITING.filter((type) => transport.types.includes(type) && !LOSSY.includes(type));
        const codes = await connected.attempt(types.map((type) => commandOf(type, scene)));
        const expected = READ_ONLY[write].includes(role)
          ? "read_only"
          : role === "reader"
            ? "forbidden"
            : undefined;
        // Nothing was deleted that "restore" could bring back.
        const isRefused = (code: string | undefined) => code === "read_only" || code === "forbidden";
        expect(codes.map((code) => (isRefused(code) ? code : undefined))).toEqual(types.map(() => expected));
      });
    },
  );
});

/** What is no command, with the least role of each by hand; what takes the room or its key away comes last. */
const REQUESTS: readonly (readonly [request: string, least: Role, body?: object])[] = [
  ["GET /audit", "moderator"],
  ["POST /links", "moderator", { role: "member" }],
  ["GET /links", "moderator"],
  ["DELETE /links/none", "moderator"],
  ["PUT /keys/k1", "owner", { iss: "shop", alg: "HS256", key: "A".repeat(43), maxRole: "member" }],
  ["GET /keys", "owner"],
  ["DELETE /keys/k1", "owner"],
  ["POST /revocations", "moderator", { iss: "shop", jti: "t1" }],
  ["POST /owner-key", "owner", {}],
  ["DELETE ", "owner"],
];

/** The requests of {@link REQUESTS} that are forbidden to the scene's member. */
async function forbiddenRequests({ room, token }: RuntimeScene): Promise<string[]> {
  const forbidden: string[] = [];
  for (const [request, , body] of REQUESTS) {
    const [method = "", path = ""] = request.split(" ");
    const answer = await fetchWorker(`/r/${room}${path}`, {
      method,
      ...bearerAuth(token, { Accept: "application/json", "Content-Type": "application/json" }),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (answer.status === 403 && text.includes('"code":"forbidden"')) forbidden.push(request);
    else if (answer.status >= 400 && answer.status !== 404) throw new Error(`${request}: ${text}`);
  }
  return forbidden;
}

describe("[HTTP-22] [MOD-9] [OWN-1] what is no command is forbidden by the role of the moment", () => {
  test.each(ROLES)("to: %s", async (role) => {
    const scene = await runtimeScene();
    const former: Role = role === "owner" || role === "moderator" ? "guest" : "moderator";
    await giveRole(scene, former);
    expect(await isForbidden(scene)).toBe(former === "guest");
    await giveRole(scene, role);
    const expected = REQUESTS.filter(([, least]) => !isAtLeast(role, least)).map(([request]) => request);
    expect(await forbiddenRequests(scene)).toEqual(expected);
  });
});

async function isForbidden({ room, token }: RuntimeScene): Promise<boolean> {
  return (await fetchWorker(`/r/${room}/links`, bearerAuth(token))).status === 403;
}
