import ipaddr from 'ipaddr.js';

/** An IPv4 or IPv6 block: its first address as a number, and how many leading bits are fixed. */
export interface Cidr {
  readonly family: 4 | 6;
  readonly base: bigint;
  readonly prefix: number;
}

const bitsOf = (family: 4 | 6): number => (family === 4 ? 32 : 128);

function toNumber(bytes: readonly number[]): bigint {
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

/** Blocks that were parsed before: the same few stand in every subnet's record. */
const parsed = new Map<string, Cidr | undefined>();

/** Parses `address/prefix` and clears the host bits, as EC2 does; undefined where the text is no CIDR block. */
export function parseCidr(text: string): Cidr | undefined {
  if (!parsed.has(text)) {
    if (parsed.size > 10_000) parsed.clear();
    parsed.set(text, parse(text));
  }
  return parsed.get(text);
}

function parse(text: string): Cidr | undefined {
  if (!ipaddr.isValidCIDR(text)) return undefined;
  const [address, prefix] = ipaddr.parseCIDR(text);
  const family = address.kind() === 'ipv4' ? 4 : 6;
  if (family === 4 && !/^\d+\.\d+\.\d+\.\d+\//.test(text)) return undefined;
  const hostBits = BigInt(bitsOf(family) - prefix);
  return { family, base: (toNumber(address.toByteArray()) >> hostBits) << hostBits, prefix };
}

/** The last address of a block. */
function lastOf(cidr: Cidr): bigint {
  return cidr.base + (1n << BigInt(bitsOf(cidr.family) - cidr.prefix)) - 1n;
}

export function contains(outer: Cidr, inner: Cidr): boolean {
  return outer.family === inner.family && outer.base <= inner.base && lastOf(inner) <= lastOf(outer);
}

export function overlaps(a: Cidr, b: Cidr): boolean {
  return a.family === b.family && a.base <= lastOf(b) && b.base <= lastOf(a);
}

/** The address `offset` places after the block's first. */
export function addressAt(cidr: Cidr, offset: number): string {
  const value = cidr.base + BigInt(offset);
  const bytes: number[] = [];
  for (let shift = bitsOf(cidr.family) - 8; shift >= 0; shift -= 8) {
    bytes.push(Number((value >> BigInt(shift)) & 0xffn));
  }
  return ipaddr.fromByteArray(bytes).toString();
}

export function formatCidr(cidr: Cidr): string {
  return `${addressAt(cidr, 0)}/${cidr.prefix}`;
}

/** The number of usable addresses in an IPv4 subnet: AWS keeps the first four and the last. */
export function usableAddresses(cidr: Cidr): number {
  return 2 ** (32 - cidr.prefix) - 5;
}
