/** The parts of the SDK that are loaded after joining, in idle time: most visits need none of them. */
export { revokeToken } from "./revoke-token.ts";
export { requestHolders } from "./reaction-holders.ts";
export * as management from "./management.ts";
export { searchRoom } from "./search-room.ts";
export { HeldRequestSlot } from "./transports/held-request-slot.ts";
export { PollLink } from "./transports/poll-link.ts";
export { StreamLink } from "./transports/stream-link.ts";
export { TransportUpgrader } from "./transports/transport-upgrader.ts";
