import {
  AssociateAccessPolicyCommand,
  AssociateIdentityProviderConfigCommand,
  CreateAccessEntryCommand,
  CreateAddonCommand,
  CreateCapabilityCommand,
  CreateFargateProfileCommand,
  CreateNodegroupCommand,
  CreatePodIdentityAssociationCommand,
  DeleteAccessEntryCommand,
  DeleteAddonCommand,
  DeleteNodegroupCommand,
  DescribeAccessEntryCommand,
  DescribeAddonCommand,
  DescribeAddonVersionsCommand,
  DescribeCapabilityCommand,
  DescribeFargateProfileCommand,
  DescribeIdentityProviderConfigCommand,
  DescribeNodegroupCommand,
  DescribePodIdentityAssociationCommand,
  DisassociateAccessPolicyCommand,
  type EKSClient,
  paginateListAssociatedAccessPolicies,
  paginateListPodIdentityAssociations,
  TagResourceCommand,
  UpdateAccessEntryCommand,
  UpdateAddonCommand,
  UpdateCapabilityCommand,
  UpdateNodegroupConfigCommand,
  UpdateNodegroupVersionCommand,
  UpdatePodIdentityAssociationCommand,
} from '@aws-sdk/client-eks';
import type { ObservedAccessEntry } from '../domain/decide/access-entry.ts';
import type { ObservedAddon } from '../domain/decide/addon.ts';
import type { ObservedCapability } from '../domain/decide/capability.ts';
import type { ObservedFargateProfile } from '../domain/decide/fargate-profile.ts';
import type { ObservedIdentityProvider } from '../domain/decide/identity-provider.ts';
import type { ObservedNodegroup } from '../domain/decide/observed-nodegroup.ts';
import type { ObservedPodIdentityAssociation } from '../domain/decide/pod-identity-association.ts';
import type { ContentsPort } from '../domain/ports/contents.ts';
import { sendChange } from './eks.ts';
import { named, unlessMissing } from './errors.ts';

const CHANGES = {
  AssociateAccessPolicy: AssociateAccessPolicyCommand,
  AssociateIdentityProviderConfig: AssociateIdentityProviderConfigCommand,
  CreateAccessEntry: CreateAccessEntryCommand,
  CreateAddon: CreateAddonCommand,
  CreateCapability: CreateCapabilityCommand,
  CreateFargateProfile: CreateFargateProfileCommand,
  CreateNodegroup: CreateNodegroupCommand,
  CreatePodIdentityAssociation: CreatePodIdentityAssociationCommand,
  DeleteAccessEntry: DeleteAccessEntryCommand,
  DeleteAddon: DeleteAddonCommand,
  DeleteNodegroup: DeleteNodegroupCommand,
  DisassociateAccessPolicy: DisassociateAccessPolicyCommand,
  TagResource: TagResourceCommand,
  UpdateAccessEntry: UpdateAccessEntryCommand,
  UpdateAddon: UpdateAddonCommand,
  UpdateCapability: UpdateCapabilityCommand,
  UpdateNodegroupConfig: UpdateNodegroupConfigCommand,
  UpdateNodegroupVersion: UpdateNodegroupVersionCommand,
  UpdatePodIdentityAssociation: UpdatePodIdentityAssociationCommand,
} as const;

/** Idempotent by themselves: they take no token. */
const WITHOUT_TOKEN = new Set([
  'AssociateAccessPolicy',
  'DeleteAccessEntry',
  'DeleteAddon',
  'DeleteNodegroup',
  'DisassociateAccessPolicy',
  'TagResource',
]);

/** EKS's answer as a decider takes it: the same members, with `health.issues` beside them, and its time as text. */
function observedOf<Observed>(answer: object): Observed {
  const { health, createdAt, ...rest } = answer as {
    readonly health?: { readonly issues?: unknown };
    readonly createdAt?: Date;
  };
  return {
    ...rest,
    ...(createdAt ? { createdAt: createdAt.toISOString() } : {}),
    ...(health?.issues ? { issues: health.issues } : {}),
  } as Observed;
}

/** `ContentsPort` over the EKS API. */
export class EksContents implements ContentsPort {
  readonly #client: EKSClient;

  constructor(client: EKSClient) {
    this.#client = client;
  }

  async accessEntry(clusterName: string, principalArn: string): Promise<ObservedAccessEntry | undefined> {
    const answer = await unlessMissing(
      this.#client.send(new DescribeAccessEntryCommand({ clusterName, principalArn })),
    );
    if (!answer?.accessEntry) return undefined;
    const associatedAccessPolicies: object[] = [];
    const pages = paginateListAssociatedAccessPolicies(
      { client: this.#client },
      { clusterName, principalArn },
    );
    const read = async () => {
      for await (const page of pages) associatedAccessPolicies.push(...(page.associatedAccessPolicies ?? []));
    };
    await named(read());
    return observedOf({ ...answer.accessEntry, associatedAccessPolicies });
  }

  async addon(clusterName: string, addonName: string): Promise<ObservedAddon | undefined> {
    const answer = await unlessMissing(
      this.#client.send(new DescribeAddonCommand({ clusterName, addonName })),
    );
    if (!answer?.addon) return undefined;
    const arns = answer.addon.podIdentityAssociations;
    if (!arns) return observedOf(answer.addon);
    // DescribeAddon shows ARNs; what they associate has to be asked for.
    const podIdentityAssociations = await Promise.all(
      arns.map((arn) => this.#addonAssociation(clusterName, arn)),
    );
    return observedOf({ ...answer.addon, podIdentityAssociations });
  }

  async nodeGroup(clusterName: string, nodegroupName: string): Promise<ObservedNodegroup | undefined> {
    const answer = await unlessMissing(
      this.#client.send(new DescribeNodegroupCommand({ clusterName, nodegroupName })),
    );
    return answer?.nodegroup && observedOf(answer.nodegroup);
  }

  async fargateProfile(
    clusterName: string,
    fargateProfileName: string,
  ): Promise<ObservedFargateProfile | undefined> {
    const answer = await unlessMissing(
      this.#client.send(new DescribeFargateProfileCommand({ clusterName, fargateProfileName })),
    );
    return answer?.fargateProfile && observedOf(answer.fargateProfile);
  }

  async podIdentityAssociation(
    clusterName: string,
    namespace: string,
    serviceAccount: string,
  ): Promise<ObservedPodIdentityAssociation | undefined> {
    const associationId = await named(this.#associationId(clusterName, namespace, serviceAccount));
    if (associationId === undefined) return undefined;
    const answer = await unlessMissing(
      this.#client.send(new DescribePodIdentityAssociationCommand({ clusterName, associationId })),
    );
    return answer?.association && observedOf(answer.association);
  }

  async identityProvider(clusterName: string, name: string): Promise<ObservedIdentityProvider | undefined> {
    const identityProviderConfig = { type: 'oidc', name };
    const answer = await unlessMissing(
      this.#client.send(new DescribeIdentityProviderConfigCommand({ clusterName, identityProviderConfig })),
    );
    return answer?.identityProviderConfig?.oidc && observedOf(answer.identityProviderConfig.oidc);
  }

  async capability(clusterName: string, capabilityName: string): Promise<ObservedCapability | undefined> {
    const answer = await unlessMissing(
      this.#client.send(new DescribeCapabilityCommand({ clusterName, capabilityName })),
    );
    return answer?.capability && observedOf(answer.capability);
  }

  async addonVersions(addonName: string, kubernetesVersion: string): Promise<readonly string[]> {
    const { addons = [] } = await named(
      this.#client.send(new DescribeAddonVersionsCommand({ addonName, kubernetesVersion })),
    );
    return addons.flatMap(({ addonVersions = [] }) =>
      addonVersions.map(({ addonVersion = '' }) => addonVersion),
    );
  }

  async change(change: { operation: string; request: unknown }, token: string): Promise<void> {
    await sendChange(this.#client, CHANGES, change, WITHOUT_TOKEN.has(change.operation) ? undefined : token);
  }

  async #addonAssociation(
    clusterName: string,
    arn: string,
  ): Promise<{ readonly serviceAccount: string; readonly roleArn: string }> {
    const associationId = arn.split('/').at(-1);
    const { association } = await named(
      this.#client.send(new DescribePodIdentityAssociationCommand({ clusterName, associationId })),
    );
    const { serviceAccount = '', roleArn = '' } = association ?? {};
    return { serviceAccount, roleArn };
  }

  async #associationId(
    clusterName: string,
    namespace: string,
    serviceAccount: string,
  ): Promise<string | undefined> {
    const pages = paginateListPodIdentityAssociations(
      { client: this.#client },
      { clusterName, namespace, serviceAccount },
    );
    for await (const { associations = [] } of pages)
      if (associations[0]) return associations[0].associationId;
    return undefined;
  }
}
