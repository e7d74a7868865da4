/** A player of the room in colyseus-server.js, by Colyseus's own SDK. */
import { Client } from "@colyseus/sdk";

/**
 * @param {number} port
 * @param {(player: string, x: number) => void} onPosition called with each player's position in each change of the state
 */
export async function joinColyseus(port, onPosition) {
  const room = await new Client(`http://127.0.0.1:${port}`).joinOrCreate("game");
  room.onStateChange(({ players }) => {
    players.forEach(({ x }, player) => onPosition(player, x));
  });
  return {
    id: room.sessionId,
    move: (x, y, n) => room.send("move", [x, y, n]),
    leave: () => void room.leave(),
  };
}
