import type { Context } from "hono";
import { exhaustive } from "../../text/exhaustive.ts";
import type { App } from "../env.ts";
import { negotiateForm } from "../negotiate.ts";
import { events } from "./events.ts";
import { help } from "./help.ts";
import { info, transcript } from "./read.ts";
import { embed, page } from "./room-page.ts";

/** `GET /r/{room}`: whichever of the named routes the asker wants (SPEC HTTP-1). */
export function room(context: Context<App>): Response | Promise<Response> {
  const form = negotiateForm(context.req.raw);
  switch (form) {
    case "help":
      return help(context);
    case "events":
      return events(context);
    case "info":
      return info(context);
    case "transcript":
      return transcript(context);
    case "embed":
      return embed(context);
    case "page":
      return page(context);
    default:
      return exhaustive(form);
  }
}
