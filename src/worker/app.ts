/** Every address of the product, on one page. */
import { Hono } from "hono";
import { failure } from "../protocol/errors.ts";
import type { AppEnv } from "./env.ts";
import { route } from "./method-routes.ts";
import { publicCors } from "./middleware/cors.ts";
import { roomName } from "./middleware/room-name.ts";
import { usageHint } from "./middleware/usage-hint.ts";
import { pageSecurityPolicy, securityHeaders } from "./middleware/security-headers.ts";
import { problem } from "./problem.ts";
import { postCommands, patchMessage, changeReaction, removeMessage, postTyping } from "./routes/commands.ts";
import { streamEvents } from "./routes/events.ts";
import { getHealth } from "./routes/health.ts";
import { getOfflinePage, getWebManifest } from "./routes/pwa.ts";
import { getLandingPage, notFound } from "./routes/landing.ts";
import { getPlainPage, postForm } from "./routes/plain.ts";
import { postMessages } from "./routes/publish.ts";
import { getQrCode } from "./routes/qr-code.ts";
import { getMembers, getMessages, getTranscript } from "./routes/read.ts";
import { getEmbed } from "./routes/room-page.ts";
import { getRoom } from "./routes/room.ts";
import { getSearch } from "./routes/search.ts";
import { upgradeRequired } from "./routes/socket.ts";

export const app = new Hono<AppEnv>();

app.use(securityHeaders);
app.use(pageSecurityPolicy);
app.use("/r/:room/*", publicCors);
app.use("/r/:room/*", usageHint);
app.use("/r/:room/*", roomName);

route(app, "/", { GET: getLandingPage });
route(app, "/health", { GET: getHealth });
route(app, "/manifest.webmanifest", { GET: getWebManifest });
route(app, "/offline", { GET: getOfflinePage });
route(app, "/r/:room", { GET: getRoom, POST: postMessages });
route(app, "/r/:room/socket", { GET: upgradeRequired });
route(app, "/r/:room/messages", { GET: getMessages, POST: postMessages });
route(app, "/r/:room/messages/:seq", { PATCH: patchMessage, DELETE: removeMessage });
route(app, "/r/:room/messages/:seq/reactions/:emoji", { PUT: changeReaction, DELETE: changeReaction });
route(app, "/r/:room/commands", { POST: postCommands });
route(app, "/r/:room/typing", { POST: postTyping });
route(app, "/r/:room/events", { GET: streamEvents });
route(app, "/r/:room/transcript", { GET: getTranscript });
route(app, "/r/:room/members", { GET: getMembers });
route(app, "/r/:room/search", { GET: getSearch });
route(app, "/r/:room/embed", { GET: getEmbed });
route(app, "/r/:room/qr.svg", { GET: getQrCode });
route(app, "/r/:room/plain", { GET: getPlainPage, POST: postForm });

app.notFound(notFound);

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
