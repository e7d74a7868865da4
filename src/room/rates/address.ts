/** The addresses that limits are counted by (SPEC LIM-7): one of IPv4, a /64 of IPv6, and the /48 around that. Pure. */

/** What cannot be read counts as one address together: an unknown form must not be a way around the limits. */
const UNREADABLE = "unreadable";

/** Proxies may add the port: `192.0.2.7:443`, `[2001:db8::1]:443` (RFC 7239 §6). */
const WITH_PORT = /^(?:\[(.+)\](?::\d+)?|(\d+(?:\.\d+){3}):\d+)$/;
/** The zone of a link-local address (RFC 4007 §11). */
const ZONE = /%.*$/;
const HEX_GROUP = /^[\da-f]{1,4}$/i;
const DECIMAL_OCTET = /^(?:0|[1-9]\d{0,2})$/;

const GROUPS = 8;
/** An IPv6 host usually owns its whole /64 (RFC 6177), and a customer up to a /48. */
const HOST_GROUPS = 4;
/** `::ffff:0:0/96`, an IPv4 address written as one of IPv6 (RFC 4291 §2.5.5.2) */
const MAPPED_PREFIX = [0, 0, 0, 0, 0, 0xffff];

/** The key of a client's address, as the platform reports it; undefined if there is none. */
export function addressKey(ip: string | null): string | undefined {
  if (ip === null || ip.trim() === "") return undefined;
  const [, bracketed, beforePort] = WITH_PORT.exec(ip.trim()) ?? [];
  const bare = (bracketed ?? beforePort ?? ip.trim()).replace(ZONE, "");
  return bare.includes(":") ? ipv6Key(bare) : ipv4Key(bare);
}

/** The key of the /48 around an IPv6 key of {@link addressKey}, which is a group longer; undefined for any other. */
export function networkKey(address: string): string | undefined {
  const end = address.lastIndexOf(":");
  return end === -1 ? undefined : `${address.slice(0, end)}::/48`;
}

/** What one person may have addresses of, around an address: its IPv6 /48, else the address alone. */
export function networkOrAddress(address: string): string {
  return networkKey(address) ?? address;
}

function ipv4Key(text: string): string {
  return parseIpv4(text)?.join(".") ?? UNREADABLE;
}

function ipv6Key(text: string): string {
  const groups = parseIpv6(text);
  if (groups === undefined) return UNREADABLE;
  const isMapped = MAPPED_PREFIX.every((group, index) => groups[index] === group);
  if (!isMapped) return groups.slice(0, HOST_GROUPS).map(hex).join(":");
  return groups
    .slice(MAPPED_PREFIX.length)
    .flatMap((group) => [group >> 8, group & 0xff])
    .join(".");
}

function parseIpv4(text: string): number[] | undefined {
  const octets = text.split(".");
  const isValid =
    octets.length === 4 && octets.every((octet) => DECIMAL_OCTET.test(octet) && Number(octet) <= 255);
  return isValid ? octets.map(Number) : undefined;
}

/** The eight groups of an address in any of the forms of RFC 4291 §2.2. */
function parseIpv6(text: string): number[] | undefined {
  const [head = "", tail, ...others] = text.split("::");
  const before = parseGroups(head);
  const after = parseGroups(tail ?? "");
  if (before === undefined || after === undefined || others.length > 0) return undefined;
  const missing = GROUPS - before.length - after.length;
  const isComplete = tail === undefined ? missing === 0 : missing >= 0;
  return isComplete ? [...before, ...Array<number>(missing).fill(0), ...after] : undefined;
}

function parseGroups(text: string): number[] | undefined {
  if (text === "") return [];
  const groups: number[] = [];
  const parts = text.split(":");
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    const octets = isLast && part.includes(".") ? parseIpv4(part) : undefined;
    if (octets !== undefined) groups.push(...pairs(octets));
    else if (HEX_GROUP.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

function pairs([a = 0, b = 0, c = 0, d = 0]: readonly number[]): number[] {
  return [a * 256 + b, c * 256 + d];
}

function hex(group: number): string {
  return group.toString(16);
}
