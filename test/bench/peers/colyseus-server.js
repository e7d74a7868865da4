/**
 * A game room as in Colyseus's documentation: players in the state, whose changes are sent every 50 ms, its default. The
 * numbers have the smallest types that hold them. Usage: `node colyseus-server.js PORT`
 */
import { Room, Server } from "@colyseus/core";
import { schema, t } from "@colyseus/schema";
import { WebSocketTransport } from "@colyseus/ws-transport";

/** `n` counts a player's inputs: the client reconciles by it. */
const Player = schema({ x: t.uint16(), y: t.uint16(), n: t.uint16() }, "Player");
const Game = schema({ players: t.map(Player) }, "Game");

class GameRoom extends Room {
  maxClients = 20;

  onCreate() {
    this.setState(new Game());
    this.onMessage("move", ({ sessionId }, [x, y, n]) => {
      Object.assign(this.state.players.get(sessionId), { x, y, n });
    });
  }

  onJoin({ sessionId }) {
    this.state.players.set(sessionId, new Player());
  }
}

const server = new Server({ transport: new WebSocketTransport(), greet: false });
server.define("game", GameRoom);
await server.listen(Number(process.argv[2]), "127.0.0.1");
console.log("listening");
