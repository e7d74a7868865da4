/** Socket.IO with its own defaults, of the transports only WebSocket. Usage: `node socket-io-server.js PORT` */
import { createServer } from "node:http";
import { Server } from "socket.io";

const http = createServer();
const rooms = new Server(http, { transports: ["websocket"] });

rooms.on("connection", (socket) => {
  socket.on("message", (text) => rooms.emit("message", text));
});
http.listen(Number(process.argv[2]), "127.0.0.1", () => console.log("listening"));
