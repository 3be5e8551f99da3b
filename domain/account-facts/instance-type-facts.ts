/** Each instance type with the zones that offer it, sorted; a type that none offers is absent. */
export type OfferedInstanceTypes = ReadonlyMap<string, readonly string[]>;

/** As DescribeInstanceTypes tells of a type. */
export interface InstanceTypeFacts {
  readonly architectures: readonly string[];
  readonly hasNvidiaGpu: boolean;
  readonly hasNeuron: boolean;
  readonly isNitro: boolean;
  readonly isBurstable: boolean;
  /** `on-demand`, `spot`, `capacity-block`. */
  readonly usageClasses: readonly string[];
}
