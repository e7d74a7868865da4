/** The OpenAPI 3.1 description of the HTTP side, served as `/openapi.json` (SPEC HTTP-25). */
import { LICENCE_PATH, PROTOCOL_PATH } from "../../protocol/served-texts.ts";
import { VERSION } from "../../protocol/version.ts";
import { componentSchemas } from "./components.ts";
import type { JsonSchema } from "./json-schema.ts";
import { HEADERS, operationObject, TAGS, type Operation } from "./operation.ts";
import { MEMBERS } from "./operations/members.ts";
import { MESSAGES } from "./operations/messages.ts";
import { OWNERS } from "./operations/owners.ts";
import { PAGES } from "./operations/pages.ts";
import { READING } from "./operations/reading.ts";
import { STATE } from "./operations/state.ts";
import { ROOMS } from "./operations/rooms.ts";
import { componentParameters } from "./parameters.ts";

export const OPERATIONS: readonly Operation[] = [
  ...ROOMS,
  ...MESSAGES,
  ...READING,
  ...STATE,
  ...MEMBERS,
  ...OWNERS,
  ...PAGES,
];

const DESCRIPTION = `A room is a URL: \`/r/{room}\`. This is its HTTP side; what the terms mean, and the WebSocket, is in the
[protocol](${PROTOCOL_PATH}), by whose rules (\`SPEC HTTP-4\`) the summaries here go.

Anyone may use a room without a token, as a guest or a reader. A token identifies a member: a room gives one in a \`welcome\`, a site
signs one for its users, and an owner key is one.`;

/** The whole document. Its addresses are relative to where it is served. */
export function openApiDocument(): JsonSchema {
  return {
    openapi: "3.1.1",
    info: {
      title: "Majlis",
      version: VERSION,
      summary: "Chat rooms at the edge: a room is a URL.",
      description: DESCRIPTION,
      license: { name: "MIT", url: LICENCE_PATH },
    },
    servers: [{ url: "/" }],
    externalDocs: { description: "The protocol", url: PROTOCOL_PATH },
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths: paths(),
    components: {
      schemas: componentSchemas(),
      parameters: componentParameters(),
      headers: Object.fromEntries(
        Object.entries(HEADERS).map(([name, description]) => [
          name,
          { description, schema: { type: "string" } },
        ]),
      ),
      securitySchemes: {
        token: {
          type: "http",
          scheme: "bearer",
          description: "A token of the room, an owner key, or a JWT of a site (SPEC ID-1, OWN-4, VOUCH-1).",
        },
      },
    },
  };
}

function paths(): JsonSchema {
  const byPath = Map.groupBy(OPERATIONS, ({ path }) => path);
  return Object.fromEntries(
    [...byPath].map(([path, operations]) => [
      path,
      Object.fromEntries(operations.map((operation) => [operation.method, operationObject(operation)])),
    ]),
  );
}
