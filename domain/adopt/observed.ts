import type { ObservedCluster } from '../decide/observed-cluster.ts';
import type { DescribedSubnet } from '../desired/network/facts.ts';
import type { EksKind, ObservedByKind } from '../ports/contents.ts';
import type { NotDescribed } from '../registry/registered-cluster.ts';

/** A cluster with all that EKS shows of it. */
export interface SeenCluster {
  readonly cluster: ObservedCluster;
  readonly region: string;
  /** The control plane's subnets. */
  readonly subnets: readonly DescribedSubnet[];
  /** By kind; associations that an add-on owns are described with the add-on. */
  readonly contents: { readonly [Kind in EksKind]: readonly ObservedByKind[Kind][] };
}

/** Notes a part that a document cannot say. */
export type Note = (path: string, reason: string) => void;

/** The tags that people set. AWS, Kubernetes and eks-fleet keep keys of their own. */
export function userTags(tags: Readonly<Record<string, string>> = {}): Record<string, string> | undefined {
  const own = Object.entries(tags).filter(
    ([key]) => !key.startsWith('aws:') && !key.includes('kubernetes.io') && !key.startsWith('eks-fleet.dev/'),
  );
  return own.length > 0 ? Object.fromEntries(own) : undefined;
}

export interface Description {
  /** A ClusterConfig document, valid by `parseClusterConfig`. */
  readonly document: Readonly<Record<string, unknown>>;
  readonly notDescribed: readonly NotDescribed[];
}
