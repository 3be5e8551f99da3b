import { decideAccessEntry } from '../../domain/decide/access-entry.ts';
import { decideAddon } from '../../domain/decide/addon.ts';
import { decideCapability } from '../../domain/decide/capability.ts';
import type { Decision } from '../../domain/decide/decision.ts';
import { decideFargateProfile } from '../../domain/decide/fargate-profile.ts';
import { decideIdentityProvider } from '../../domain/decide/identity-provider.ts';
import { decideNodeGroup } from '../../domain/decide/node-group.ts';
import { decidePodIdentityAssociation } from '../../domain/decide/pod-identity-association.ts';
import type { DesiredResource } from '../../domain/desired/resource.ts';
import { EXPECTED_DURATIONS } from '../../domain/expected-durations.ts';
import type { ContentsPort } from '../../domain/ports/contents.ts';
import type { ExpectedDuration } from '../../domain/progress.ts';

/** The kinds that EKS's own API observes and changes. */
export type EksResource = Exclude<
  DesiredResource,
  { kind: 'stack' | 'logRetention' | 'pullThroughCacheRule' }
>;

/** Looks at one resource in EKS and decides its next change. */
export async function decideResource(resource: EksResource, contents: ContentsPort): Promise<Decision> {
  const { clusterName } = resource.request;
  switch (resource.kind) {
    case 'accessEntry':
      return decideAccessEntry(
        resource,
        await contents.accessEntry(clusterName, resource.request.principalArn),
      );
    case 'addon':
      return decideAddon(resource, await contents.addon(clusterName, resource.request.addonName));
    case 'nodeGroup':
      return decideNodeGroup(resource, await contents.nodeGroup(clusterName, resource.request.nodegroupName));
    case 'fargateProfile':
      return decideFargateProfile(
        resource,
        await contents.fargateProfile(clusterName, resource.request.fargateProfileName),
      );
    case 'podIdentityAssociation': {
      const { namespace, serviceAccount } = resource.request;
      return decidePodIdentityAssociation(
        resource,
        await contents.podIdentityAssociation(clusterName, namespace, serviceAccount),
      );
    }
    case 'identityProviderConfig': {
      const name = resource.request.oidc.identityProviderConfigName;
      return decideIdentityProvider(resource, await contents.identityProvider(clusterName, name));
    }
    case 'capability':
      return decideCapability(
        resource,
        await contents.capability(clusterName, resource.request.capabilityName),
      );
  }
}

interface KindFacts {
  /** The verb-noun of the task that changes it. */
  readonly task: string;
  /** The service's operation that makes it. */
  readonly create: string;
  readonly expected: ExpectedDuration;
  readonly exclusive?: boolean;
}

/** One row a kind of content. */
export const RESOURCE_KINDS: Readonly<Record<DesiredResource['kind'], KindFacts>> = {
  accessEntry: {
    task: 'apply-access-entry',
    create: 'CreateAccessEntry',
    expected: EXPECTED_DURATIONS.immediate,
  },
  addon: { task: 'apply-addon', create: 'CreateAddon', expected: EXPECTED_DURATIONS.addon },
  nodeGroup: { task: 'apply-node-group', create: 'CreateNodegroup', expected: EXPECTED_DURATIONS.nodeGroup },
  fargateProfile: {
    task: 'apply-fargate-profile',
    create: 'CreateFargateProfile',
    expected: EXPECTED_DURATIONS.fargateProfile,
  },
  podIdentityAssociation: {
    task: 'apply-pod-identity-association',
    create: 'CreatePodIdentityAssociation',
    expected: EXPECTED_DURATIONS.immediate,
  },
  identityProviderConfig: {
    task: 'apply-identity-provider',
    create: 'AssociateIdentityProviderConfig',
    expected: EXPECTED_DURATIONS.identityProviderConfig,
    // The cluster is UPDATING for as long as that takes, and refuses node groups, profiles and capabilities.
    exclusive: true,
  },
  capability: {
    task: 'apply-capability',
    create: 'CreateCapability',
    expected: EXPECTED_DURATIONS.capability,
  },
  stack: { task: 'apply-content-stack', create: 'CreateStack', expected: EXPECTED_DURATIONS.stack },
  logRetention: {
    task: 'apply-log-retention',
    create: 'CreateLogGroup',
    expected: EXPECTED_DURATIONS.immediate,
  },
  pullThroughCacheRule: {
    task: 'apply-pull-through-cache-rule',
    create: 'CreatePullThroughCacheRule',
    expected: EXPECTED_DURATIONS.immediate,
  },
};
