import * as v from "@badrap/valita";

/** The room has sent the client's signals up to its count `n` on, or newer ones of the same key (SPEC EPH-6). */
export const echoEventSchema = v.object({ type: v.literal("echo"), n: v.number() });
export type EchoEvent = v.Infer<typeof echoEventSchema>;
