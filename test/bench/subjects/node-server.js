/** The baseline without a platform: a Node server that broadcasts each frame. Usage: `node node-server.js PORT` */
import { WebSocket, WebSocketServer } from "ws";

const server = new WebSocketServer({ port: Number(process.argv[2]), host: "127.0.0.1" });

server.on("connection", (socket) => {
  socket.on("message", (message) => {
    for (const client of server.clients) {
      if (client.readyState === WebSocket.OPEN) client.send(message.toString());
    }
  });
});
server.on("listening", () => console.log("listening"));
