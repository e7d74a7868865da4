import type { Context } from "hono";
import { parseEnvLimits } from "../../durable-object/load-room.ts";
import { Bridge } from "../bridge/bridge.ts";
import { Following } from "../bridge/following.ts";
import { Outflow } from "../bridge/outflow.ts";
import { BEAT, OPENING, serverSentEvent } from "../bridge/server-sent-events.ts";
import type { App } from "../env.ts";
import { NEGOTIATED_BY } from "../negotiate.ts";
import { problem } from "../problem.ts";
import { readerOf } from "../reader.ts";

const BEAT_INTERVAL_MS = 15_000;
/** The room is told of the reader's life every second beat, well before it would take them for gone (SPEC LIVE-2). */
const BEATS_A_PING = 2;

const HEADERS = {
  "Content-Type": "text/event-stream; charset=utf-8",
  "Cache-Control": "no-cache, no-transform",
  // For the proxies that read it: nothing of a stream is to be held back.
  "X-Accel-Buffering": "no",
  Vary: NEGOTIATED_BY,
};

/** `GET /r/{room}/events`: the room as server-sent events (SPEC SSE-1 to SSE-5). */
export async function events(context: Context<App>): Promise<Response> {
  if (context.req.method === "HEAD") return new Response(null, { headers: HEADERS });
  const reader = readerOf(context);
  if (!reader.ok) return problem(reader.failure);
  const position = context.req.header("Last-Event-ID") || context.req.query("position");
  const bridge = await Bridge.open(context.env, context.get("room"), {
    ...reader.value,
    stream: reader.value.session,
    position,
  });
  if (!bridge.ok) return problem(bridge.failure);
  const following = new Following(position, parseEnvLimits(context.env).historyPage);
  return new Response(stream(bridge.value, following, context.req.raw.signal), { headers: HEADERS });
}

/** Joins the room's socket and the reader's stream: whichever ends first ends the other. */
function stream(bridge: Bridge, following: Following, gone: AbortSignal): ReadableStream {
  let beats = 0;
  const beat = setInterval(() => {
    outflow.write(BEAT);
    beats += 1;
    if (beats % BEATS_A_PING === 0) bridge.ping();
  }, BEAT_INTERVAL_MS);
  const pull = () => {
    const command = following.pull();
    if (command !== undefined) bridge.send(command);
  };
  const outflow = new Outflow({
    drained: pull,
    over: () => {
      clearInterval(beat);
      bridge.close();
    },
  });
  gone.addEventListener("abort", () => outflow.end());
  outflow.write(OPENING);
  bridge.listen({
    told: (events) => {
      const steps = events.flatMap((event) => following.take(event));
      const text = steps.map((step) =>
        step.do === "tell" ? serverSentEvent(step.event, step.position) : "",
      );
      if (text.length > 0) outflow.write(text.join(""));
      if (steps.some((step) => step.do === "end")) outflow.end();
    },
    over: () => outflow.end(),
  });
  return outflow.readable;
}
