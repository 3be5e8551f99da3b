import type { AccessPolicy, ClusterConfig } from '../../cluster-config/config.ts';
import type { Account } from '../../desired/account.ts';
import type { ContentFacts } from '../../desired/cluster-facts.ts';
import { hybridRoleArn } from '../../desired/hybrid-nodes.ts';
import { ownTags } from '../../desired/names.ts';
import { nodeRoleArn } from '../../desired/roles/roles.ts';
import { present } from '../../desired/template.ts';
import { capabilityRoleArn } from '../capability/roles.ts';
import type { ContentBase } from '../content.ts';
import { nodeEntryType } from '../node-group/self-managed.ts';
import { karpenterNodeRoleArn, karpenterStackKey } from '../stack/karpenter.ts';

export interface AccessScope {
  readonly type: 'cluster' | 'namespace';
  readonly namespaces?: readonly string[];
}

export interface DesiredAccessEntry extends ContentBase {
  readonly kind: 'accessEntry';
  readonly request: {
    readonly clusterName: string;
    readonly principalArn: string;
    readonly type: string;
    readonly kubernetesGroups?: readonly string[];
    readonly username?: string;
    readonly tags?: Readonly<Record<string, string>>;
  };
  readonly policies: readonly { readonly policyArn: string; readonly accessScope: AccessScope }[];
  /** EKS makes the entry itself (for a capability): only the policies are ours. */
  readonly madeByEks: boolean;
}

function policies(written: readonly AccessPolicy[] = []): DesiredAccessEntry['policies'] {
  return written.map(({ policyARN, accessScope: { type, namespaces } }) => ({
    policyArn: policyARN,
    accessScope: type === 'namespace' && namespaces ? { type, namespaces } : { type },
  }));
}

/** Entries are known by whom they are for: groups that share a role share its entry. */
export const accessEntryKey = (principalArn: string) => `accessEntry/${principalArn}`;

interface Entry {
  readonly principalArn: string;
  readonly type: string;
  readonly groups?: readonly string[] | undefined;
  readonly username?: string | undefined;
  readonly policies?: DesiredAccessEntry['policies'];
}

function accessEntry(config: ClusterConfig, entry: Entry): DesiredAccessEntry {
  const { principalArn, type } = entry;
  const request = {
    clusterName: config.metadata.name,
    principalArn,
    type,
    ...present({ kubernetesGroups: entry.groups, username: entry.username }),
    tags: ownTags(config),
  };
  return {
    kind: 'accessEntry',
    key: accessEntryKey(principalArn),
    request,
    policies: entry.policies ?? [],
    madeByEks: false,
    needs: [],
  };
}

function written(config: ClusterConfig): DesiredAccessEntry[] {
  return (config.accessConfig?.accessEntries ?? []).map((entry) =>
    accessEntry(config, {
      principalArn: entry.principalARN,
      type: entry.type ?? 'STANDARD',
      groups: entry.kubernetesGroups,
      username: entry.kubernetesUsername,
      policies: policies(entry.accessPolicies),
    }),
  );
}

/** Entries in the place of aws-auth mappings; system:masters, which EKS refuses as a group, is its admin policy. */
function mapped(config: ClusterConfig, { partition }: Account): DesiredAccessEntry[] {
  const admin = `arn:${partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`;
  return (config.iamIdentityMappings ?? []).map(({ arn = '', username, groups = [] }) => {
    const others = groups.filter((group) => group !== 'system:masters');
    return accessEntry(config, {
      principalArn: arn,
      type: 'STANDARD',
      groups: others.length > 0 ? others : undefined,
      username,
      policies: groups.includes('system:masters')
        ? [{ policyArn: admin, accessScope: { type: 'cluster' } }]
        : [],
    });
  });
}

/** EKS makes the entries of managed groups and Fargate itself; roles of self-managed and hybrid nodes need ours. */
function nodes(config: ClusterConfig, account: Account): DesiredAccessEntry[] {
  const selfManaged = config.nodeGroups.map((group) =>
    accessEntry(config, {
      principalArn: nodeRoleArn(config, account, group) ?? '',
      type: nodeEntryType(group),
    }),
  );
  const hybrid = hybridRoleArn(config, account);
  const entry = hybrid ? [accessEntry(config, { principalArn: hybrid, type: 'HYBRID_LINUX' })] : [];
  return [...selfManaged, ...entry];
}

/** The policies that the document adds to a capability's entry; EKS makes the entry with the capability. */
function capabilities(config: ClusterConfig, account: Account): DesiredAccessEntry[] {
  return (config.capabilities ?? [])
    .filter(({ accessPolicies }) => (accessPolicies?.length ?? 0) > 0)
    .map((capability) => ({
      ...accessEntry(config, {
        principalArn: capabilityRoleArn(config, account, capability),
        type: 'STANDARD',
        policies: policies(capability.accessPolicies),
      }),
      madeByEks: true,
      needs: [{ keys: [`capability/${capability.name}`], until: 'ready' as const }],
    }));
}

/** Nodes that Karpenter starts join as those of a self-managed group do; EKS wants the role to be there. */
function karpenterNodes(config: ClusterConfig, account: Account): DesiredAccessEntry[] {
  if (!config.karpenter) return [];
  const entry = accessEntry(config, {
    principalArn: karpenterNodeRoleArn(config, account),
    type: 'EC2_LINUX',
  });
  return [{ ...entry, needs: [{ keys: [karpenterStackKey], until: 'ready' }] }];
}

/** All access entries, one a principal: those that the document writes come before those that we add. */
export function accessEntries(
  config: ClusterConfig,
  { account }: ContentFacts,
): readonly DesiredAccessEntry[] {
  const all = [
    ...written(config),
    ...mapped(config, account),
    ...nodes(config, account),
    ...karpenterNodes(config, account),
    ...capabilities(config, account),
  ];
  return all.filter(
    ({ request }, index) =>
      all.findIndex((other) => other.request.principalArn === request.principalArn) === index,
  );
}
