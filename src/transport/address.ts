/** The address that is the key of a rate limit (SPEC LIM-1). */

/** An IPv6 host usually owns its whole /64, so the limit is per /64 (RFC 6177). */
const IPV6_PREFIX_GROUPS = 4;

/** The key for `ip`: the address itself for IPv4, its /64 for IPv6; undefined if there is none. */
export function rateAddress(ip: string | null): string | undefined {
  if (ip === null || ip === "") return undefined;
  if (!ip.includes(":")) return ip;
  const [head = "", tail] = ip.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill("0");
  return [...before, ...(tail === undefined ? [] : zeros), ...after].slice(0, IPV6_PREFIX_GROUPS).join(":");
}
