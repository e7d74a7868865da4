/**
 * The Worker of a self-hosted deployment on bare workerd: the product's own Worker, with what the platform does around
 * it. It serves the static files, and closes the sockets when the server stops.
 */
import { WorkerEntrypoint } from "cloudflare:workers";
import { RoomObject as ProductRoomObject } from "../../durable-object/room-object.ts";
import type { Env } from "../../worker/env.ts";
import worker from "../../worker/index.ts";
import { CONTROL_PATHS, ROOMS_KEY } from "./agreed.ts";
import { lockedRooms } from "./locked-rooms.ts";
import { memoryRateLimits } from "./memory-rate-limit.ts";
import { OpenSockets } from "./open-sockets.ts";
import type { RateLimitSettings } from "./rate-limit-settings.ts";
import { RoomFiles, type RoomFolder } from "./room-files.ts";
import { serveFile, type FileBindings } from "./serve-file.ts";

interface ServeEnv extends Env, FileBindings {
  readonly RATE_LIMITS: RateLimitSettings;
  /** the request header with the client's IP address, set by the proxy in front; empty without one */
  readonly ADDRESS_HEADER: string;
  /** the data folder of all objects */
  readonly ROOM_FILES: RoomFolder;
}

/** 1012, "service restart" (the IANA registry of RFC 6455 §7.4): clients come back. */
const RESTART = { code: 1012, reason: "The server restarts: come back." };

/** Time for the server to stop accepting connections, ms: clients come back at once, and must not reach it again. */
const STOP_DELAY_MS = 100;

/** Those of all rooms: workerd runs all objects of a Worker in one isolate. */
const openSockets = new OpenSockets();
const roomFiles = new RoomFiles((ms) => scheduler.wait(ms));

export class RoomObject extends ProductRoomObject {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    if (ctx.id.name !== undefined) roomFiles.noteOpened(ctx.id.name);
  }

  override async fetch(request: Request): Promise<Response> {
    const response = await super.fetch(request);
    if (response.webSocket !== null && this.ctx.id.name !== undefined) openSockets.opened(this.ctx.id.name);
    return response;
  }

  override webSocketClose(socket: WebSocket, code: number, reason: string, wasClean: boolean): void {
    super.webSocketClose(socket, code, reason, wasClean);
    this.noteClosed();
  }

  override webSocketError(socket: WebSocket): void {
    super.webSocketError(socket);
    this.noteClosed();
  }

  closeSockets(): void {
    for (const socket of this.ctx.getWebSockets()) socket.close(RESTART.code, RESTART.reason);
  }

  private noteClosed(): void {
    if (this.ctx.id.name !== undefined) openSockets.closed(this.ctx.id.name);
  }
}

export { DirectoryObject } from "../../durable-object/directory-object.ts";

/** Reached over a Unix socket that only the server's own process knows. */
export class Control extends WorkerEntrypoint<ServeEnv> {
  override async fetch(request: Request): Promise<Response> {
    if (new URL(request.url).pathname === CONTROL_PATHS.stop) return this.stop();
    const { ROOM, ROOM_FILES } = this.env;
    const urlOf = (room: string) => `http://files/${ROOMS_KEY}/${ROOM.idFromName(room).toString()}.sqlite`;
    await roomFiles.removeEmpty(ROOM_FILES, urlOf);
    return new Response(null, { status: 204 });
  }

  /** Closes all sockets shortly after the first byte of the answer; the answer ends when they are closed. */
  private stop(): Response {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    this.ctx.waitUntil(this.closeAll(writable));
    return new Response(readable);
  }

  private async closeAll(writable: WritableStream<Uint8Array>): Promise<void> {
    const writer = writable.getWriter();
    await writer.write(new TextEncoder().encode("stopping\n"));
    await scheduler.wait(STOP_DELAY_MS);
    const rooms = lockedRooms(this.env.ROOM as unknown as DurableObjectNamespace<RoomObject>, roomFiles);
    await Promise.allSettled(openSockets.rooms.map((name) => rooms.getByName(name).closeSockets()));
    await writer.close();
  }
}

export default {
  fetch(request, env, context) {
    // Of a wrong `Host`, or of `OPTIONS *`, which on the platform reach no Worker.
    if (!isWebUrl(request.url)) return new Response("This address cannot be read.\n", { status: 400 });
    const { ROOM, RATE_LIMITS } = env;
    const bindings = { ...env, ROOM: lockedRooms(ROOM, roomFiles), ...memoryRateLimits(RATE_LIMITS) };
    return serveFile(request, env) ?? worker.fetch(withClientAddress(request, env), bindings, context);
  },
  // Accepted by then, with 200: without this it is a 500, and fills the log. Nothing is passed on.
  connect: (socket) => socket.close(),
} satisfies ExportedHandler<ServeEnv>;

/** A header that a client may set says which protocol it is. */
function isWebUrl(url: string): boolean {
  return /^https?:/.test(url) && URL.canParse(url);
}

type IncomingRequest = Request<unknown, IncomingRequestCfProperties>;

/** The request with the client's address in the platform's header, which a client itself must not be able to set. */
function withClientAddress(request: IncomingRequest, { ADDRESS_HEADER }: ServeEnv): IncomingRequest {
  const address = ADDRESS_HEADER === "" ? null : lastOf(request.headers.get(ADDRESS_HEADER));
  if (address === null && !request.headers.has("CF-Connecting-IP")) return request;
  const headers = new Headers(request.headers);
  headers.delete("CF-Connecting-IP");
  if (address !== null) headers.set("CF-Connecting-IP", address);
  return new Request(request, { headers });
}

/** Of a list, as in `X-Forwarded-For`, only the last address is the proxy's own word: what is before it a client can send. */
function lastOf(header: string | null): string | null {
  return header?.split(",").at(-1)?.trim() ?? null;
}
