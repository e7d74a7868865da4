/** What is needed only where sockets do not pass: loaded when it is (SPEC, "Clients: fallback and upgrade"). */
export { TransportUpgrader } from "./transport-upgrader.ts";
export { PollLink } from "./poll-link.ts";
export { StreamLink } from "./stream-link.ts";
