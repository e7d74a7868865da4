/** Gives the tabs that a frame opens the token of the site's user (SPEC EMBED-16). */
import type { GetToken } from "../../client/client-identity.ts";
import type { TabAnswer, TabRequest } from "../../protocol/tab-messages.ts";

/** Answers windows of our own origin only: what they run is ours. */
export function answerTabs(getToken: GetToken): void {
  addEventListener("message", ({ origin, data, ports: [port] }: MessageEvent<Partial<TabRequest> | null>) => {
    if (origin !== location.origin || data?.type !== "majlis:sign-in" || port === undefined) return;
    void answer(port, getToken);
  });
}

async function answer(port: MessagePort, getToken: GetToken): Promise<void> {
  let result: TabAnswer = {};
  try {
    result = { token: (await getToken()) ?? null };
  } finally {
    port.postMessage(result);
  }
}
