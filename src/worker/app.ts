/** All routes of the Worker, and the middleware in front of them. */
import { HonoBase } from "hono/hono-base";
import { TrieRouter } from "hono/router/trie-router";
import { failure } from "../protocol/errors.ts";
import { refuseMisconfigured } from "./configuration.ts";
import type { AppEnv } from "./env.ts";
import { publicCors } from "./middleware/cors.ts";
import { methodProblems } from "./middleware/method-not-allowed.ts";
import { privateAnswers } from "./middleware/private-answers.ts";
import { refuseOrigin } from "./middleware/refuse-origin.ts";
import { roomName } from "./middleware/room-name.ts";
import { limitRequests, limitListRequests } from "./middleware/limit-requests.ts";
import { usageHint } from "./middleware/usage-hint.ts";
import { pageSecurityPolicy, securityHeaders } from "./middleware/security-headers.ts";
import { problem } from "./problem.ts";
import {
  postClear,
  postCommands,
  patchMessage,
  changeReaction,
  deleteMe,
  deleteMessage,
  restoreMessage,
  postTyping,
} from "./routes/commands.ts";
import { deleteRoom } from "./routes/delete-room.ts";
import { refuseMissing } from "./routes/missing-room.ts";
import { streamEvents } from "./routes/events.ts";
import { deleteGuestCookie, getGuestCookie, putGuestCookie } from "./routes/guest-cookie.ts";
import { getHealth } from "./routes/health.ts";
import { getOembed } from "./routes/oembed.ts";
import { getOfflinePage, getWebManifest } from "./routes/pwa.ts";
import { getLandingPage, notFound } from "./routes/landing.ts";
import { deleteKey, getKeys, putKey } from "./routes/keys.ts";
import { getRooms } from "./routes/list-rooms.ts";
import { deleteLink, getLinks, postLinks } from "./routes/links.ts";
import { postOwnerKey } from "./routes/owner-key.ts";
import { postRevocations } from "./routes/revocations.ts";
import { getPlainPage, postForm } from "./routes/plain.ts";
import { getPrivacyPage } from "./routes/privacy.ts";
import { postMessages } from "./routes/publish.ts";
import { getQrCode } from "./routes/qr-code.ts";
import { getReactionHolders } from "./routes/reactions.ts";
import { getMembers, getMessages, getTranscript } from "./routes/read.ts";
import { getAudit } from "./routes/audit.ts";
import { getEmbed } from "./routes/room-page.ts";
import { getRoom } from "./routes/room.ts";
import { postRooms } from "./routes/rooms.ts";
import { getSearch, postMembers, postSearch } from "./routes/search.ts";
import { getSettings, patchSettings } from "./routes/settings.ts";
import { changeStateKey, getState, getStateKey } from "./routes/state.ts";
import { postTicket } from "./routes/ticket.ts";
import { upgradeRequired } from "./routes/socket.ts";

/** With one router, where hono's default has three: the middleware for other methods needs this one anyway. */
export const app = new HonoBase<AppEnv>({ router: new TrieRouter() });

app.use(securityHeaders);
app.use(pageSecurityPolicy);
app.use(refuseMisconfigured);
app.use("/rooms", publicCors);
app.use("/oembed", publicCors);
app.use("/r/:room/*", publicCors);
app.use("/rooms", refuseOrigin);
app.use("/r/:room/*", refuseOrigin);
app.use("/r/:room/*", privateAnswers);
app.use("/r/:room/*", usageHint);
app.use("/r/:room/*", roomName);
app.use(methodProblems(app));
app.use("/rooms", limitListRequests);
app.use("/oembed", limitListRequests);
app.use("/r/:room/*", limitRequests);
app.use("/r/:room/guest-cookie", refuseMissing);
app.use("/r/:room/qr.svg", refuseMissing);
app.use("/r/:room/socket", refuseMissing);

app.get("/", getLandingPage);
app.get("/health", getHealth);
app.get("/manifest.webmanifest", getWebManifest);
app.get("/offline", getOfflinePage);
app.get("/privacy", getPrivacyPage);
app.get("/rooms", getRooms);
app.get("/oembed", getOembed);
app.post("/rooms", postRooms);
app.get("/r/:room", getRoom);
app.delete("/r/:room", deleteRoom);
app.post("/r/:room", postMessages);
app.get("/r/:room/socket", upgradeRequired);
app.get("/r/:room/messages", getMessages);
app.post("/r/:room/messages", postMessages);
app.patch("/r/:room/messages/:seq", patchMessage);
app.delete("/r/:room/messages/:seq", deleteMessage);
app.post("/r/:room/messages/:seq/restore", restoreMessage);
app.get("/r/:room/messages/:seq/reactions/:emoji", getReactionHolders);
app.put("/r/:room/messages/:seq/reactions/:emoji", changeReaction);
app.delete("/r/:room/messages/:seq/reactions/:emoji", changeReaction);
app.post("/r/:room/commands", postCommands);
app.get("/r/:room/settings", getSettings);
app.patch("/r/:room/settings", patchSettings);
app.get("/r/:room/state", getState);
app.get("/r/:room/state/:key", getStateKey);
app.put("/r/:room/state/:key", changeStateKey);
app.delete("/r/:room/state/:key", changeStateKey);
app.get("/r/:room/audit", getAudit);
app.get("/r/:room/links", getLinks);
app.post("/r/:room/links", postLinks);
app.delete("/r/:room/links/:id", deleteLink);
app.get("/r/:room/keys", getKeys);
app.put("/r/:room/keys/:kid", putKey);
app.delete("/r/:room/keys/:kid", deleteKey);
app.post("/r/:room/revocations", postRevocations);
app.post("/r/:room/owner-key", postOwnerKey);
app.post("/r/:room/clear", postClear);
app.delete("/r/:room/me", deleteMe);
app.post("/r/:room/typing", postTyping);
app.post("/r/:room/ticket", postTicket);
app.get("/r/:room/events", streamEvents);
app.get("/r/:room/transcript", getTranscript);
app.get("/r/:room/members", getMembers);
app.post("/r/:room/members", postMembers);
app.get("/r/:room/search", getSearch);
app.post("/r/:room/search", postSearch);
app.get("/r/:room/embed", getEmbed);
app.get("/r/:room/guest-cookie", getGuestCookie);
app.put("/r/:room/guest-cookie", putGuestCookie);
app.delete("/r/:room/guest-cookie", deleteGuestCookie);
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
