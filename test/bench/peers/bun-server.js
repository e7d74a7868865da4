/** Bun's own publish: one topic, to which each frame goes. Usage: `bun bun-server.js PORT` */
const ROOM = "room";

const server = Bun.serve({
  port: Number(process.argv[2]),
  hostname: "127.0.0.1",
  fetch(request, server) {
    return server.upgrade(request) ? undefined : new Response("a WebSocket is required", { status: 426 });
  },
  websocket: {
    open(socket) {
      socket.subscribe(ROOM);
    },
    message(_, message) {
      server.publish(ROOM, message);
    },
  },
});
console.log("listening");
