import type { Context } from "hono";
import { readLimits } from "../../durable-object/configuration.ts";
import { Bridge } from "../bridge/bridge.ts";
import { CatchUp } from "../bridge/catch-up.ts";
import { BoundedStream } from "../bridge/bounded-stream.ts";
import {
  htmlServerSentEvent,
  KEEP_ALIVE_COMMENT,
  STREAM_PREAMBLE,
  serverSentEvent,
} from "../bridge/server-sent-events.ts";
import type { AppEnv } from "../env.ts";
import { acceptsHtmlEvents, asksForHtml, VARY_HEADER } from "../content-negotiation.ts";
import { problem } from "../problem.ts";
import { parseReader } from "../reader.ts";
import { requestAddress } from "../request-address.ts";

const KEEP_ALIVE_INTERVAL_MS = 15_000;
/** Every second keep-alive also pings the room, well before it would consider the reader gone (SPEC LIVE-2). */
const KEEP_ALIVES_PER_PING = 2;

const HEADERS = {
  "Content-Type": "text/event-stream; charset=utf-8",
  "Cache-Control": "no-cache, no-transform",
  // nginx and others buffer a stream without this.
  "X-Accel-Buffering": "no",
  Vary: VARY_HEADER,
};

/**
 * `GET /r/{room}/events?position=&session=&name=` (SPEC SSE-1 to SSE-5, HTML-2, READ-1, READ-2): a stream of server-sent
 * events, or a problem if the reader is refused. HEAD answers the headers and joins nothing.
 */
export async function streamEvents(context: Context<AppEnv>): Promise<Response> {
  if (context.req.method === "HEAD") return new Response(null, { headers: HEADERS });
  const html = asksForHtml(context);
  if (!html.ok) return problem(html.failure);
  const encodeStep = html.value || acceptsHtmlEvents(context) ? htmlServerSentEvent : serverSentEvent;
  const reader = parseReader(context);
  if (!reader.ok) return problem(reader.failure);
  const position = context.req.header("Last-Event-ID") || context.req.query("position");
  const bridge = await Bridge.open(context.env, context.get("room"), {
    ...reader.value,
    stream: reader.value.session,
    position,
  });
  if (!bridge.ok) return problem(bridge.failure);
  const catchUp = new CatchUp(position, readLimits(context.env).historyPage);
  return new Response(
    pipeEvents({
      bridge: bridge.value,
      catchUp,
      encodeStep,
      signal: context.req.raw.signal,
      address: requestAddress(context),
    }),
    { headers: HEADERS },
  );
}

interface EventPipe {
  readonly bridge: Bridge;
  readonly catchUp: CatchUp;
  readonly encodeStep: typeof serverSentEvent;
  readonly signal: AbortSignal;
  readonly address: string | undefined;
}

/** Pipes the room's socket into the reader's stream: whichever ends first ends the other. */
function pipeEvents({ bridge, catchUp, encodeStep, signal, address }: EventPipe): ReadableStream {
  let keepAliveCount = 0;
  const keepAliveTimer = setInterval(() => {
    output.write(KEEP_ALIVE_COMMENT);
    keepAliveCount += 1;
    if (keepAliveCount % KEEP_ALIVES_PER_PING === 0) bridge.ping();
  }, KEEP_ALIVE_INTERVAL_MS);
  let retryTimer: ReturnType<typeof setTimeout> | null = null;
  const requestNextPage = () => {
    const command = catchUp.nextPageRequest();
    if (command !== undefined) bridge.send(command);
  };
  const output = new BoundedStream(
    {
      onDrain: requestNextPage,
      onClose: () => {
        clearInterval(keepAliveTimer);
        clearTimeout(retryTimer);
        bridge.close();
      },
    },
    { address },
  );
  signal.addEventListener("abort", () => output.end());
  output.write(STREAM_PREAMBLE);
  bridge.listen({
    onEvents: (events) => {
      const steps = events.flatMap((event) => catchUp.receive(event));
      const texts = steps.map((step) =>
        step.kind === "send" ? encodeStep(step.event, step.position, Math.random) : "",
      );
      const text = texts.join("");
      if (text !== "") output.write(text);
      if (steps.some((step) => step.kind === "end")) output.end();
      for (const step of steps) if (step.kind === "wait") retryTimer = setTimeout(requestNextPage, step.ms);
    },
    onClose: () => output.end(),
  });
  return output.readable;
}
