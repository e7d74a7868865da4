import type { Limits, Rate } from "../../protocol/limits.ts";

/** What an IPv6 /48 may do: several times what an address may, as many people can be behind it (SPEC LIM-7). */
export function networkRate(
  { perSecond, burst }: Rate,
  { networkAddresses }: Pick<Limits, "networkAddresses">,
): Rate {
  return { perSecond: perSecond * networkAddresses, burst: burst * networkAddresses };
}
