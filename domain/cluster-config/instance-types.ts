/** What an instance type's name says (EC2 user guide, "Instance type naming conventions"). */

/** `arm64` for AWS Graviton: a1, and families with a `g` after the generation; and for NVIDIA's Grace, as p6e-gb200. */
export function architectureOf(instanceType: string): 'arm64' | 'x86_64' {
  return /^(a1|[a-z]+\d+g[a-z]*|p\d+e-gb\d+)(\.|-)/.test(instanceType) ? 'arm64' : 'x86_64';
}

/** NVIDIA's: P and G families, but for g4ad, whose cards are AMD's. */
export function hasNvidiaGpu(instanceType: string): boolean {
  return /^(p\d|g\d|gr\d)/.test(instanceType) && !instanceType.startsWith('g4ad');
}

/** AWS's own accelerators: Inferentia and Trainium. */
export function hasNeuron(instanceType: string): boolean {
  return /^(inf|trn)\d/.test(instanceType);
}

export function isBurstable(instanceType: string): boolean {
  return /^t\d/.test(instanceType);
}

/** Families without the Nitro System, which cannot have address prefixes and so no IPv6 pods. */
const xenFamilies = [
  'c1',
  'c3',
  'c4',
  'd2',
  'f1',
  'g3',
  'g3s',
  'h1',
  'i2',
  'i3',
  'm1',
  'm2',
  'm3',
  'm4',
  'p2',
  'p3',
  'r3',
  'r4',
  't1',
  't2',
  'x1',
  'x1e',
];

export function hasNitro(instanceType: string): boolean {
  const [family = '', size = ''] = instanceType.split('.');
  return size === 'metal' || !xenFamilies.includes(family);
}

/** The types that a group may run, whichever way the document names them. */
export function instanceTypesOf(group: {
  readonly instanceType?: string | undefined;
  readonly instanceTypes?: readonly string[] | undefined;
  readonly instancesDistribution?: { readonly instanceTypes: readonly string[] } | undefined;
}): readonly string[] {
  if (group.instancesDistribution) return group.instancesDistribution.instanceTypes;
  if (group.instanceTypes?.length) return group.instanceTypes;
  return group.instanceType && group.instanceType !== 'mixed' ? [group.instanceType] : [];
}
