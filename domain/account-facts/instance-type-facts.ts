import type { InstanceKind } from '../cluster-config/instance-types.ts';
import type { Answer } from './answer.ts';

/** Each instance type with the zones that offer it, sorted; a type that none offers is absent. */
export type OfferedInstanceTypes = ReadonlyMap<string, readonly string[]>;

/** As DescribeInstanceTypes tells of a type. */
export interface InstanceTypeFacts {
  readonly architectures: readonly string[];
  readonly vcpus: number;
  readonly hasNvidiaGpu: boolean;
  readonly hasNeuron: boolean;
  readonly isNitro: boolean;
  readonly isBurstable: boolean;
  /** `on-demand`, `spot`, `capacity-block`. */
  readonly usageClasses: readonly string[];
}

/** The part of EC2's answer that chooses images; absent where EC2 could not be asked. */
export function kindsOf(
  answer: Answer<Readonly<Record<string, InstanceTypeFacts>>>,
): Readonly<Record<string, InstanceKind>> | undefined {
  if ('denied' in answer) return undefined;
  const kinds = Object.entries(answer.known).map(([name, facts]): [string, InstanceKind] => [
    name,
    {
      architecture: facts.architectures.includes('arm64') ? 'arm64' : 'x86_64',
      nvidia: facts.hasNvidiaGpu,
      neuron: facts.hasNeuron,
    },
  ]);
  return kinds.length > 0 ? Object.fromEntries(kinds) : undefined;
}
