/** An IPv4 block as numbers: first address and prefix length. */
export interface Ipv4Block {
  readonly first: number;
  readonly prefix: number;
}

/** Reads `10.1.2.3/16`; host bits are dropped, as AWS does. The text must be a valid block. */
export function parseBlock(cidr: string): Ipv4Block {
  const [address = '', length = '32'] = cidr.split('/');
  const prefix = Number(length);
  const value = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const size = 2 ** (32 - prefix);
  return { first: Math.floor(value / size) * size, prefix };
}

export const formatBlock = ({ first, prefix }: Ipv4Block): string => `${formatAddress(first)}/${prefix}`;

const formatAddress = (address: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');

/** The address so many places after the block's first. */
export const addressAt = (cidr: string, offset: number): string =>
  formatAddress(parseBlock(cidr).first + offset);

/** True where the two blocks share an address. */
export function overlap(a: string, b: string): boolean {
  const [left, right] = [parseBlock(a), parseBlock(b)];
  const end = (block: Ipv4Block) => block.first + 2 ** (32 - block.prefix);
  return left.first < end(right) && right.first < end(left);
}

/** True where `inner` lies in `outer`. */
export function contains(outer: string, inner: string): boolean {
  return parseBlock(inner).prefix >= parseBlock(outer).prefix && overlap(outer, inner);
}

/** The block cut into 2^bits parts of the same size, in order. */
export function split(cidr: string, bits: number): string[] {
  const block = parseBlock(cidr);
  const prefix = block.prefix + bits;
  const size = 2 ** (32 - prefix);
  return Array.from({ length: 2 ** bits }, (_, index) =>
    formatBlock({ first: block.first + index * size, prefix }),
  );
}
