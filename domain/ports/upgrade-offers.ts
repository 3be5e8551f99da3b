import type { ByName, ImageFacts } from '../account-facts/facts.ts';
import type { InstanceTypeFacts } from '../account-facts/instance-type-facts.ts';

/** A Kubernetes minor as EKS has it; the ends are days (ISO 8601, UTC). */
export interface OfferedMinor {
  readonly version: string;
  readonly support: 'standard' | 'extended' | 'none';
  readonly endOfStandardSupport?: string;
  readonly endOfExtendedSupport?: string;
}

/** One version of an add-on, with the minors that it is good for. */
export interface AddonOffer {
  readonly version: string;
  readonly minors: readonly string[];
  /** The minors whose default it is. */
  readonly defaultOf: readonly string[];
}

/** An image with its name, in which makers of images for EKS put the minor. */
export interface NamedImage extends ImageFacts {
  readonly name: string;
}

/** AWS's offers and an account's room, as far as an upgrade is planned by them. It changes nothing. */
export interface UpgradeOffersPort {
  /** Newest first. */
  kubernetesVersions(): Promise<readonly OfferedMinor[]>;
  /** Newest first, for all minors; empty where EKS has no such add-on. */
  addonVersions(addonName: string): Promise<readonly AddonOffer[]>;
  /** The JSON schema of an add-on's configuration, as text. */
  addonSchema(addonName: string, version: string): Promise<string | undefined>;
  /** Values of AWS's public parameters, those that there are. */
  parameters(names: readonly string[]): Promise<ByName<string>>;
  images(imageIds: readonly string[]): Promise<ByName<NamedImage>>;
  instanceTypes(
    names: readonly string[],
  ): Promise<ByName<Pick<InstanceTypeFacts, 'architectures' | 'vcpus'>>>;
  freeAddresses(subnetIds: readonly string[]): Promise<ByName<number>>;
  /** vCPUs of standard families on demand that the account may run in the region; undefined where it has no such quota. */
  vcpuQuota(): Promise<number | undefined>;
  /** On-demand instances that run in the region, by type. */
  runningInstances(): Promise<ByName<number>>;
}
