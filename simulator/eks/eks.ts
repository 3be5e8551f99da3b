import type { Region } from '../region.ts';
import type { Operation, Service } from '../service.ts';
import {
  createAccessEntry,
  deleteAccessEntry,
  describeAccessEntry,
  listAccessEntries,
  updateAccessEntry,
} from './access-entries.ts';
import { listAccessPolicies } from './access-policies.ts';
import {
  associateAccessPolicy,
  disassociateAccessPolicy,
  listAssociatedAccessPolicies,
} from './access-policy-associations.ts';
import { createAddon, deleteAddon, describeAddon, listAddons } from './addons.ts';
import { describeUpdate, listUpdates } from './cluster-updates.ts';
import { describeCluster, describeClusterVersions, listClusters } from './clusters.ts';
import { copy } from './copy.ts';
import { createCluster } from './create-cluster.ts';
import { createNodegroup } from './create-nodegroup.ts';
import { deleteCluster } from './delete-cluster.ts';
import { EksAccount } from './eks-account.ts';
import { associateEncryptionConfig } from './encryption.ts';
import {
  createFargateProfile,
  deleteFargateProfile,
  describeFargateProfile,
  listFargateProfiles,
} from './fargate-profiles.ts';
import { deleteNodegroup, describeNodegroup, listNodegroups } from './nodegroups.ts';
import {
  createPodIdentityAssociation,
  deletePodIdentityAssociation,
  describePodIdentityAssociation,
  listPodIdentityAssociations,
  updatePodIdentityAssociation,
} from './pod-identity-associations.ts';
import { EKS_SETTINGS, type EksSettings } from './settings.ts';

/** Amazon EKS in one region. */
export interface EksService extends Service {
  readonly signingName: 'eks';
}

const OPERATIONS = {
  AssociateAccessPolicy: associateAccessPolicy,
  AssociateEncryptionConfig: associateEncryptionConfig,
  CreateAccessEntry: createAccessEntry,
  CreateAddon: createAddon,
  CreateCluster: createCluster,
  CreateFargateProfile: createFargateProfile,
  CreateNodegroup: createNodegroup,
  CreatePodIdentityAssociation: createPodIdentityAssociation,
  DeleteAccessEntry: deleteAccessEntry,
  DeleteAddon: deleteAddon,
  DeleteCluster: deleteCluster,
  DeleteFargateProfile: deleteFargateProfile,
  DeleteNodegroup: deleteNodegroup,
  DeletePodIdentityAssociation: deletePodIdentityAssociation,
  DescribeAccessEntry: describeAccessEntry,
  DescribeAddon: describeAddon,
  DescribeCluster: describeCluster,
  DescribeClusterVersions: describeClusterVersions,
  DescribeFargateProfile: describeFargateProfile,
  DescribeNodegroup: describeNodegroup,
  DescribePodIdentityAssociation: describePodIdentityAssociation,
  DescribeUpdate: describeUpdate,
  DisassociateAccessPolicy: disassociateAccessPolicy,
  ListAccessEntries: listAccessEntries,
  ListAccessPolicies: listAccessPolicies,
  ListAddons: listAddons,
  ListAssociatedAccessPolicies: listAssociatedAccessPolicies,
  ListClusters: listClusters,
  ListFargateProfiles: listFargateProfiles,
  ListNodegroups: listNodegroups,
  ListPodIdentityAssociations: listPodIdentityAssociations,
  ListUpdates: listUpdates,
  UpdateAccessEntry: updateAccessEntry,
  UpdatePodIdentityAssociation: updatePodIdentityAssociation,
};

export function createEks(region: Region, settings: Partial<EksSettings> = {}): EksService {
  const account = new EksAccount(region, { ...EKS_SETTINGS, ...settings });
  const operations: Record<string, Operation> = {};
  for (const [name, operate] of Object.entries(OPERATIONS)) {
    const run = operate as (account: EksAccount, ...rest: Parameters<Operation>) => unknown;
    // Copies on the way in and out, so that a caller's objects and the service's never are the same.
    operations[name] = (input, call) => copy(run(account, copy(input), call));
  }
  return {
    signingName: 'eks',
    operations,
    authorize: (operation) => [{ action: `eks:${operation}`, resource: '*' }],
  };
}
