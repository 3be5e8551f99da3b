import { AwsError } from '../../aws-error.ts';
import type { Caller } from '../../service.ts';
import type { EksAccount } from '../account.ts';
import { runsOn } from '../capacity.ts';
import type { AddonRecord, ClusterRecord, NodegroupRecord } from '../records.ts';
import type { AddonDefinition } from './catalogue.ts';

const AGENT = 'eks-pod-identity-agent';

function sessionOf(account: EksAccount, roleArn: string): Caller | undefined {
  const { roles, accountId, partition } = account.region;
  const role = roles.find(roleArn);
  const arn = `arn:${partition}:sts::${accountId}:assumed-role/${role?.name}/pod`;
  return role && { kind: 'role', arn, roleArn, accountId };
}

/** The session that a service gives pods of a role; none where the role does not trust it. */
function assumed(
  account: EksAccount,
  roleArn: string,
  principal: string,
  sourceArn?: string,
): Caller | undefined {
  try {
    return account.region.roles.assume(roleArn, principal, 'pod', sourceArn);
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

/** A role for the service account: Pod Identity's where its agent runs, else the one that the add-on was given. */
function ownRole(
  account: EksAccount,
  cluster: ClusterRecord,
  { description }: AddonRecord,
  serviceAccount: string,
): Caller | undefined {
  const association = [...cluster.podIdentityAssociations.values()].find(
    (one) =>
      one.serviceAccount === serviceAccount && one.namespace === description.namespaceConfig?.namespace,
  );
  const hasAgent = cluster.addons.has(AGENT) || cluster.description.computeConfig?.enabled === true;
  if (association?.roleArn !== undefined && hasAgent)
    return assumed(account, association.roleArn, 'pods.eks.amazonaws.com', cluster.description.arn);
  // Whether the role trusts the cluster's identity provider is not judged.
  const given = description.serviceAccountRoleArn;
  return given === undefined ? undefined : sessionOf(account, given);
}

/** Pods are a hop further away than their node ("Restrict access to the instance profile assigned to the worker node"). */
function letsPodsIn(account: EksAccount, { description }: NodegroupRecord): boolean {
  const { id, name, version } = description.launchTemplate ?? {};
  const template = account.region.network.launchTemplate({
    ...(id === undefined ? {} : { id }),
    ...(name === undefined ? {} : { name }),
  });
  const data = template?.data(Number(version ?? template.defaultVersion));
  const options = data?.MetadataOptions as { HttpPutResponseHopLimit?: number } | undefined;
  return (options?.HttpPutResponseHopLimit ?? 2) > 1;
}

/** The roles of the nodes that its pods may be on, as far as their metadata services answer pods. */
function nodeRoles(account: EksAccount, cluster: ClusterRecord, record: AddonRecord): (Caller | undefined)[] {
  const groups = [...cluster.nodegroups.values()];
  const managed = groups
    .filter((group) => runsOn(group, record))
    .map((group) =>
      letsPodsIn(account, group)
        ? assumed(account, group.description.nodeRole ?? '', 'ec2.amazonaws.com')
        : undefined,
    );
  const hasOthers = [...cluster.otherNodes.values()].some(({ count }) => count > 0);
  const taken = new Set(groups.map(({ description }) => description.nodeRole));
  const others = [...cluster.accessEntries.values()]
    .filter(({ description }) => description.type === 'EC2_LINUX' && !taken.has(description.principalArn))
    .map(({ description }) => assumed(account, description.principalArn ?? '', 'ec2.amazonaws.com'));
  return [...managed, ...(hasOthers ? others : [])];
}

/**
 * Whether an add-on's pods may make their first call (`startsWith`); pods that may not end at once. Without a role of
 * their own they use the role of their nodes; pods on Fargate and on nodes of Auto Mode have none.
 */
export function mayStart(
  account: EksAccount,
  cluster: ClusterRecord,
  definition: AddonDefinition,
  record: AddonRecord,
): boolean {
  const { startsWith } = definition;
  if (!startsWith) return true;
  const may = (caller: Caller | undefined): boolean => {
    if (!caller) return false;
    try {
      account.region.authorize(caller, { action: startsWith.action, resource: '*' });
      return true;
    } catch (error) {
      if (error instanceof AwsError) return false;
      throw error;
    }
  };
  const own = ownRole(account, cluster, record, startsWith.serviceAccount);
  if (own) return may(own);
  const roles = nodeRoles(account, cluster, record);
  return roles.length > 0 && roles.every(may);
}
