/** A room for browsers without JavaScript (SPEC HTTP-14). */
import type { Context } from "hono";
import { parseEnvLimits } from "../../durable-object/load-room.ts";
import { ERRORS, type Failure } from "../../protocol/errors.ts";
import { ASSETS } from "../assets.ts";
import { readPublishBody } from "../body.ts";
import type { App } from "../env.ts";
import { keptChoices, themeFrom } from "../kept-choices.ts";
import { chooseLanguage, find } from "../language.ts";
import { pagePolicy } from "../middleware/security-headers.ts";
import { plainPage } from "../pages/plain-page.ts";
import { plainUrl, type PlainView } from "../pages/plain-url.ts";
import { directionOf } from "../pages/strings.ts";
import { problem } from "../problem.ts";
import { callRoom } from "../room-stub.ts";
import { publishBody } from "./publish.ts";
import { wholeNumber } from "./query.ts";

const MESSAGES = 50;
/** More than any name has. */
const MAX_NAME_CHARACTERS = 320;

/** What the form says besides the messages: a draft that was not sent, and why. */
interface Unsent {
  readonly draft: string;
  readonly problem: Failure;
}

/** `GET /r/{room}/plain?before=SEQ`: the latest messages and a form. Looking at it writes nothing. */
export async function plain(context: Context<App>): Promise<Response> {
  const before = wholeNumber("before", context.req.query("before"), { min: 1, max: Number.MAX_SAFE_INTEGER });
  if (!before.ok) return problem(before.failure);
  const name = context.req.query("name")?.slice(0, MAX_NAME_CHARACTERS);
  return show(context, { ...viewOf(context), name, before: before.value });
}

/** `POST /r/{room}/plain`: says something and leads back (303); where it cannot, the form is shown again with why. */
export async function sayPlainly(context: Context<App>): Promise<Response> {
  const body = await readPublishBody(context.req.raw, parseEnvLimits(context.env));
  if (!body.ok) return show(context, viewOf(context), { draft: "", problem: body.failure });
  const { text, name } = body.value;
  const view = { ...viewOf(context), name };
  const published = await publishBody(context, body.value);
  if (published.ok) return context.redirect(plainUrl(view), 303);
  return show(context, view, { draft: text, problem: published.failure });
}

function viewOf(context: Context<App>): PlainView {
  return { room: context.get("room"), language: find(context.req.query("lang")) };
}

async function show(context: Context<App>, view: PlainView, unsent?: Unsent): Promise<Response> {
  const { room } = view;
  const choices = keptChoices(context);
  const language = chooseLanguage({
    asked: context.req.query("lang"),
    kept: choices.language,
    accepted: context.req.header("Accept-Language") ?? null,
  });
  const page = await callRoom(context.env, room, (stub) => stub.messages(view.before, MESSAGES));
  const failure = unsent?.problem ?? (page.ok ? undefined : page.failure);
  context.header("Content-Security-Policy", pagePolicy("'self'"));
  context.header("Cache-Control", "no-store");
  context.header("Vary", "Accept-Language, Cookie");
  if (failure?.retryAfterMs !== undefined)
    context.header("Retry-After", String(Math.ceil(failure.retryAfterMs / 1_000)));
  return context.html(
    plainPage({
      room,
      view,
      language,
      direction: directionOf(language),
      theme: themeFrom(choices.theme),
      assets: ASSETS.plain,
      canonicalUrl: new URL(`/r/${encodeURIComponent(room)}`, context.req.url).href,
      messages: page.ok ? page.value.events.filter((event) => event.type === "message") : [],
      more: page.ok && page.value.more,
      commandId: crypto.randomUUID(),
      draft: unsent?.draft ?? "",
      problem: failure,
    }),
    failure === undefined ? 200 : ERRORS[failure.code].status,
  );
}
