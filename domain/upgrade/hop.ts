import type { TemplateVersion } from '../ports/launch-templates.ts';

/**
 * The versions that an add-on comes to on the way to one minor, resolved once. `before`: one that is good for both
 * minors, installed before the control plane moves; absent where the present one is, or none is. `after`: the one that
 * is installed once it has; absent where it stays as it is.
 */
export interface AddonPin {
  readonly name: string;
  readonly before?: string;
  readonly after?: string;
}

/** The target of one managed node group on the way to one minor. */
export interface NodeGroupPin {
  readonly name: string;
  /** Of a group with an AMI of EKS's: the minor and the release, offered in the region when the plan was made. */
  readonly release?: { readonly version: string; readonly releaseVersion: string };
  /** Of a group with a custom AMI: the image that was given; its launch template gets a version with it. */
  readonly image?: string;
  /** Of a group with a custom AMI that goes back: the version of its launch template from before. */
  readonly launchTemplateVersion?: string;
  /** Absent where nodes move; else why they don't. */
  readonly leftBehind?: string;
  readonly isWindows: boolean;
}

/** The target of a group of self-managed nodes, by its Auto Scaling group: replaced node by node, or left as it is. */
export type AutoScalingGroupPin =
  | { readonly name: string; readonly leftBehind: string }
  | {
      readonly name: string;
      readonly leftBehind?: undefined;
      /** The image that its launch template gets a version with; absent where the group has one already. */
      readonly change?: { readonly image: string; readonly like: TemplateVersion };
      /** Instances of this version of the launch template, or a later one, are new. */
      readonly newFrom: number;
      /** The most instances that it may have while nothing is replaced. */
      readonly maxSize: number;
    };

/** One minor, and what is installed on the way to it. */
export interface Hop {
  readonly to: string;
  readonly addons: readonly AddonPin[];
  /** The first alone, then the others side by side, Windows last; empty where the nodes do not move with this minor. */
  readonly nodeGroups: readonly NodeGroupPin[];
  /** Groups of self-managed nodes, after all managed ones. */
  readonly autoScalingGroups: readonly AutoScalingGroupPin[];
  readonly movesControlPlane: boolean;
  /** True where pods on Fargate are made anew with this minor. */
  readonly movesFargate: boolean;
}
