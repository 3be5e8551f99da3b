import type { Role } from '../../../simulator/iam/state.ts';
import type { ReachAccount } from './account.ts';
import { arn, type Context, may, trusts } from './asks.ts';
import { ACCOUNT, REGION } from './resolve.ts';

/**
 * Something that a principal can start under a name of its choice: `kind` is the beginning of the resource part of
 * its ARN.
 */
interface Start {
  readonly action: string;
  readonly kind: string;
  readonly context?: Context;
}

const CLUSTER_TAG = { 'aws:RequestTag/eks-fleet.dev/cluster': 'x', 'aws:TagKeys': ['eks-fleet.dev/cluster'] };
const LAUNCH = { 'ec2:LaunchTemplate': arn('ec2', 'launch-template/lt-1') };
const profile = (path: string) => ({
  ...LAUNCH,
  'ec2:InstanceProfile': `arn:aws:iam::${ACCOUNT}:instance-profile/${path}`,
});
const only = (action: string, kind: string, context?: Context): readonly Start[] => [
  { action, kind, ...(context ? { context } : {}) },
];

/** Ways to run something as a role that one may pass: the service that gets the role, and the call that starts it. */
const HANDOVERS: readonly {
  readonly service: string;
  readonly starts: (role: Role) => readonly Start[];
}[] = [
  { service: 'lambda.amazonaws.com', starts: () => only('lambda:CreateFunction', 'function:') },
  { service: 'states.amazonaws.com', starts: () => only('states:CreateStateMachine', 'stateMachine:') },
  { service: 'scheduler.amazonaws.com', starts: () => only('scheduler:CreateSchedule', 'schedule/') },
  { service: 'scheduler.amazonaws.com', starts: () => only('scheduler:UpdateSchedule', 'schedule/') },
  { service: 'events.amazonaws.com', starts: () => only('events:PutTargets', 'rule/') },
  { service: 'codebuild.amazonaws.com', starts: () => only('codebuild:CreateProject', 'project/') },
  { service: 'glue.amazonaws.com', starts: () => only('glue:CreateJob', 'job/') },
  { service: 'ecs-tasks.amazonaws.com', starts: () => only('ecs:RunTask', 'task-definition/') },
  {
    service: 'cloudformation.amazonaws.com',
    starts: (role) =>
      only('cloudformation:CreateStack', 'stack/', { ...CLUSTER_TAG, 'cloudformation:RoleArn': role.arn }),
  },
  {
    service: 'ec2.amazonaws.com',
    starts: () => only('autoscaling:CreateAutoScalingGroup', 'autoScalingGroup:'),
  },
  { service: 'ec2.amazonaws.com', starts: () => only('ec2:RunInstances', 'instance/', profile('x')) },
  {
    service: 'ec2.amazonaws.com',
    starts: () => only('ec2:RunInstances', 'instance/', profile('eks-fleet/x')),
  },
  // Pods of a node take its role from the instance's metadata.
  { service: 'ec2.amazonaws.com', starts: () => only('eks:CreateNodegroup', 'cluster/') },
  { service: 'pods.eks.amazonaws.com', starts: () => only('eks:CreatePodIdentityAssociation', 'cluster/') },
  { service: 'capabilities.eks.amazonaws.com', starts: () => only('eks:CreateCapability', 'cluster/') },
  {
    service: 'rolesanywhere.amazonaws.com',
    starts: () => [
      ...only('rolesanywhere:CreateTrustAnchor', 'trust-anchor/'),
      ...only('rolesanywhere:CreateProfile', 'profile/'),
    ],
  },
];

const RESOURCES = /"Resource":("[^"]*"|\[[^\]]*\])/g;

/** Names that the account's policies go by, each with something in the place of its wildcards. */
const patternsIn = (account: ReachAccount): ReadonlySet<string> => {
  const texts = [...account.roles.values()].flatMap(({ inlinePolicies }) => [...inlinePolicies.values()]);
  const patterns = texts.flatMap((text) =>
    [...text.matchAll(RESOURCES)].flatMap(([, given = '""']) => [JSON.parse(given)].flat()),
  );
  return new Set(
    patterns.map((pattern: string) =>
      pattern.replace(/^(arn:[^:]*:[^:]*:)\*/, `$1${REGION}`).replaceAll('*', 'x'),
    ),
  );
};

const names = new WeakMap<ReachAccount, ReadonlySet<string>>();

/** Resources whose ARN begins so, of those that policies name. */
export function spokenOf(account: ReachAccount, begins: string): readonly string[] {
  const held = names.get(account) ?? patternsIn(account);
  names.set(account, held);
  return [...held].filter((name) => name.startsWith(begins));
}

/** Names for a resource of a kind: any name, and each that a policy has. */
function namedBy(account: ReachAccount, { action, kind }: Start): readonly string[] {
  const begins = arn(action.split(':')[0] ?? '', kind);
  return [`${begins}x`, `${begins}x/x`, ...spokenOf(account, begins)];
}

const starts = (account: ReachAccount, from: string, start: Start): boolean =>
  namedBy(account, start).some((resource) =>
    may(account, from, {
      action: start.action,
      resource,
      ...(start.context ? { context: start.context } : {}),
    }),
  );

/** EKS takes a node's role for EC2 or for itself: no document says which, so that one of both is enough. */
const passedAs = (service: string): readonly string[] =>
  service === 'ec2.amazonaws.com' || service.endsWith('.eks.amazonaws.com')
    ? [service, 'eks.amazonaws.com']
    : [service];

/** True where one may hand the role to a service, and have something run as it. */
export function isHandedOver(account: ReachAccount, from: string, role: Role): boolean {
  return HANDOVERS.some(({ service, starts: startsOf }) => {
    if (!trusts(role, service)) return false;
    const started = startsOf(role);
    // A role that is passed to EKS is used by EKS alone.
    const services = passedAs(service).filter(
      (passed) => passed === service || started.every(({ action }) => action.startsWith('eks:')),
    );
    return services.some(
      (passed) =>
        may(account, from, {
          action: 'iam:PassRole',
          resource: role.arn,
          context: { 'iam:PassedToService': passed },
        }) && started.every((start) => starts(account, from, start)),
    );
  });
}
