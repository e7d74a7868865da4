/** The page of a room without JavaScript (SPEC HTTP-14). */
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { readLimits } from "../../durable-object/configuration.ts";
import { ERRORS, type Failure } from "../../protocol/errors.ts";
import type { Page } from "../../protocol/events/page.ts";
import { cleanInput, cleanLine } from "../../text/clean-input.ts";
import { fail, type Result } from "../../text/result.ts";
import { ASSETS } from "../assets.ts";
import { answerBody } from "../bridge/large-answer.ts";
import { readPublishBody } from "../request-body.ts";
import type { AppEnv } from "../env.ts";
import { readDisplay, readPreferences, parsePageTheme } from "../preference-cookies.ts";
import { readFrameAppearance } from "../frame-appearance.ts";
import { findLanguage, pageLanguage } from "../language.ts";
import { plainPage } from "../pages/plain-page.ts";
import { plainUrl, type PlainView } from "../pages/plain-url.ts";
import { problem, retryAfterHeader } from "../problem.ts";
import { COMMON_PRESENTATION, presentRoom } from "../present-room.ts";
import { anonymousReader } from "../read-room.ts";
import { callRoom } from "../room-stub.ts";
import { missingCode, renderMissingRoom } from "./missing-room.ts";
import { refuseFrame } from "./frame.ts";
import { publishBody } from "./publish.ts";
import { parseIntegerParameter } from "./query-parameters.ts";

const PAGE_MESSAGES = 50;
/** Longer than any valid name. It may end in half of a character, which no cookie can hold. */
const MAX_NAME_CHARACTERS = 320;
const NAME_COOKIE = "majlis-name";

/** A post that failed: its text, which is put back into the form, and the reason. */
interface FailedSubmission {
  readonly draft: string;
  readonly failure: Failure;
}

/** `GET /r/{room}/plain?before=SEQ&name=` (SPEC HTTP-14): the latest messages and a form, as HTML. Writes nothing. */
export async function getPlainPage(context: Context<AppEnv>): Promise<Response> {
  const before = parseIntegerParameter("before", context.req.query("before"), {
    min: 1,
    max: Number.MAX_SAFE_INTEGER,
  });
  if (!before.ok) return problem(before.failure);
  const requestedName = context.req.query("name")?.slice(0, MAX_NAME_CHARACTERS).toWellFormed();
  if (requestedName !== undefined) keepName(context, requestedName);
  const name = requestedName ?? getCookie(context, NAME_COOKIE);
  return renderPlainPage(context, { ...plainViewOf(context), name, before: before.value });
}

/** The page without messages, for a request that must not reach the room: with the reason. */
export function renderRefusedPage(context: Context<AppEnv>, refused: Failure): Promise<Response> {
  context.set("refusal", refused);
  return renderPlainPage(context, plainViewOf(context));
}

/**
 * `POST /r/{room}/plain` (SPEC HTTP-14): publishes and redirects back (303); on failure the page again, with the
 * reason.
 */
export async function postForm(context: Context<AppEnv>): Promise<Response> {
  const form = await readPublishBody(context.req.raw, readLimits(context.env));
  if (!form.ok) return renderPlainPage(context, plainViewOf(context), { draft: "", failure: form.failure });
  const typed = form.value;
  const text = cleanInput(typed.text);
  const name = typed.name === undefined ? undefined : cleanLine(typed.name);
  const view = { ...plainViewOf(context), name };
  const body = { ...typed, text, ...(name === undefined ? {} : { name }) };
  const refused = context.get("refusal");
  const published = refused === undefined ? await publishBody(context, body, false) : fail(refused);
  if (!published.ok) return renderPlainPage(context, view, { draft: text, failure: published.failure });
  if (name !== undefined) keepName(context, name);
  return context.redirect(plainUrl(view), 303);
}

/**
 * Keeps the name for the form's next load: in a cookie, as URLs are in the logs of servers. In a frame of another site it
 * has to be partitioned, which needs HTTPS. It proves nothing.
 */
function keepName(context: Context<AppEnv>, name: string): void {
  const isSecure = context.req.url.startsWith("https:");
  setCookie(context, NAME_COOKIE, name, {
    path: `/r/${encodeURIComponent(context.get("room"))}/plain`,
    httpOnly: true,
    ...(isSecure
      ? ({ secure: true, sameSite: "None", partitioned: true } as const)
      : ({ sameSite: "Lax" } as const)),
  });
}

function plainViewOf(context: Context<AppEnv>): PlainView {
  const theme = parsePageTheme(context.req.query("theme"));
  const isFramed = context.req.query("view") === "embed";
  return {
    room: context.get("room"),
    language: findLanguage(context.req.query("lang")),
    theme: theme === "auto" ? undefined : theme,
    isFramed,
    isReadOnly: isFramed && readFrameAppearance(context).isReadOnly,
  };
}

async function readMessages(
  context: Context<AppEnv>,
  { before }: PlainView,
): Promise<Result<Omit<Page, "type" | "id">, Failure>> {
  const refused = context.get("refusal");
  if (refused !== undefined) return fail(refused);
  const reader = anonymousReader(context);
  return callRoom(context.env, context.get("room"), (stub) => stub.messages(reader, before, PAGE_MESSAGES));
}

async function renderPlainPage(
  context: Context<AppEnv>,
  view: PlainView,
  failedSubmission?: FailedSubmission,
): Promise<Response> {
  const { room } = view;
  const preferences = view.isFramed === true ? {} : readPreferences(context);
  const [presented, page] = await Promise.all([presentRoom(context), readMessages(context, view)]);
  const presentation = presented.ok ? presented.value : COMMON_PRESENTATION;
  const language = await pageLanguage(context, preferences.language, presentation.language);
  const notice = view.isFramed === true ? await refuseFrame(context, presented) : undefined;
  if (notice !== undefined) return notice;
  const failure = failedSubmission?.failure ?? (page.ok ? undefined : page.failure);
  const missing = failure && missingCode(failure);
  if (missing !== undefined) return renderMissingRoom(context, missing, view.isFramed === true);
  context.header("Cache-Control", "no-store");
  context.header("Vary", "Accept-Language, Cookie");
  for (const [name, value] of Object.entries(retryAfterHeader(failure ?? {}))) context.header(name, value);
  const status = failure === undefined ? 200 : (failure.status ?? ERRORS[failure.code].status);
  if (status === 401) context.header("WWW-Authenticate", "Bearer");
  const html = await plainPage({
    room,
    view,
    language,
    presentation,
    theme: view.theme ?? parsePageTheme(preferences.theme),
    display: readDisplay(context, view.isFramed === true ? "embed" : "page"),
    assets: ASSETS.plain,
    canonicalUrl: new URL(`/r/${encodeURIComponent(room)}`, context.req.url).href,
    messages: page.ok ? page.value.events.filter((event) => event.type === "message") : [],
    older: page.ok && page.value.more ? (page.value.before ?? page.value.events[0]?.seq) : undefined,
    commandId: crypto.randomUUID(),
    draft: failedSubmission?.draft ?? "",
    failure,
    isNetworkBusy: context.get("refusal") !== undefined,
    maxNameCharacters: readLimits(context.env).nameGraphemes,
  });
  context.header("Content-Type", "text/html; charset=UTF-8");
  return context.body(answerBody(html.toString()), status);
}
