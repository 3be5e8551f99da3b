import ipaddr from 'ipaddr.js';

/** An address literal as its bytes, 4 or 16 of them; an IPv4 address mapped into IPv6 counts as IPv4. */
export type AddressBytes = readonly number[];

const LOOKS_LIKE_IPV4 = /^\d+\.\d+\.\d+\.\d+$/;
const LOOKS_LIKE_IPV6 = /^[0-9a-fA-F:]*:[0-9a-fA-F:]*$/;

/** The bytes of a literal, or undefined where the text is no IP address. */
export function addressBytes(text: string): AddressBytes | undefined {
  if (LOOKS_LIKE_IPV4.test(text)) {
    const bytes = text.split('.').map(Number);
    return bytes.every((byte) => byte <= 255) ? bytes : undefined;
  }
  if (!LOOKS_LIKE_IPV6.test(text) || !ipaddr.IPv6.isValid(text)) return undefined;
  const address = ipaddr.IPv6.parse(text);
  return address.isIPv4MappedAddress() ? address.toIPv4Address().toByteArray() : address.toByteArray();
}

/** Negative, zero or positive as with a sort; undefined where the families differ. */
export function compareAddresses(a: AddressBytes, b: AddressBytes): number | undefined {
  if (a.length !== b.length) return undefined;
  for (let index = 0; index < a.length; index++) {
    const difference = (a[index] as number) - (b[index] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The highest address of the block that begins with `base`. */
export function topOfBlock(base: AddressBytes, prefixLength: number): AddressBytes {
  return base.map((byte, index) => {
    const hostBits = Math.min(8, Math.max(0, (index + 1) * 8 - prefixLength));
    return byte | (2 ** hostBits - 1);
  });
}
