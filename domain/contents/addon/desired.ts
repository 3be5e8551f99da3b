import type { Addon, ClusterConfig } from '../../cluster-config/config.ts';
import { allNodeGroups, isWindows } from '../../cluster-config/config.ts';
import type { ContentFacts } from '../../desired/cluster-facts.ts';
import { ownTags } from '../../desired/names.ts';
import { present } from '../../desired/template.ts';
import type { ContentBase, Need } from '../content.ts';
import { associationRoleArn } from '../pod-identity-association/roles.ts';
import { addonRoleArn } from '../stack/service-accounts.ts';
import { capacityNeeds, hasCapacity, runsOnFargate } from './capacity.ts';
import { addonAssociations, needsServiceAccountRole, recommendationFor } from './roles.ts';

export interface DesiredAddon extends ContentBase {
  readonly kind: 'addon';
  readonly request: {
    readonly clusterName: string;
    readonly addonName: string;
    readonly addonVersion?: string;
    readonly serviceAccountRoleArn?: string;
    readonly resolveConflicts?: 'NONE' | 'OVERWRITE' | 'PRESERVE';
    readonly configurationValues?: string;
    readonly podIdentityAssociations?: readonly {
      readonly serviceAccount: string;
      readonly roleArn: string;
    }[];
    readonly namespaceConfig?: { readonly namespace: string };
    readonly tags?: Readonly<Record<string, string>>;
  };
  /** There is no node to run it on: EKS will call it DEGRADED, and that is as it should be. */
  readonly mayStayDegraded: boolean;
}

/**
 * Add-ons that run as daemon sets on all nodes that there are, and are ACTIVE without any: the network and the proxy,
 * which nodes need to become Ready themselves, and the credentials agent.
 */
const nodeless = ['vpc-cni', 'kube-proxy', 'eks-pod-identity-agent'];

/** An add-on whose pods need no node of the cluster. */
export const isNodeless = (addon: Pick<Addon, 'name'>) => nodeless.includes(addon.name.toLowerCase());

/** A version as EKS writes it needs no look-up; `latest`, and a version without its build, do. */
function isExact(version: string): boolean {
  return /^v\d+\.\d+\.\d+-eksbuild\.\d+$/.test(version);
}

/** The add-ons whose versions have to be looked up (DescribeAddonVersions) before they can be asked for. */
export function addonsToLookUp(config: ClusterConfig): readonly string[] {
  return config.addons
    .filter(({ version }) => version !== undefined && !isExact(version))
    .map(({ name }) => name.toLowerCase());
}

/** `known` is newest first: `latest` is its first, `1.7.5` the newest that begins so. */
export function resolveVersion(
  { name, version }: Pick<Addon, 'name' | 'version'>,
  known: Readonly<Record<string, readonly string[]>> = {},
): string | undefined {
  if (version === undefined || isExact(version)) return version;
  const versions = known[name.toLowerCase()] ?? [];
  if (version === 'latest') return versions[0];
  const wanted = version.startsWith('v') ? version : `v${version}`;
  const fits = versions.find(
    (candidate) =>
      candidate === wanted || candidate.startsWith(`${wanted}-`) || candidate.startsWith(`${wanted}.`),
  );
  return fits ?? wanted;
}

/** Values that the rest of the document calls for, where it gives none of its own. */
function configurationValues(config: ClusterConfig, addon: Addon): string | undefined {
  if (addon.configurationValues !== undefined) return addon.configurationValues;
  const name = addon.name.toLowerCase();
  // "Enable Windows support": pods of Windows nodes get their addresses from the VPC CNI's controller.
  if (name === 'vpc-cni' && allNodeGroups(config).some(isWindows))
    return JSON.stringify({ enableWindowsIpam: 'true' });
  if (name === 'coredns' && runsOnFargate(config, 'kube-system'))
    return JSON.stringify({ computeType: 'Fargate' });
  return undefined;
}

function namespaceOf(addon: Addon): string {
  return addon.namespaceConfig?.namespace ?? recommendationFor(addon)?.namespace ?? 'kube-system';
}

function roleNeeds(config: ClusterConfig, facts: ContentFacts, addon: Addon): Need[] {
  const ours = needsServiceAccountRole(config, facts.account, addon);
  return ours ? [{ keys: ['stack/service-accounts'], until: 'ready' }] : [];
}

/** The needs of an add-on before it can have its roles: none where the roles are given, or are there already. */
function identityNeeds(config: ClusterConfig, facts: ContentFacts, addon: Addon): Need[] {
  const hasAgent = config.addons.some(({ name }) => name.toLowerCase() === 'eks-pod-identity-agent');
  const agent: Need = { keys: ['addon/eks-pod-identity-agent'], until: 'started' };
  const isAssociated = addonAssociations(config, facts.account, addon).length > 0;
  return [...roleNeeds(config, facts, addon), ...(isAssociated && hasAgent ? [agent] : [])];
}

/**
 * The add-ons of network and proxy, without which nodes do not become Ready: these must be on their way before nodes
 * are. An add-on that waits for its role does not hold nodes up: nodes boot for longer than a role takes to be made,
 * and wait for their network.
 */
export function networkingNeeds(config: ClusterConfig, facts: ContentFacts): Need[] {
  return config.addons
    .filter((addon) => isNodeless(addon) && identityNeeds(config, facts, addon).length === 0)
    .map(({ name }) => name.toLowerCase())
    .filter((name) => name !== 'eks-pod-identity-agent')
    .map((name) => ({ keys: [`addon/${name}`], until: 'started' }));
}

/** An EKS add-on as EKS is asked for it. */
export function desiredAddon(config: ClusterConfig, facts: ContentFacts, addon: Addon): DesiredAddon {
  const namespace = namespaceOf(addon);
  const associations = addonAssociations(config, facts.account, addon).map((association) => ({
    serviceAccount: association.serviceAccountName,
    roleArn: associationRoleArn(config, facts.account, association, `addon-${addon.name}`),
  }));
  const roleArn = needsServiceAccountRole(config, facts.account, addon)
    ? addonRoleArn(config, facts.account, addon)
    : addon.serviceAccountRoleARN;
  const request = {
    clusterName: config.metadata.name,
    addonName: addon.name.toLowerCase(),
    ...present({
      addonVersion: resolveVersion(addon, facts.addonVersions),
      serviceAccountRoleArn: roleArn,
      resolveConflicts: addon.resolveConflicts?.toUpperCase() as
        | 'NONE'
        | 'OVERWRITE'
        | 'PRESERVE'
        | undefined,
      configurationValues: configurationValues(config, addon),
      podIdentityAssociations: associations.length > 0 ? associations : undefined,
      namespaceConfig: addon.namespaceConfig,
    }),
    tags: { ...ownTags(config), ...addon.tags },
  };
  const nodes = isNodeless(addon) ? [] : capacityNeeds(config, namespace);
  return {
    kind: 'addon',
    key: `addon/${addon.name.toLowerCase()}`,
    request,
    // A sleeping cluster has nothing to run it on until it wakes.
    mayStayDegraded: !isNodeless(addon) && (facts.isAsleep === true || !hasCapacity(config, namespace)),
    needs: [...identityNeeds(config, facts, addon), ...nodes],
  };
}
