import { minorOf } from '../kubernetes-versions.ts';
import type { ObservedNode, ObservedNodeClass, ObservedNodePool } from '../ports/kubernetes.ts';
import type { InsideForUpgrade } from './facts.ts';

const COMPUTE_TYPE = 'eks.amazonaws.com/compute-type';

/** The one that runs a node, which says how it comes to another version. */
export type NodeKind = 'managed' | 'pool' | 'fargate' | 'hybrid' | 'selfManaged';

export function kindOfNode({ nodegroupName, nodePool, labels, name }: ObservedNode): NodeKind {
  if (nodegroupName !== undefined) return 'managed';
  if (nodePool !== undefined) return 'pool';
  if (labels[COMPUTE_TYPE] === 'hybrid') return 'hybrid';
  return labels[COMPUTE_TYPE] === 'fargate' || name.startsWith('fargate-') ? 'fargate' : 'selfManaged';
}

/** The Kubernetes minor of a node's kubelet, as a number; undefined before it has told. */
export function kubeletMinor({ kubeletVersion = '' }: ObservedNode): number | undefined {
  const minor = minorOf(kubeletVersion.replace(/^v/, ''));
  return Number.isNaN(minor) ? undefined : minor;
}

/** The way in which nodes of a pool are given their image. */
export type PoolImages =
  /** AWS's newest of the control plane's minor, at any time. */
  | 'newest'
  /** A release that is named, of the control plane's minor: it moves as soon as that does. */
  | 'release'
  /** One that stays as it is, whatever the control plane does. */
  | 'pinned';

const classOf = ({ nodeClass }: ObservedNodePool, { nodeClasses = [] }: InsideForUpgrade) =>
  nodeClasses.find(({ name }) => name === nodeClass);

const termsOf = ({ amiSelectorTerms }: ObservedNodeClass) => amiSelectorTerms[0];

/** By Karpenter's `amiSelectorTerms` (Karpenter, "spec.amiSelectorTerms"); Auto Mode's pools have no such class. */
export function imagesOf(pool: ObservedNodePool, inside: InsideForUpgrade): PoolImages {
  const found = classOf(pool, inside);
  const term = found && termsOf(found);
  if (!term) return 'newest';
  if (term.alias === undefined) return 'pinned';
  return term.alias.endsWith('@latest') ? 'newest' : 'release';
}

/** True for a pool of EKS Auto Mode's, its own or a user's: its class is none of Karpenter's. */
export const isOfAutoMode = (
  pool: ObservedNodePool,
  inside: InsideForUpgrade,
  isAutoMode: boolean,
): boolean => isAutoMode && classOf(pool, inside) === undefined;

/** True where no node of the pool may be disrupted because it has drifted (Karpenter, "Disruption Budgets"). */
export const holdsDrift = ({ budgets = [] }: ObservedNodePool): boolean =>
  budgets.some(
    ({ nodes, reasons }) => /^0%?$/.test(nodes) && (reasons === undefined || reasons.includes('Drifted')),
  );
