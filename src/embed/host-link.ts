/** The page's end of the connection with its frame (SPEC EMBED-8). */
import type { Connect, FrameConfig, FrameMessage, Hello, HostMessage } from "../protocol/frame-messages.ts";

export interface HostLink {
  /** False before the frame is connected. */
  send(message: HostMessage): boolean;
  close(): void;
}

/** Answers the hello of `frame`, once for each load of it. Anything else that is posted to the page is ignored. */
export function hostLink(
  frame: HTMLIFrameElement,
  config: () => FrameConfig,
  onMessage: (message: FrameMessage) => void,
): HostLink {
  let port: MessagePort | undefined;
  let answered: string | undefined;

  const onHello = ({ source, origin, data }: MessageEvent<Partial<Hello> | null>): void => {
    const { contentWindow, src } = frame;
    if (!contentWindow || source !== contentWindow || origin !== new URL(src).origin) return;
    if (data?.type !== "majlis:hello" || data.v !== 1 || !data.id || data.id === answered) return;
    answered = data.id;
    port?.close();
    const { port1, port2 } = new MessageChannel();
    port = port1;
    port.onmessage = (event: MessageEvent<FrameMessage>) => onMessage(event.data);
    const answer: Connect = { type: "majlis:connect", v: 1, id: answered, config: config() };
    contentWindow.postMessage(answer, origin, [port2]);
  };

  addEventListener("message", onHello);
  return {
    send(message) {
      port?.postMessage(message);
      return port !== undefined;
    },
    close() {
      removeEventListener("message", onHello);
      port?.close();
    },
  };
}
