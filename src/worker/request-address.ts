import type { Context } from "hono";
import { addressKey } from "../room/rates/address.ts";

/** The address that a request is counted by (SPEC LIM-7); undefined where none is known. */
export function requestAddress({ req }: Context): string | undefined {
  return addressKey(req.header("CF-Connecting-IP") ?? null);
}
