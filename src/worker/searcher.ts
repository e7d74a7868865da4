import type { Context } from "hono";
import type { Searcher } from "../room/searcher.ts";
import { rateAddress } from "../transport/address.ts";
import { bearerToken } from "../transport/handshake.ts";

/** Who searches: the member of the token, else an address. */
export function searcherOf({ req }: Context): Searcher {
  return {
    token: bearerToken(req.header("Authorization") ?? null),
    address: rateAddress(req.header("CF-Connecting-IP") ?? null),
  };
}
