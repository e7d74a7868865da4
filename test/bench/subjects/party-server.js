/** A room as in PartyServer's documentation: hibernation on, each message broadcast. */
import { getServerByName, Server } from "partyserver";

export class RoomObject extends Server {
  static options = { hibernate: true };

  onMessage(_, message) {
    this.broadcast(message);
  }
}

export default {
  async fetch(request, { ROOM }) {
    const { pathname } = new URL(request.url);
    if (pathname === "/health") return new Response("ok");
    const server = await getServerByName(ROOM, pathname);
    return server.fetch(request);
  },
};
