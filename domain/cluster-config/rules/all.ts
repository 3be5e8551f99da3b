import { accessEntries, authentication, capabilities, identityMappings } from './access.ts';
import {
  annotations,
  autoMode,
  identityProviders,
  kubernetesComponents,
  logging,
  remoteNodes,
  secretsEncryption,
} from './control-plane.ts';
import { addons, fargate, podIdentityAssociations, serviceAccounts } from './iam.ts';
import { karpenter } from './karpenter.ts';
import { acceptableNames, uniqueNames } from './names.ts';
import { apartBlocks, blockSizes, endpoints, givenSubnets, ipv6, onlyInOwnVpc, zones } from './network.ts';
import { nodeGroups } from './node-groups.ts';
import { separateRoles } from './role-names.ts';
import type { Rule } from './rule.ts';
import { versionRule } from './version.ts';

/** Every rule, in the order in which its findings are shown. */
export const allRules: readonly Rule[] = [
  versionRule,
  annotations,
  uniqueNames,
  acceptableNames,
  separateRoles,
  blockSizes,
  apartBlocks,
  zones,
  givenSubnets,
  onlyInOwnVpc,
  ipv6,
  endpoints,
  secretsEncryption,
  logging,
  autoMode,
  kubernetesComponents,
  remoteNodes,
  authentication,
  accessEntries,
  identityMappings,
  identityProviders,
  serviceAccounts,
  podIdentityAssociations,
  addons,
  fargate,
  capabilities,
  karpenter,
  nodeGroups,
];
