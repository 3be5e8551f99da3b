import {
  AssociateAccessPolicyCommand,
  AssociateEncryptionConfigCommand,
  AssociateIdentityProviderConfigCommand,
  CreateAccessEntryCommand,
  CreateAddonCommand,
  CreateCapabilityCommand,
  CreateClusterCommand,
  CreateFargateProfileCommand,
  CreateNodegroupCommand,
  CreatePodIdentityAssociationCommand,
  DeleteAccessEntryCommand,
  DeleteAddonCommand,
  DeleteCapabilityCommand,
  DeleteClusterCommand,
  DeleteFargateProfileCommand,
  DeleteNodegroupCommand,
  DisassociateAccessPolicyCommand,
  type EKSClient,
  TagResourceCommand,
  UpdateAccessEntryCommand,
  UpdateAddonCommand,
  UpdateCapabilityCommand,
  UpdateClusterConfigCommand,
  UpdateClusterVersionCommand,
  UpdateNodegroupConfigCommand,
  UpdateNodegroupVersionCommand,
  UpdatePodIdentityAssociationCommand,
} from '@aws-sdk/client-eks';
import type { Change } from '../../domain/decide/decision.ts';
import { TaskError } from '../../domain/errors.ts';

/** Operations that take a client token. The request's type is the decider's; the SDK checks it again. */
const WITH_TOKEN = {
  AssociateEncryptionConfig: AssociateEncryptionConfigCommand,
  AssociateIdentityProviderConfig: AssociateIdentityProviderConfigCommand,
  CreateAccessEntry: CreateAccessEntryCommand,
  CreateAddon: CreateAddonCommand,
  CreateCapability: CreateCapabilityCommand,
  CreateCluster: CreateClusterCommand,
  CreateFargateProfile: CreateFargateProfileCommand,
  CreateNodegroup: CreateNodegroupCommand,
  CreatePodIdentityAssociation: CreatePodIdentityAssociationCommand,
  UpdateAccessEntry: UpdateAccessEntryCommand,
  UpdateAddon: UpdateAddonCommand,
  UpdateCapability: UpdateCapabilityCommand,
  UpdateClusterConfig: UpdateClusterConfigCommand,
  UpdateClusterVersion: UpdateClusterVersionCommand,
  UpdateNodegroupConfig: UpdateNodegroupConfigCommand,
  UpdateNodegroupVersion: UpdateNodegroupVersionCommand,
  UpdatePodIdentityAssociation: UpdatePodIdentityAssociationCommand,
} as const;

/** Idempotent by themselves: they take no token. A second deletion finds the first under way, or nothing. */
const WITHOUT_TOKEN = {
  AssociateAccessPolicy: AssociateAccessPolicyCommand,
  DeleteAccessEntry: DeleteAccessEntryCommand,
  DeleteAddon: DeleteAddonCommand,
  DeleteCapability: DeleteCapabilityCommand,
  DeleteCluster: DeleteClusterCommand,
  DeleteFargateProfile: DeleteFargateProfileCommand,
  DeleteNodegroup: DeleteNodegroupCommand,
  DisassociateAccessPolicy: DisassociateAccessPolicyCommand,
  TagResource: TagResourceCommand,
} as const;

type Command = Parameters<EKSClient['send']>[0];
type Commands = Readonly<Record<string, new (input: never) => Command>>;

/** The command that makes a change. */
export function commandOf({ operation, request }: Change, token: string): Command {
  const withToken = (WITH_TOKEN as Commands)[operation];
  const Made = withToken ?? (WITHOUT_TOKEN as Commands)[operation];
  if (!Made) throw new TaskError('Unexpected', `EKS is not changed by ${operation}`);
  const input = { ...(request as object), ...(withToken ? { clientRequestToken: token } : {}) };
  return new Made(input as never);
}
