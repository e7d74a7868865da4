/** Connects a frame with the page around it: one hello, and one port in answer (SPEC EMBED-8). */
import { BRIDGE_VERSION, type FrameMessage, type Hello } from "../../protocol/frame-messages.ts";
import { parseConnect, parseHostMessage, type HostConfig, type HostRequest } from "../models/host-message.ts";

/** An answer of the page to `token`. */
export type TokenAnswer = Extract<HostRequest, { readonly type: "token" }>;
export type OtherRequest = Exclude<HostRequest, TokenAnswer>;

export interface HostConnection {
  /** how the page wanted the room to look when it answered */
  readonly config: HostConfig;
  send(message: FrameMessage): void;
  /** Calls `listener` for each answer to `token`. */
  onToken(listener: (answer: TokenAnswer) => void): void;
  /** Calls `listener` for each other valid message, also for those that came before, in order. */
  listen(listener: (request: OtherRequest) => void): void;
}

/** Resolves once the parent of the page, of exactly this origin, has answered. A page without our loader never does. */
export function connectToHost(origin: string): Promise<HostConnection> {
  const id = `${performance.timeOrigin}-${Math.random()}`;
  return new Promise((resolve) => {
    const onAnswer = (event: MessageEvent<unknown>): void => {
      if (event.source !== parent || event.origin !== origin) return;
      const config = parseConnect(event.data, id);
      const [port, ...others] = event.ports;
      if (config === undefined || port === undefined || others.length > 0) return;
      removeEventListener("message", onAnswer);
      resolve(connectionOf(port, config));
    };
    addEventListener("message", onAnswer);
    const hello: Hello = { type: "majlis:hello", v: BRIDGE_VERSION, id };
    parent.postMessage(hello, origin);
  });
}

/** A page that sends more before anything listens is not one of ours. */
const MAX_WAITING = 100;

function connectionOf(port: MessagePort, config: HostConfig): HostConnection {
  let waiting: readonly OtherRequest[] = [];
  let onOther = (request: OtherRequest): void => {
    if (waiting.length < MAX_WAITING) waiting = [...waiting, request];
  };
  let onToken = (_answer: TokenAnswer): void => undefined;
  port.onmessage = ({ data }: MessageEvent<unknown>) => {
    const request = parseHostMessage(data);
    if (request?.type === "token") onToken(request);
    else if (request !== undefined) onOther(request);
  };
  return {
    config,
    send: (message) => port.postMessage(message),
    onToken: (listener) => (onToken = listener),
    listen(listener) {
      onOther = listener;
      for (const request of waiting) listener(request);
      waiting = [];
    },
  };
}
