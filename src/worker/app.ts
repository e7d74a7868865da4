/** All routes of the Worker, and the middleware in front of them. */
import { Hono } from "hono";
import { failure } from "../protocol/errors.ts";
import type { AppEnv } from "./env.ts";
import { publicCors } from "./middleware/cors.ts";
import { methodProblems } from "./middleware/method-not-allowed.ts";
import { roomName } from "./middleware/room-name.ts";
import { usageHint } from "./middleware/usage-hint.ts";
import { pageSecurityPolicy, securityHeaders } from "./middleware/security-headers.ts";
import { problem } from "./problem.ts";
import { postCommands, patchMessage, changeReaction, deleteMessage, postTyping } from "./routes/commands.ts";
import { streamEvents } from "./routes/events.ts";
import { getGuestCookie, putGuestCookie } from "./routes/guest-cookie.ts";
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
app.use(methodProblems(app));

app.get("/", getLandingPage);
app.get("/health", getHealth);
app.get("/manifest.webmanifest", getWebManifest);
app.get("/offline", getOfflinePage);
app.get("/r/:room", getRoom);
app.post("/r/:room", postMessages);
app.get("/r/:room/socket", upgradeRequired);
app.get("/r/:room/messages", getMessages);
app.post("/r/:room/messages", postMessages);
app.patch("/r/:room/messages/:seq", patchMessage);
app.delete("/r/:room/messages/:seq", deleteMessage);
app.put("/r/:room/messages/:seq/reactions/:emoji", changeReaction);
app.delete("/r/:room/messages/:seq/reactions/:emoji", changeReaction);
app.post("/r/:room/commands", postCommands);
app.post("/r/:room/typing", postTyping);
app.get("/r/:room/events", streamEvents);
app.get("/r/:room/transcript", getTranscript);
app.get("/r/:room/members", getMembers);
app.get("/r/:room/search", getSearch);
app.get("/r/:room/embed", getEmbed);
app.get("/r/:room/guest-cookie", getGuestCookie);
app.put("/r/:room/guest-cookie", putGuestCookie);
app.get("/r/:room/qr.svg", getQrCode);
app.get("/r/:room/plain", getPlainPage);
app.post("/r/:room/plain", postForm);

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
