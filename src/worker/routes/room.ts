import type { Context } from "hono";
import { exhaustive } from "../../text/exhaustive.ts";
import type { AppEnv } from "../env.ts";
import { negotiateRepresentation } from "../content-negotiation.ts";
import { streamEvents } from "./events.ts";
import { getHelp } from "./help.ts";
import { getInfo, getNegotiatedTranscript } from "./read.ts";
import { getEmbed, getRoomPage } from "./room-page.ts";

/** `GET /r/{room}` (SPEC HTTP-1): the representation that the request's headers ask for. */
export function getRoom(context: Context<AppEnv>): Response | Promise<Response> {
  const representation = negotiateRepresentation(context);
  switch (representation) {
    case "help":
      return getHelp(context);
    case "events":
      return streamEvents(context);
    case "info":
      return getInfo(context);
    case "transcript":
      return getNegotiatedTranscript(context);
    case "embed":
      return getEmbed(context);
    case "page":
      return getRoomPage(context);
    default:
      return exhaustive(representation);
  }
}
