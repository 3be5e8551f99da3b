import type { TemplateVersion } from './launch-templates.ts';

/** An instance of an Auto Scaling group. */
export interface ScaledInstance {
  readonly instanceId: string;
  /** `LifecycleState`: `Pending`, `InService`, `Terminating:Wait`, … */
  readonly state: string;
  /** The version of the launch template that it was started from; absent where it was started from something else. */
  readonly templateVersion?: number;
}

/** An Auto Scaling group of self-managed nodes. */
export interface ObservedScalingGroup {
  readonly name: string;
  readonly maxSize: number;
  readonly desiredCapacity: number;
  readonly isDeleting: boolean;
  /** As the group names it: a number, `$Latest` or `$Default`; absent where it has a launch configuration. */
  readonly launchTemplate?: TemplateVersion;
  /** The policy by which its instances are mixed, as Auto Scaling has it: it can only be changed whole. */
  readonly mixedInstances?: Readonly<Record<string, unknown>>;
  readonly instances: readonly ScaledInstance[];
}

/** Auto Scaling groups whose nodes are replaced one by one. */
export interface ScalingGroupsPort {
  /** Those of them that there are. */
  find(names: readonly string[]): Promise<readonly ObservedScalingGroup[]>;
  /** Lets a group start its instances from a version of its launch template. Twice: the second changes nothing. */
  useTemplate(
    group: Pick<ObservedScalingGroup, 'name' | 'mixedInstances'>,
    template: TemplateVersion,
  ): Promise<void>;
  /** Sets the sizes that are given. Twice: the second changes nothing. */
  resize(
    name: string,
    sizes: { readonly desiredCapacity?: number; readonly maxSize?: number },
  ): Promise<void>;
  /**
   * Ends an instance, with its place in the group or without. Throws `InvalidRequest` where it is on its way out, or gone.
   */
  end(instanceId: string, change: { readonly withItsPlace: boolean }): Promise<void>;
}
