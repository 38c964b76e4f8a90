import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";

/** Everything that is no address of the public internet: this machine, its network, and what routers keep for themselves. */
const NOT_PUBLIC = new BlockList();
for (const [net, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const) {
  NOT_PUBLIC.addSubnet(net, bits, "ipv4");
}

/** Of IPv6 only what is given out as public counts, without the ranges that carry an IPv4 address within. */
const GLOBAL_6 = new BlockList();
GLOBAL_6.addSubnet("2000::", 3, "ipv6");
const NOT_GLOBAL_6 = new BlockList();
for (const [net, bits] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const) {
  NOT_GLOBAL_6.addSubnet(net, bits, "ipv6");
}

/** May a stranger's URL lead us here? */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !NOT_PUBLIC.check(address, "ipv4");
  if (family === 6) return GLOBAL_6.check(address, "ipv6") && !NOT_GLOBAL_6.check(address, "ipv6");
  return false;
}

export type Resolved = { readonly address: string; readonly family: 4 | 6 };

/** A name that leads to where webhooks must not go. */
export class PrivateAddressError extends Error {
  constructor(host: string) {
    super(`${host} is an address of a private network; KITUO_WEBHOOKS_TO_PRIVATE_NETWORKS=true allows it`);
    this.name = "PrivateAddressError";
  }
}

/** Where a host is to be reached; the answer is what is dialled, so that a second look-up cannot lead elsewhere. */
export async function resolvePublic(hostname: string, allowsPrivate: boolean): Promise<Resolved> {
  const host = hostname.replace(/^\[|\]$/g, "");
  const found = isIP(host) === 0 ? await lookup(host, { all: true }) : [{ address: host, family: isIP(host) }];
  if (!allowsPrivate && !found.every(({ address }) => isPublicAddress(address))) throw new PrivateAddressError(host);
  const [first] = found;
  if (first === undefined) throw new Error(`${host} has no address`);
  return { address: first.address, family: first.family === 6 ? 6 : 4 };
}
