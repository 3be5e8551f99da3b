import type { ControlPlane } from '../kubernetes/control-plane.ts';
import { fresh } from '../modelled-members.ts';
import type { Region } from '../region.ts';
import type { Operation, Service } from '../service.ts';
import * as accessEntries from './access/entries.ts';
import { listAccessPolicies } from './access/policies.ts';
import * as accessPolicyAssociations from './access/policy-associations.ts';
import { EksAccount } from './account.ts';
import { createAddon, deleteAddon, describeAddon, listAddons } from './addons/addons.ts';
import { updateAddon } from './addons/update.ts';
import { describeAddonConfiguration, describeAddonVersions } from './addons/versions.ts';
import { authorizeEks } from './authorization.ts';
import * as capabilities from './capabilities/capabilities.ts';
import { cancelUpdate } from './clusters/cancel-update.ts';
import { controlPlane } from './clusters/control-plane.ts';
import { createCluster } from './clusters/create.ts';
import { deleteCluster } from './clusters/delete.ts';
import { describeCluster, describeClusterVersions, listClusters } from './clusters/describe.ts';
import { associateEncryptionConfig } from './clusters/encryption.ts';
import * as identityProviders from './clusters/identity-providers.ts';
import { updateClusterConfig } from './clusters/update-config.ts';
import { updateClusterVersion } from './clusters/update-version.ts';
import { describeUpdate, listUpdates } from './clusters/updates.ts';
import { throttled } from './errors.ts';
import * as fargateProfiles from './fargate-profiles.ts';
import { type InCluster, inCluster } from './in-cluster.ts';
import * as insights from './insights/operations.ts';
import { createNodegroup } from './nodegroups/create.ts';
import { deleteNodegroup, describeNodegroup, listNodegroups } from './nodegroups/nodegroups.ts';
import { updateNodegroupConfig } from './nodegroups/update-config.ts';
import { updateNodegroupVersion } from './nodegroups/update-version.ts';
import { mayJoin } from './nodes.ts';
import { passTime } from './pass-time.ts';
import * as podIdentity from './pod-identity-associations.ts';
import { eksResourceTypes } from './resource-types/resource-types.ts';
import { EKS_SETTINGS, type EksSettings } from './settings.ts';
import { listTagsForResource, tagResource, untagResource } from './tags.ts';

/** Amazon EKS in one region. */
export interface EksService extends Service {
  readonly signingName: 'eks';
  readonly inCluster: InCluster;
  /** The control plane that a host name is the endpoint of. */
  controlPlane(hostname: string): ControlPlane | undefined;
}

const OPERATIONS = {
  AssociateAccessPolicy: accessPolicyAssociations.associateAccessPolicy,
  AssociateEncryptionConfig: associateEncryptionConfig,
  AssociateIdentityProviderConfig: identityProviders.associateIdentityProviderConfig,
  CancelUpdate: cancelUpdate,
  CreateAccessEntry: accessEntries.createAccessEntry,
  CreateAddon: createAddon,
  CreateCapability: capabilities.createCapability,
  CreateCluster: createCluster,
  CreateFargateProfile: fargateProfiles.createFargateProfile,
  CreateNodegroup: createNodegroup,
  CreatePodIdentityAssociation: podIdentity.createPodIdentityAssociation,
  DeleteAccessEntry: accessEntries.deleteAccessEntry,
  DeleteAddon: deleteAddon,
  DeleteCapability: capabilities.deleteCapability,
  DeleteCluster: deleteCluster,
  DeleteFargateProfile: fargateProfiles.deleteFargateProfile,
  DeleteNodegroup: deleteNodegroup,
  DeletePodIdentityAssociation: podIdentity.deletePodIdentityAssociation,
  DescribeAccessEntry: accessEntries.describeAccessEntry,
  DescribeAddon: describeAddon,
  DescribeAddonConfiguration: describeAddonConfiguration,
  DescribeAddonVersions: describeAddonVersions,
  DescribeCapability: capabilities.describeCapability,
  DescribeCluster: describeCluster,
  DescribeClusterVersions: describeClusterVersions,
  DescribeFargateProfile: fargateProfiles.describeFargateProfile,
  DescribeIdentityProviderConfig: identityProviders.describeIdentityProviderConfig,
  DescribeInsight: insights.describeInsight,
  DescribeInsightsRefresh: insights.describeInsightsRefresh,
  DescribeNodegroup: describeNodegroup,
  DescribePodIdentityAssociation: podIdentity.describePodIdentityAssociation,
  DescribeUpdate: describeUpdate,
  DisassociateAccessPolicy: accessPolicyAssociations.disassociateAccessPolicy,
  DisassociateIdentityProviderConfig: identityProviders.disassociateIdentityProviderConfig,
  ListAccessEntries: accessEntries.listAccessEntries,
  ListAccessPolicies: listAccessPolicies,
  ListAddons: listAddons,
  ListAssociatedAccessPolicies: accessPolicyAssociations.listAssociatedAccessPolicies,
  ListCapabilities: capabilities.listCapabilities,
  ListClusters: listClusters,
  ListFargateProfiles: fargateProfiles.listFargateProfiles,
  ListIdentityProviderConfigs: identityProviders.listIdentityProviderConfigs,
  ListInsights: insights.listInsights,
  ListNodegroups: listNodegroups,
  ListPodIdentityAssociations: podIdentity.listPodIdentityAssociations,
  ListTagsForResource: listTagsForResource,
  ListUpdates: listUpdates,
  StartInsightsRefresh: insights.startInsightsRefresh,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateAccessEntry: accessEntries.updateAccessEntry,
  UpdateAddon: updateAddon,
  UpdateCapability: capabilities.updateCapability,
  UpdateClusterConfig: updateClusterConfig,
  UpdateClusterVersion: updateClusterVersion,
  UpdateNodegroupConfig: updateNodegroupConfig,
  UpdateNodegroupVersion: updateNodegroupVersion,
  UpdatePodIdentityAssociation: podIdentity.updatePodIdentityAssociation,
};

export function createEks(region: Region, settings: Partial<EksSettings> = {}): EksService {
  const account = new EksAccount(region, { ...EKS_SETTINGS, ...settings });
  const operations: Record<string, Operation> = {};
  for (const [name, operate] of Object.entries(OPERATIONS)) {
    const run = operate as (account: EksAccount, ...rest: Parameters<Operation>) => unknown;
    // As in `operationsOf`: a caller's objects and the service's never are the same.
    operations[name] = (input, call) => {
      passTime(account, input);
      return call.isOverSeam ? run(account, input, call) : fresh(run(account, fresh(input), call));
    };
  }
  return {
    signingName: 'eks',
    operations,
    authorize: (operation, input) => authorizeEks(account, operation, input),
    throttled: () =>
      throttled(
        region.kernel.random('eks/throttling').chance(account.settings.throttledAsInvalidRequestProbability),
      ),
    resourceTypes: eksResourceTypes(account, operations),
    controlPlane: (hostname) => controlPlane(account, hostname),
    inCluster: inCluster(account, (clusterName, roleArn) => {
      const cluster = account.clusters.get(clusterName);
      const isUp = cluster?.description.status === 'ACTIVE' || cluster?.description.status === 'UPDATING';
      return cluster !== undefined && isUp && mayJoin(cluster, roleArn);
    }),
  };
}
