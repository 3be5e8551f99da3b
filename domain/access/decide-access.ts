import type { ObservedAccessEntry } from '../contents/access-entry/decide.ts';
import type { AccessScope } from '../contents/access-entry/desired.ts';
import type { Change } from '../decide/decision.ts';
import { FLEET_ROLE } from '../kubernetes/fleet-role.ts';
import type { KubernetesAccess } from './kubernetes-access.ts';
import type { FleetPrincipals } from './principals.ts';
import { type EndpointAccess, wayTo } from './reach.ts';

/** The API's answer to the fleet's role: it may do all it needs, it may not, it is not known, or nothing came. */
export type Probe =
  | { readonly is: 'allowed' }
  | { readonly is: 'denied' | 'unknown' | 'unreachable'; readonly why: string };

/** The facts by which the fleet's access to a cluster is decided. */
export interface SeenAccess {
  readonly clusterName: string;
  /** True where the cluster's level needs the Kubernetes API. */
  readonly isWanted: boolean;
  readonly cluster:
    | (EndpointAccess & {
        readonly accessConfig?: { readonly authenticationMode?: string | undefined } | undefined;
      })
    | undefined;
  readonly principals: FleetPrincipals;
  /** Partition of ARNs. */
  readonly partition: string;
  readonly entry: ObservedAccessEntry | undefined;
  readonly bootstrapEntry: ObservedAccessEntry | undefined;
  /** Absent where it was not asked: the API is not wanted, or cannot be reached by its configuration. */
  readonly probe: Probe | undefined;
  /**
   * The reason why the way to a private endpoint could not be made, or brought up to date. One of before may be there
   * still.
   */
  readonly noWay?: string | undefined;
  /** Since the first look. */
  readonly elapsedSeconds: number;
}

interface Principal {
  readonly clusterName: string;
  readonly principalArn: string;
}

export type AccessChange =
  | Change<
      'CreateAccessEntry',
      Principal & { readonly type: 'STANDARD'; readonly kubernetesGroups?: readonly string[] }
    >
  | Change<
      'AssociateAccessPolicy',
      Principal & { readonly policyArn: string; readonly accessScope: AccessScope }
    >
  | Change<'DeleteAccessEntry', Principal>;

export type AccessDecision =
  | { readonly do: 'change'; readonly change: AccessChange }
  /** The ClusterRole and its binding, as the cluster's administrator for a moment. */
  | { readonly do: 'makeRole' }
  | { readonly do: 'wait'; readonly seconds: number }
  | { readonly do: 'settle'; readonly access: KubernetesAccess };

/** Access entries count some seconds after they were made, and nothing waits for this: AWS is not asked more often. */
const LOOK_AGAIN_SECONDS = 10;
/**
 * The longest wait between two looks. AWS throttles when hundreds of clusters are made at once: then everybody looks
 * ever more seldom.
 */
const SELDOM_SECONDS = 60;
const lookAgainSeconds = (elapsedSeconds: number): number =>
  Math.min(SELDOM_SECONDS, Math.max(LOOK_AGAIN_SECONDS, Math.round(elapsedSeconds / 5)));
/** An API that does not answer is asked again for so long: the network between may be out for a moment. */
const UNREACHABLE_AFTER_SECONDS = 60;
/**
 * The time after which access that has not come about is given up. Only scaling waits for it, and throttling alone
 * takes minutes.
 */
const GIVE_UP_AFTER_SECONDS = 900;

const settle = (is: KubernetesAccess['is'], says: string): AccessDecision => ({
  do: 'settle',
  access: { is, says },
});
const remove = (clusterName: string, principalArn: string): AccessDecision => ({
  do: 'change',
  change: { operation: 'DeleteAccessEntry', request: { clusterName, principalArn } },
});

/**
 * The entries that are worth a look, by the API's own answer. Of a fleet that is not known yet, its own entry is
 * looked for; of a fleet that may do all, the administrator's.
 */
export function entriesToSee({
  isWanted,
  probe,
  elapsedSeconds,
  noWay,
}: Pick<SeenAccess, 'isWanted' | 'probe' | 'elapsedSeconds' | 'noWay'>): {
  readonly own: boolean;
  readonly administrator: boolean;
} {
  if (!isWanted || !probe || elapsedSeconds >= GIVE_UP_AFTER_SECONDS)
    return { own: true, administrator: true };
  if (probe.is === 'unreachable') {
    const isOver = noWay !== undefined || elapsedSeconds >= UNREACHABLE_AFTER_SECONDS;
    return { own: isOver, administrator: isOver };
  }
  return { own: probe.is !== 'allowed', administrator: probe.is !== 'unknown' };
}

/** Ends without the access: everything that was put in for it goes, the administrator first of all. */
function withdraw(seen: SeenAccess, access: KubernetesAccess): AccessDecision {
  const { clusterName, principals, entry, bootstrapEntry } = seen;
  if (bootstrapEntry) return remove(clusterName, principals.bootstrap);
  if (entry) return remove(clusterName, principals.clusters);
  return { do: 'settle', access };
}

const unreachable = (clusterName: string, why: string): KubernetesAccess => ({
  is: 'unreachable',
  says: `the Kubernetes API of ${clusterName} cannot be reached: ${why}`,
});

/** The reason why the cluster, as it is configured, cannot let the fleet in. */
function obstacle({ cluster, clusterName }: SeenAccess): KubernetesAccess | undefined {
  if (!cluster) return { is: 'none', says: `${clusterName} is gone` };
  if (cluster.accessConfig?.authenticationMode === 'CONFIG_MAP') {
    const says = `${clusterName} takes no access entries: its authentication mode is CONFIG_MAP, and eks-fleet edits no aws-auth. Change it to API_AND_CONFIG_MAP, then apply or adopt it again`;
    return { is: 'impossible', says };
  }
  const way = wayTo(cluster);
  return way.by === 'none' ? unreachable(clusterName, way.why) : undefined;
}

/**
 * The change to the fleet's own entry. The entry has only the group that the fleet's ClusterRole is bound to, and no
 * access policy. An entry of other groups is made anew: IAM can hold a creation to that group, but cannot hold an
 * update of an entry to anything.
 */
function entryChange({ clusterName, principals, entry }: SeenAccess): AccessDecision | undefined {
  const request = { clusterName, principalArn: principals.clusters, kubernetesGroups: [FLEET_ROLE.group] };
  if (!entry)
    return {
      do: 'change',
      change: { operation: 'CreateAccessEntry', request: { ...request, type: 'STANDARD' } },
    };
  const { kubernetesGroups: groups = [], associatedAccessPolicies } = entry;
  const isOurs = groups.length === 1 && groups[0] === FLEET_ROLE.group;
  return isOurs && associatedAccessPolicies.length === 0
    ? undefined
    : remove(clusterName, principals.clusters);
}

/** The ClusterRole takes an administrator: the function that makes it is one, from now until it is made. */
function bootstrap({ clusterName, principals, partition, bootstrapEntry }: SeenAccess): AccessDecision {
  const principal = { clusterName, principalArn: principals.bootstrap };
  if (!bootstrapEntry)
    return {
      do: 'change',
      change: { operation: 'CreateAccessEntry', request: { ...principal, type: 'STANDARD' } },
    };
  if (bootstrapEntry.associatedAccessPolicies.length > 0) return { do: 'makeRole' };
  const policyArn = `arn:${partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`;
  const request = { ...principal, policyArn, accessScope: { type: 'cluster' as const } };
  return { do: 'change', change: { operation: 'AssociateAccessPolicy', request } };
}

/**
 * The next step by which a fleet comes into a cluster, or out of it. Makes one change at a time. It goes on from the
 * point where an earlier try stopped, and first removes an administrator that is not needed any more.
 */
export function decideAccess(seen: SeenAccess): AccessDecision {
  const { clusterName, isWanted, principals, bootstrapEntry, probe, noWay, elapsedSeconds } = seen;
  if (!isWanted)
    return withdraw(seen, {
      is: 'none',
      says: `the fleet has no access to the Kubernetes API of ${clusterName}`,
    });
  const impossible = obstacle(seen);
  if (impossible) return withdraw(seen, impossible);
  if (probe?.is === 'allowed') {
    if (bootstrapEntry) return remove(clusterName, principals.bootstrap);
    return settle('ready', `the fleet speaks to the Kubernetes API of ${clusterName} as ${FLEET_ROLE.group}`);
  }
  if (probe?.is === 'unreachable') {
    if (noWay !== undefined) return withdraw(seen, unreachable(clusterName, noWay));
    if (elapsedSeconds < UNREACHABLE_AFTER_SECONDS) return { do: 'wait', seconds: LOOK_AGAIN_SECONDS };
    const why = `${probe.why}. Open its endpoint to the fleet's functions, then apply or adopt it again`;
    return withdraw(seen, unreachable(clusterName, why));
  }
  if (elapsedSeconds >= GIVE_UP_AFTER_SECONDS) {
    const says = `the fleet could not be let into the Kubernetes API of ${clusterName}: ${probe?.why}. Apply or adopt it again`;
    return withdraw(seen, { is: 'failed', says });
  }
  const entry = entryChange(seen);
  if (entry) return entry;
  // Only who is known and may not do it needs the ClusterRole made: an entry counts seconds after it was made.
  return probe?.is === 'denied' ? bootstrap(seen) : { do: 'wait', seconds: lookAgainSeconds(elapsedSeconds) };
}

/**
 * Seconds that the next look waits after a change. The rights of an entry or of its policy count only seconds later.
 */
export const waitAfter = ({ operation }: AccessChange, elapsedSeconds: number): number =>
  operation === 'AssociateAccessPolicy'
    ? lookAgainSeconds(elapsedSeconds)
    : Math.max(1, lookAgainSeconds(elapsedSeconds) - LOOK_AGAIN_SECONDS);
