/** The transports other than WebSocket, loaded only where sockets do not pass. */
export { TransportUpgrader } from "./transport-upgrader.ts";
export { PollLink } from "./poll-link.ts";
export { StreamLink } from "./stream-link.ts";
