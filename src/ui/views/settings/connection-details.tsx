import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { Transport } from "../../../client/api.ts";
import { useRoom } from "../context.ts";

const TRANSPORT_POLL_MS = 1_000;

/** The state of the connection, since when, and its transport. */
export function ConnectionDetails(): JSX.Element {
  const { conversation, formats, t } = useRoom();
  const state = conversation.connection.state.value;
  const transport = useTransport();
  return (
    <div class="setting" role="group" aria-labelledby="connection-title">
      <p class="setting-title" id="connection-title">
        {t("connection")}
      </p>
      <p class="secondary-text connection-details">
        <span>
          {t(`state_${state.name}`)}
          {"since" in state && <> {t("stateSince", { time: formats.time(state.since) })}</>}
        </span>
        {state.name === "online" && transport !== undefined && <span>{t(`transport_${transport}`)}</span>}
      </p>
    </div>
  );
}

/** Polled: the client has no event for a change of transport. */
function useTransport(): Transport | undefined {
  const { room } = useRoom().conversation;
  const transport = useSignal(room.transport);
  useEffect(() => {
    const timer = setInterval(() => (transport.value = room.transport), TRANSPORT_POLL_MS);
    return () => clearInterval(timer);
  }, [room]);
  return transport.value;
}
