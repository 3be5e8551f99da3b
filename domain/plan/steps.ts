import type { ClusterConfig } from '../cluster-config/config.ts';
import type { Account } from '../desired/account.ts';
import type { ContentFacts } from '../desired/cluster-facts.ts';
import { desiredContents } from '../desired/contents.ts';
import { desiredFoundation } from '../desired/foundation.ts';
import { stackNameOf } from '../desired/names.ts';
import type { DesiredResource, Need } from '../desired/resource.ts';
import type { DesiredStack } from '../desired/template.ts';
import { RULE_PURPOSE } from '../forwarder/names.ts';
import { needsForwarder } from './forwarder.ts';

/** One step of a plan, with how long AWS usually takes for it. */
export interface PlannedStep {
  readonly key: string;
  readonly title: string;
  /** The AWS operation that begins it. */
  readonly operation: string;
  readonly minutes: readonly [number, number];
  readonly after: readonly Need[];
}

/** From AWS-FACTS, "Durations"; stacks by what is slowest in them. */
const minutesOf = {
  controlPlane: [9, 16],
  nodeGroup: [2, 4],
  addon: [0.5, 2],
  fargateProfile: [1, 3],
  capability: [1, 5],
  identityProviderConfig: [10, 20],
  network: [2, 4],
  roles: [0.5, 1],
  selfManaged: [2, 5],
  stack: [0.5, 1],
  forwarder: [1, 3],
  instant: [0, 0.1],
} as const satisfies Readonly<Record<string, readonly [number, number]>>;

function stackStep(
  stack: DesiredStack,
  title: string,
  minutes: readonly [number, number],
  after: readonly Need[],
): PlannedStep {
  return {
    key: stack.key,
    title: `${title} (stack ${stack.stackName})`,
    operation: 'CreateStack',
    minutes,
    after,
  };
}

function contentStep(resource: DesiredResource): PlannedStep {
  const cluster: Need = { keys: ['controlPlane'], until: 'ready' };
  const after = [cluster, ...resource.needs];
  const step = (title: string, operation: string, minutes: readonly [number, number]) => ({
    key: resource.key,
    title,
    operation,
    minutes,
    after,
  });
  switch (resource.kind) {
    case 'accessEntry':
      return step(`Let ${resource.request.principalArn} in`, 'CreateAccessEntry', minutesOf.instant);
    case 'addon':
      return step(`Install add-on ${resource.request.addonName}`, 'CreateAddon', minutesOf.addon);
    case 'nodeGroup': {
      const { nodegroupName, scalingConfig } = resource.request;
      const nodes = scalingConfig.desiredSize === 1 ? '1 node' : `${scalingConfig.desiredSize} nodes`;
      return step(`Start node group ${nodegroupName} (${nodes})`, 'CreateNodegroup', minutesOf.nodeGroup);
    }
    case 'fargateProfile':
      return step(
        `Create Fargate profile ${resource.request.fargateProfileName}`,
        'CreateFargateProfile',
        minutesOf.fargateProfile,
      );
    case 'podIdentityAssociation': {
      const { namespace, serviceAccount } = resource.request;
      return step(
        `Give ${namespace}/${serviceAccount} its role`,
        'CreatePodIdentityAssociation',
        minutesOf.instant,
      );
    }
    case 'identityProviderConfig':
      return step(
        `Trust identity provider ${resource.request.oidc.identityProviderConfigName}`,
        'AssociateIdentityProviderConfig',
        minutesOf.identityProviderConfig,
      );
    case 'capability':
      return step(
        `Enable capability ${resource.request.capabilityName}`,
        'CreateCapability',
        minutesOf.capability,
      );
    case 'logRetention':
      return step(
        `Keep control-plane logs ${resource.request.retentionInDays} days`,
        'PutRetentionPolicy',
        minutesOf.instant,
      );
    case 'pullThroughCacheRule':
      return step(
        `Cache ${resource.request.upstreamRegistryUrl} in ECR`,
        'CreatePullThroughCacheRule',
        minutesOf.instant,
      );
    case 'stack':
      return resource.nodeGroup
        ? stackStep(
            resource.stack,
            `Start self-managed node group ${resource.nodeGroup}`,
            minutesOf.selfManaged,
            after,
          )
        : stackStep(
            resource.stack,
            resource.stack.template.Description.replace(', made by eks-fleet', ''),
            minutesOf.stack,
            after,
          );
  }
}

/** The steps of creating a cluster, in an order in which they may begin; `after` is what binds. */
export function planSteps(
  config: ClusterConfig,
  account: Account,
  facts: ContentFacts,
): readonly PlannedStep[] {
  const { network, roles } = desiredFoundation(config, account);
  const foundation = [
    ...(network ? [stackStep(network, 'Build the network', minutesOf.network, [])] : []),
    ...(roles ? [stackStep(roles, 'Create IAM roles', minutesOf.roles, [])] : []),
  ];
  const controlPlane: PlannedStep = {
    key: 'controlPlane',
    title: `Create control plane ${config.metadata.name} in ${config.metadata.region}`,
    operation: 'CreateCluster',
    minutes: minutesOf.controlPlane,
    after: foundation.map(({ key }) => ({ keys: [key], until: 'ready' as const })),
  };
  const forwarder: PlannedStep = {
    key: 'forwarder',
    title: `Reach the private Kubernetes API by a function in its VPC (stack ${stackNameOf(config.metadata.name, RULE_PURPOSE)}, and one that the VPC's clusters share)`,
    operation: 'CreateStack',
    minutes: minutesOf.forwarder,
    after: [{ keys: ['controlPlane'], until: 'ready' }],
  };
  return [
    ...foundation,
    controlPlane,
    ...(needsForwarder(config) ? [forwarder] : []),
    ...desiredContents(config, facts).map(contentStep),
  ];
}

type Range = readonly [number, number];

/** The shortest and longest time that the steps take together, what does not bind going side by side. */
export function planDuration(steps: readonly PlannedStep[]): Range {
  const known = new Map(steps.map((step) => [step.key, step]));
  const begins = new Map<string, Range>();
  const endOf = (step: PlannedStep): Range => {
    const [low, high] = beginOf(step);
    return [low + step.minutes[0], high + step.minutes[1]];
  };
  const beginOf = (step: PlannedStep): Range => {
    const before = begins.get(step.key);
    if (before) return before;
    begins.set(step.key, [0, 0]);
    const bounds = step.after.map(({ keys, until }) => {
      const others = keys.flatMap((key) => known.get(key) ?? []);
      const ends = others.map((other) => (until === 'ready' ? endOf(other) : beginOf(other)));
      return [Math.min(...ends.map(([low]) => low)), Math.min(...ends.map(([, high]) => high))] as const;
    });
    const finite = bounds.filter(([low]) => Number.isFinite(low));
    const begin: Range = [
      Math.max(0, ...finite.map(([low]) => low)),
      Math.max(0, ...finite.map(([, high]) => high)),
    ];
    begins.set(step.key, begin);
    return begin;
  };
  const ends = steps.map(endOf);
  return [Math.max(0, ...ends.map(([low]) => low)), Math.max(0, ...ends.map(([, high]) => high))];
}
