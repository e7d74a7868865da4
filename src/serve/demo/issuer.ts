/**
 * The site that vouches for the customers of the demonstration's shop. Its key is new at each start and never stored, it
 * listens on loopback only, and it answers only pages of a Majlis on this machine: a page that reaches it is any of its
 * customers, which is the point of a demonstration and of nothing else.
 */
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Customer } from "../../demo/issuer-address.ts";

const HOST = "127.0.0.1";
const ISSUER = "https://shop.example";
const KID = "shop";

/** Rooms of the demonstration begin so. */
const ROOMS = "demo-*";

interface Account extends Customer {
  readonly role?: "moderator";
}

const ACCOUNTS: readonly Account[] = [
  { id: "c-101", name: "Lina" },
  { id: "c-102", name: "عمر" },
  { id: "s-1", name: "Noor (shop)", role: "moderator" },
];

export interface Issuer {
  readonly port: number;
  /** the record for `SITE_KEYS` */
  readonly siteKey: Readonly<Record<string, unknown>>;
  close(): void;
}

/**
 * Starts it.
 * @param port 0 for any free one
 * @throws Error if the port is taken
 */
export async function startIssuer(port: number): Promise<Issuer> {
  const { publicKey, privateKey } = await generateKeyPair("EdDSA");
  const { kty, crv, x } = await exportJWK(publicKey);
  const server = createServer((request, response) => {
    answer(request, response, privateKey).catch((error: unknown) => {
      console.error(error);
      response.writeHead(500).end();
    });
  });
  server.listen(port, HOST);
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return {
    port: address.port,
    siteKey: {
      kid: KID,
      iss: ISSUER,
      alg: "EdDSA",
      key: { kty, crv, x },
      maxRole: "moderator",
      rooms: ROOMS,
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

type PrivateKey = Awaited<ReturnType<typeof generateKeyPair>>["privateKey"];

async function answer(request: IncomingMessage, response: ServerResponse, key: PrivateKey): Promise<void> {
  const { origin, host } = request.headers;
  // A name of another site that leads here would make its page one of this origin (DNS rebinding).
  if (!isLoopback(`http://${host ?? ""}`) || origin === undefined || !isLoopback(origin))
    return void response.writeHead(403).end();
  const headers = { "Access-Control-Allow-Origin": origin, Vary: "Origin", "Cache-Control": "no-store" };
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://issuer");
  const account = ACCOUNTS.find(({ id }) => id === searchParams.get("customer"));
  if (request.method === "GET" && pathname === "/customers") {
    const customers: readonly Customer[] = ACCOUNTS.map(({ id, name }) => ({ id, name }));
    response
      .writeHead(200, { ...headers, "Content-Type": "application/json" })
      .end(JSON.stringify(customers));
  } else if (request.method === "POST" && pathname === "/token" && account !== undefined) {
    const token = await signToken(account, origin, key);
    response.writeHead(200, { ...headers, "Content-Type": "text/plain" }).end(token);
  } else response.writeHead(404, headers).end();
}

function signToken({ id, name, role }: Account, audience: string, key: PrivateKey): Promise<string> {
  return new SignJWT({ name, ...(role === undefined ? {} : { role }) })
    .setProtectedHeader({ alg: "EdDSA", kid: KID })
    .setIssuer(ISSUER)
    .setAudience(audience)
    .setSubject(id)
    .setIssuedAt()
    .setExpirationTime("10m")
    .sign(key);
}

function isLoopback(origin: string): boolean {
  return URL.canParse(origin) && /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(new URL(origin).hostname);
}
