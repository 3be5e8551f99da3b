import type { DesiredResource } from '../../domain/desired/resource.ts';
import { EXPECTED_DURATIONS } from '../../domain/expected-durations.ts';
import type { ExpectedDuration } from '../../domain/progress.ts';

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
