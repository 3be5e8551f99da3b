import type { AccessEntry } from '@aws-sdk/client-eks';
import type { Properties, Provisioned, ResourceContext, ResourceProvider } from '../../service.ts';
import type { EksAccount } from '../account.ts';
import { createAccessEntry, deleteAccessEntry, updateAccessEntry } from './entries.ts';
import { associateAccessPolicy, disassociateAccessPolicy } from './policy-associations.ts';

interface Policy {
  readonly PolicyArn: string;
  readonly AccessScope: { readonly Type: 'cluster' | 'namespace'; readonly Namespaces?: readonly string[] };
}

/** Properties as CloudFormation's reference of AWS::EKS::AccessEntry names them. */
interface EntryProperties {
  readonly ClusterName: string;
  readonly PrincipalArn: string;
  readonly Type?: string;
  readonly Username?: string;
  readonly KubernetesGroups?: string[];
  readonly AccessPolicies?: readonly Policy[];
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

const SUPPORTED = [
  'ClusterName',
  'PrincipalArn',
  'Type',
  'Username',
  'KubernetesGroups',
  'AccessPolicies',
  'Tags',
];

/** `Ref` gives `<PrincipalArn>|<ClusterName>`; `AccessEntryArn` is its one attribute. */
export function accessEntryResource(account: EksAccount): ResourceProvider {
  const entryOf = (properties: Properties): EntryProperties => {
    for (const name of Object.keys(properties)) {
      if (!SUPPORTED.includes(name)) account.notSimulated(`AWS::EKS::AccessEntry with ${name}`);
    }
    return properties as unknown as EntryProperties;
  };
  const authorize = (context: ResourceContext, action: string, entry: EntryProperties): void =>
    context.authorize({ action: `eks:${action}`, resource: account.arn(`cluster/${entry.ClusterName}`) });
  const key = (entry: EntryProperties) => ({
    clusterName: entry.ClusterName,
    principalArn: entry.PrincipalArn,
  });
  const provisioned = (entry: EntryProperties, accessEntry: AccessEntry): Provisioned => ({
    physicalId: `${entry.PrincipalArn}|${entry.ClusterName}`,
    attributes: { AccessEntryArn: accessEntry.accessEntryArn },
  });
  const associate = (entry: EntryProperties): void => {
    for (const { PolicyArn, AccessScope } of entry.AccessPolicies ?? []) {
      const namespaces = AccessScope.Namespaces && [...AccessScope.Namespaces];
      const accessScope = { type: AccessScope.Type, ...(namespaces ? { namespaces } : {}) };
      associateAccessPolicy(account, { ...key(entry), policyArn: PolicyArn, accessScope });
    }
  };
  return {
    replacementProperties: ['ClusterName', 'PrincipalArn', 'Type'],
    async create(properties, context) {
      const entry = entryOf(properties);
      authorize(context, 'CreateAccessEntry', entry);
      await account.take('cloudformation/resource');
      const own = Object.fromEntries((entry.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
      const stackTags = Object.entries(context.tags).filter(([name]) => !name.startsWith('aws:'));
      const { accessEntry } = createAccessEntry(account, {
        ...key(entry),
        tags: { ...Object.fromEntries(stackTags), ...own },
        ...(entry.Type === undefined ? {} : { type: entry.Type }),
        ...(entry.Username === undefined ? {} : { username: entry.Username }),
        ...(entry.KubernetesGroups === undefined ? {} : { kubernetesGroups: [...entry.KubernetesGroups] }),
      });
      associate(entry);
      return provisioned(entry, accessEntry);
    },
    async update(_physicalId, properties, previous, context) {
      const entry = entryOf(properties);
      const before = entryOf(previous);
      authorize(context, 'UpdateAccessEntry', entry);
      await account.take('cloudformation/resource');
      const { accessEntry } = updateAccessEntry(account, {
        ...key(entry),
        kubernetesGroups: [...(entry.KubernetesGroups ?? [])],
        ...(entry.Username === undefined ? {} : { username: entry.Username }),
      });
      const kept = new Set((entry.AccessPolicies ?? []).map(({ PolicyArn }) => PolicyArn));
      for (const { PolicyArn } of before.AccessPolicies ?? []) {
        if (!kept.has(PolicyArn)) disassociateAccessPolicy(account, { ...key(entry), policyArn: PolicyArn });
      }
      associate(entry);
      return provisioned(entry, accessEntry);
    },
    async delete(_physicalId, properties, context) {
      const entry = entryOf(properties);
      authorize(context, 'DeleteAccessEntry', entry);
      await account.take('cloudformation/resource');
      const cluster = account.clusters.get(entry.ClusterName);
      if (cluster?.accessEntries.has(entry.PrincipalArn)) deleteAccessEntry(account, key(entry));
    },
  };
}
