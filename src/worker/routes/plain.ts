/** The page of a room without JavaScript (SPEC HTTP-14). */
import type { Context } from "hono";
import { parseEnvLimits } from "../../durable-object/load-room.ts";
import { ERRORS, type Failure } from "../../protocol/errors.ts";
import { cleanInput, cleanLine } from "../../text/clean-input.ts";
import { ASSETS } from "../assets.ts";
import { readPublishBody } from "../request-body.ts";
import type { AppEnv } from "../env.ts";
import { readPreferences, parsePageTheme } from "../preference-cookies.ts";
import { chooseLanguage, findLanguage } from "../language.ts";
import { plainPage } from "../pages/plain-page.ts";
import { plainUrl, type PlainView } from "../pages/plain-url.ts";
import { problem } from "../problem.ts";
import { callRoom } from "../room-stub.ts";
import { publishBody } from "./publish.ts";
import { parseIntegerParameter } from "./query-parameters.ts";

const PAGE_MESSAGES = 50;
/** Longer than any valid name. */
const MAX_NAME_CHARACTERS = 320;

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
  const name = context.req.query("name")?.slice(0, MAX_NAME_CHARACTERS);
  return renderPlainPage(context, { ...plainViewOf(context), name, before: before.value });
}

/**
 * `POST /r/{room}/plain` (SPEC HTTP-14): publishes and redirects back (303); on failure the page again, with the
 * reason.
 */
export async function postForm(context: Context<AppEnv>): Promise<Response> {
  const body = await readPublishBody(context.req.raw, parseEnvLimits(context.env));
  if (!body.ok) return renderPlainPage(context, plainViewOf(context), { draft: "", failure: body.failure });
  const typed = body.value;
  const text = cleanInput(typed.text);
  const name = typed.name === undefined ? undefined : cleanLine(typed.name);
  const view = { ...plainViewOf(context), name };
  const published = await publishBody(context, { ...typed, text, ...(name === undefined ? {} : { name }) });
  if (published.ok) return context.redirect(plainUrl(view), 303);
  return renderPlainPage(context, view, { draft: text, failure: published.failure });
}

function plainViewOf(context: Context<AppEnv>): PlainView {
  const theme = parsePageTheme(context.req.query("theme"));
  return {
    room: context.get("room"),
    language: findLanguage(context.req.query("lang")),
    theme: theme === "auto" ? undefined : theme,
    isFramed: context.req.query("view") === "embed",
  };
}

async function renderPlainPage(
  context: Context<AppEnv>,
  view: PlainView,
  failedSubmission?: FailedSubmission,
): Promise<Response> {
  const { room } = view;
  const preferences = view.isFramed === true ? {} : readPreferences(context);
  const language = chooseLanguage(context, preferences.language);
  if (view.isFramed === true) context.set("isEmbeddable", true);
  const page = await callRoom(context.env, room, (stub) => stub.messages(view.before, PAGE_MESSAGES));
  const failure = failedSubmission?.failure ?? (page.ok ? undefined : page.failure);
  context.header("Cache-Control", "no-store");
  context.header("Vary", "Accept-Language, Cookie");
  if (failure?.retryAfterMs !== undefined)
    context.header("Retry-After", String(Math.ceil(failure.retryAfterMs / 1_000)));
  return context.html(
    plainPage({
      room,
      view,
      language,
      theme: view.theme ?? parsePageTheme(preferences.theme),
      assets: ASSETS.plain,
      canonicalUrl: new URL(`/r/${encodeURIComponent(room)}`, context.req.url).href,
      messages: page.ok ? page.value.events.filter((event) => event.type === "message") : [],
      more: page.ok && page.value.more,
      commandId: crypto.randomUUID(),
      draft: failedSubmission?.draft ?? "",
      failure,
      maxNameCharacters: parseEnvLimits(context.env).nameGraphemes,
    }),
    failure === undefined ? 200 : ERRORS[failure.code].status,
  );
}
