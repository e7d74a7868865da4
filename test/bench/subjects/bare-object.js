/**
 * The platform's baseline: a Durable Object with hibernatable WebSockets that broadcasts each frame, and with the
 * variable ROW stores it first. The class has the name in wrangler.toml, which configures the runtime.
 */
import { DurableObject } from "cloudflare:workers";

export class RoomObject extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    this.sql = env.ROW === undefined ? undefined : ctx.storage.sql;
    this.sql?.exec("CREATE TABLE IF NOT EXISTS message (seq INTEGER PRIMARY KEY, text TEXT)");
  }

  fetch() {
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  webSocketMessage(_, message) {
    this.sql?.exec("INSERT INTO message (text) VALUES (?)", message);
    for (const socket of this.ctx.getWebSockets()) socket.send(message);
  }

  webSocketClose(socket, code) {
    socket.close(code);
  }
}

export default {
  fetch(request, { ROOM }) {
    const { pathname } = new URL(request.url);
    if (pathname === "/health") return new Response("ok");
    return ROOM.get(ROOM.idFromName(pathname)).fetch(request);
  },
};
