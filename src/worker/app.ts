/** Every address of the product, on one page. */
import { Hono } from "hono";
import { failure } from "../protocol/errors.ts";
import type { App } from "./env.ts";
import { route } from "./methods.ts";
import { anyOrigin } from "./middleware/any-origin.ts";
import { roomName } from "./middleware/room-name.ts";
import { teach } from "./middleware/teach.ts";
import { securityHeaders } from "./middleware/security-headers.ts";
import { problem } from "./problem.ts";
import { commands, edit, react, remove, typing } from "./routes/commands.ts";
import { events } from "./routes/events.ts";
import { health } from "./routes/health.ts";
import { offline, webManifest } from "./routes/installed.ts";
import { landing, lost } from "./routes/landing.ts";
import { plain, sayPlainly } from "./routes/plain.ts";
import { publish } from "./routes/publish.ts";
import { qrCode } from "./routes/qr-code.ts";
import { members, messages, transcript } from "./routes/read.ts";
import { embed } from "./routes/room-page.ts";
import { room } from "./routes/room.ts";
import { search } from "./routes/search.ts";
import { socket } from "./routes/socket.ts";

export const app = new Hono<App>();

app.use(securityHeaders);
app.use("/r/:room/*", anyOrigin);
app.use("/r/:room/*", teach);
app.use("/r/:room/*", roomName);

route(app, "/", { GET: landing });
route(app, "/health", { GET: health });
route(app, "/manifest.webmanifest", { GET: webManifest });
route(app, "/offline", { GET: offline });
route(app, "/r/:room", { GET: room, POST: publish });
route(app, "/r/:room/socket", { GET: socket });
route(app, "/r/:room/messages", { GET: messages, POST: publish });
route(app, "/r/:room/messages/:seq", { PATCH: edit, DELETE: remove });
route(app, "/r/:room/messages/:seq/reactions/:emoji", { PUT: react, DELETE: react });
route(app, "/r/:room/commands", { POST: commands });
route(app, "/r/:room/typing", { POST: typing });
route(app, "/r/:room/events", { GET: events });
route(app, "/r/:room/transcript", { GET: transcript });
route(app, "/r/:room/members", { GET: members });
route(app, "/r/:room/search", { GET: search });
route(app, "/r/:room/embed", { GET: embed });
route(app, "/r/:room/qr.svg", { GET: qrCode });
route(app, "/r/:room/plain", { GET: plain, POST: sayPlainly });

app.notFound(lost);

app.onError((error) => {
  console.error({
    at: "worker",
    what: "request",
    name: error.name,
    message: error.message,
    stack: error.stack,
  });
  return problem(failure("internal"));
});
