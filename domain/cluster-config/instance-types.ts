/** Meaning of an instance type's name (EC2 user guide, "Instance type naming conventions"). */

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

/** The facts that choose the image of a group: the processor of its instance types, and their extra devices. */
export interface InstanceKind {
  readonly architecture: 'arm64' | 'x86_64';
  readonly nvidia: boolean;
  /** AWS's own accelerators. */
  readonly neuron: boolean;
}

/** As a type's name tells, where EC2 was not asked. */
export const kindByName = (instanceType: string): InstanceKind => ({
  architecture: architectureOf(instanceType),
  nvidia: hasNvidiaGpu(instanceType),
  neuron: hasNeuron(instanceType),
});

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
