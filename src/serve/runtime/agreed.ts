/** What the server's own process and the Worker agree on. */

/** Names the folder of the rooms' databases: another one would start with no rooms. */
export const ROOMS_KEY = "majlis-rooms";

/** What the control socket takes, each by POST: to close all sockets, and to remove the files of rooms that were only asked for. */
export const CONTROL_PATHS = { stop: "/stop", removeEmpty: "/remove-empty" } as const;
