/** Limits of the eighth generation, Intel and AMD, by vCPUs. */
const EIGHTH: Readonly<
  Record<'i' | 'a', readonly (readonly [upTo: number, interfaces: number, addresses: number])[]>
> = {
  i: [
    [1, 2, 4],
    [2, 3, 20],
    [8, 4, 30],
    [16, 8, 50],
    [32, 10, 50],
    [48, 12, 50],
    [96, 16, 64],
    [384, 24, 64],
  ],
  a: [
    [1, 2, 4],
    [2, 3, 20],
    [4, 4, 20],
    [8, 4, 40],
    [16, 8, 40],
    [32, 10, 40],
    [48, 12, 64],
    [96, 16, 64],
    [384, 24, 64],
  ],
};

/** Accelerated types whose limits are not those of their vCPUs. */
const OWN_NETWORK: readonly (readonly [name: RegExp, interfaces: number, addresses: number])[] = [
  [/^t3a\.small$/, 2, 4],
  [/^g4dn\.(2|4)xlarge$|^g4dn\.xlarge$/, 3, 10],
  [/^g4dn\.(8|16)xlarge$/, 4, 15],
  [/^g5\.12xlarge$/, 15, 50],
  [/^(g5|m4)\.16xlarge$/, 8, 30],
  [/^g5\.48xlarge$/, 7, 50],
  [/^g6e\.12xlarge$/, 10, 30],
  [/^g6e\.24xlarge$/, 20, 50],
  [/^g6e\.48xlarge$/, 40, 50],
  [/^inf1\.(2xlarge|xlarge)$/, 4, 10],
  [/^inf1\.24xlarge$/, 11, 30],
  [/^i4i\.24xlarge$/, 15, 30],
  [/^i7ie\.12xlarge$/, 8, 50],
  [/^(i3en|i7ie)\.3xlarge$/, 4, 15],
  [/^p4d/, 60, 50],
  [/^p5\.4xlarge$/, 4, 30],
  [/^p5/, 64, 50],
  [/^trn1\.32xlarge$/, 40, 50],
  [/^trn1n/, 80, 50],
  [/^trn2/, 32, 50],
  [/^(c6in|m6idn|m6in|r6idn|r6in)\.(32xlarge|metal)$/, 16, 50],
];

/** Network interfaces and IPv4 addresses on each, which set how many pods a node takes ("IP addresses per interface"). */
export function networkOf(
  family: string,
  size: string,
  vcpus: number,
): readonly [interfaces: number, addresses: number] {
  const own = OWN_NETWORK.find(([pattern]) => pattern.test(`${family}.${size}`));
  if (own) return [own[1], own[2]];
  const eighth = /^[cmr]8(i|a)/.exec(family)?.[1] as 'i' | 'a' | undefined;
  const row = eighth && EIGHTH[eighth].find(([upTo]) => vcpus <= upTo);
  if (row) return [row[1], row[2]];
  if (/^t\d/.test(family)) {
    const limits: Record<string, readonly [number, number]> = {
      nano: [2, 2],
      micro: [2, 2],
      small: [3, 4],
      medium: [3, 6],
      large: [3, 12],
    };
    return limits[size] ?? [family === 't2' ? 3 : 4, 15];
  }
  if (family === 'm4' && size === 'large') return [2, 10];
  if (vcpus <= 1) return [2, 4];
  if (vcpus <= 2) return [3, 10];
  if (vcpus <= 8) return [4, 15];
  if (vcpus <= 48) return [8, 30];
  return [15, 50];
}
