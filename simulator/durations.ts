import type { Kernel } from './kernel/kernel.ts';

/** The seconds that AWS takes for something, with the source. One table; services take their values from it. */
export interface DurationRow {
  readonly minSeconds: number;
  readonly maxSeconds: number;
  readonly source: string;
}

export const DURATIONS = {
  'eks/control-plane-create': {
    minSeconds: 540,
    maxSeconds: 960,
    source: 'EKS API reference, CreateCluster: 10–15 min; easontechtalk.com, 21 regions: 13–16 min',
  },
  'eks/control-plane-update': {
    minSeconds: 480,
    maxSeconds: 1500,
    source: 'terraform-aws-modules/terraform-aws-eks#326: 21 min; eksctl#2150: over 25 min',
  },
  'eks/control-plane-delete': {
    minSeconds: 120,
    maxSeconds: 420,
    source: 'eksctl and Terraform logs: 2–7 min',
  },
  'eks/config-update': {
    minSeconds: 60,
    maxSeconds: 480,
    source: 'Terraform logs of UpdateClusterConfig: 1–8 min',
  },
  'eks/setting-update': {
    minSeconds: 2,
    maxSeconds: 20,
    source: 'eksctl#8581: deletion protection within seconds',
  },
  'eks/forced-upgrade-delay': {
    minSeconds: 3600,
    maxSeconds: 864_000,
    source: 'EKS guide, version FAQs: at any time after the end of support, by a gradual deployment',
  },
  'eks/cancel-update': {
    minSeconds: 5,
    maxSeconds: 120,
    source: 'estimated: the guide says that nodes in the middle of a disruption complete it',
  },
  'eks/insights-refresh': {
    minSeconds: 30,
    maxSeconds: 300,
    source: 'EKS guide, cluster insights: takes a few minutes',
  },
  'eks/node-group-setup': {
    minSeconds: 10,
    maxSeconds: 60,
    source: 'EKS guide, phases of node updates: the setup phase; eksctl logs',
  },
  'eks/node-drain': {
    minSeconds: 75,
    maxSeconds: 150,
    source: 'EKS guide, phases of node updates: 60 s wait a node, and its drain',
  },
  'eks/encryption-config-update': {
    minSeconds: 900,
    maxSeconds: 2700,
    source: 'EKS guide: re-encryption takes up to 45 min',
  },
  'eks/node-group-create': {
    minSeconds: 75,
    maxSeconds: 150,
    source: 'DevopsArtFactory/terraform-provisioning#46: just under 2 min, of which one is a node',
  },
  'eks/node-group-delete': { minSeconds: 180, maxSeconds: 480, source: 'eksctl logs: 3–8 min with drain' },
  'eks/node-group-config-update': {
    minSeconds: 5,
    maxSeconds: 45,
    source: 'Terraform logs of UpdateNodegroupConfig',
  },
  'eks/scaling-config-follow': {
    minSeconds: 5,
    maxSeconds: 120,
    source:
      'EKS API, NodegroupScalingConfig: desiredSize "can be out-of-date for short periods of time"; no figure is given',
  },
  'eks/fargate-pod': {
    minSeconds: 30,
    maxSeconds: 60,
    source: 'aws/containers-roadmap threads: a Fargate pod takes 30–60 s to start',
  },
  'eks/fargate-profile-create': { minSeconds: 60, maxSeconds: 150, source: 'Terraform logs: 1–2.5 min' },
  'eks/fargate-profile-delete': { minSeconds: 60, maxSeconds: 240, source: 'Terraform logs: 1–4 min' },
  'eks/addon-create': { minSeconds: 30, maxSeconds: 120, source: 'estimated: AWS publishes none' },
  'eks/addon-update': { minSeconds: 30, maxSeconds: 120, source: 'estimated: AWS publishes none' },
  'eks/addon-delete': { minSeconds: 10, maxSeconds: 60, source: 'Terraform logs' },
  'eks/addon-degraded': {
    minSeconds: 180,
    maxSeconds: 1200,
    source: 'Terraform logs: DEGRADED within its 20 min wait',
  },
  'eks/addon-pods-ready': {
    minSeconds: 10,
    maxSeconds: 45,
    source: 'CoreDNS pods pulled and Ready on a fresh node',
  },
  'eks/capability-create': {
    minSeconds: 60,
    maxSeconds: 300,
    source: 'EKS guide on capabilities: a few minutes',
  },
  'eks/auto-profile-delete': {
    minSeconds: 0,
    maxSeconds: 240,
    source:
      'aws/containers-roadmap#2531 says that it is after the deletion of the cluster; how long after, nobody does',
  },
  'eks/capability-delete': { minSeconds: 60, maxSeconds: 300, source: 'as its creation' },
  'eks/identity-provider-associate': { minSeconds: 600, maxSeconds: 1500, source: 'EKS guide: about 15 min' },
  'eks/access-entry-effective': {
    minSeconds: 1,
    maxSeconds: 20,
    source: 'Teleport, eksctl: access entries are eventually consistent; they wait 5 s between tries',
  },
  'kubernetes/controller-sync': {
    minSeconds: 0.1,
    maxSeconds: 2,
    source: 'Kubernetes SLO: API to controller within seconds',
  },
  'kubernetes/pod-start': {
    minSeconds: 3,
    maxSeconds: 25,
    source: 'Kubernetes SLO: 99 % of pods start within 5 s, pulling left out',
  },
  'kubernetes/pod-termination': {
    minSeconds: 1,
    maxSeconds: 30,
    source: 'Kubernetes, pod lifecycle: within the grace period, 30 s by default',
  },
  'kubernetes/node-gone': {
    minSeconds: 5,
    maxSeconds: 60,
    source: 'Kubernetes, node status: 40 s grace period; the cloud controller looks every 5 s',
  },
  'kubernetes/self-heal': {
    minSeconds: 5,
    maxSeconds: 20,
    source: 'Argo CD, automated sync: self-heal after 5 s (--self-heal-timeout-seconds)',
  },
  'karpenter/drift': {
    minSeconds: 10,
    maxSeconds: 300,
    source: 'Karpenter source: drift is looked for every 5 min, disruption every 10 s',
  },
  'karpenter/provision': {
    minSeconds: 2,
    maxSeconds: 15,
    source: 'Karpenter settings: batches of 1 to 10 s before a launch',
  },
  'ec2/instance-launch': { minSeconds: 10, maxSeconds: 30, source: 'EC2 pending to running' },
  'ec2/node-ready': {
    minSeconds: 45,
    maxSeconds: 90,
    source: 'estimated, from launch to Ready: AWS publishes none',
  },
  'ec2/windows-node-ready': {
    minSeconds: 240,
    maxSeconds: 480,
    source: 'hackernoon.com, EKS Windows node start time: about 5 min',
  },
  'ec2/instance-terminate': { minSeconds: 20, maxSeconds: 90, source: 'EC2 shutting-down to terminated' },
  'ec2/vpc': { minSeconds: 5, maxSeconds: 15, source: 'CloudFormation events of eksctl stacks' },
  'ec2/nat-gateway-create': {
    minSeconds: 90,
    maxSeconds: 150,
    source: 'CloudFormation events of eksctl stacks: about 2 min',
  },
  'ec2/nat-gateway-delete': {
    minSeconds: 45,
    maxSeconds: 90,
    source: 'CloudFormation events of eksctl stacks',
  },
  'ec2/internet-gateway': {
    minSeconds: 10,
    maxSeconds: 20,
    source: 'CloudFormation events of eksctl stacks',
  },
  'lambda/interface-create': {
    minSeconds: 30,
    maxSeconds: 90,
    source: 'Lambda guide, "Lambda function states": about a minute',
  },
  'lambda/interface-delete': {
    minSeconds: 300,
    maxSeconds: 2400,
    source: 'cloudformation-coverage-roadmap#392, #414; pulumi-aws#4392: up to 40 min',
  },
  'ec2/small-resource': {
    minSeconds: 2,
    maxSeconds: 8,
    source: 'CloudFormation events: subnets, routes, groups',
  },
  'ec2/vpc-endpoint': {
    minSeconds: 30,
    maxSeconds: 90,
    source: 'CloudFormation events of interface endpoints',
  },
  'iam/role-create': {
    minSeconds: 15,
    maxSeconds: 25,
    source: 'CloudFormation waits for the role to be consistent',
  },
  'iam/propagation': {
    minSeconds: 0,
    maxSeconds: 10,
    source: 'IAM guide: changes are not always immediately visible',
  },
  'iam/role-update': { minSeconds: 1, maxSeconds: 10, source: 'CloudFormation events of updated roles' },
  'iam/role-delete': { minSeconds: 1, maxSeconds: 5, source: 'CloudFormation events' },
  'iam/instance-profile': {
    minSeconds: 100,
    maxSeconds: 130,
    source: 'CloudFormation waits two minutes for profiles',
  },
  'cloudformation/change-set': { minSeconds: 2, maxSeconds: 8, source: 'CloudFormation console: seconds' },
  'cloudformation/resource': {
    minSeconds: 1,
    maxSeconds: 5,
    source: 'CloudFormation events of small resources',
  },
  'cloudformation/dependency-wait': {
    minSeconds: 300,
    maxSeconds: 900,
    source: 'eksctl threads: a stack retries DependencyViolation for 5–15 min',
  },
  'autoscaling/scaling-delay': {
    minSeconds: 1,
    maxSeconds: 15,
    source: 'Auto Scaling activity logs: a change is seen within seconds',
  },
  'autoscaling/health-check': {
    minSeconds: 30,
    maxSeconds: 180,
    source: 'Auto Scaling guide, health checks: an instance that EC2 ends is replaced within minutes',
  },
  'autoscaling/group-create': {
    minSeconds: 10,
    maxSeconds: 30,
    source: 'CloudFormation events without a creation policy',
  },
  'dynamodb/table-create': {
    minSeconds: 4,
    maxSeconds: 15,
    source: 'CloudFormation events of AWS::DynamoDB::Table',
  },
  'dynamodb/table-update': {
    minSeconds: 2,
    maxSeconds: 30,
    source: 'Terraform logs of aws_dynamodb_table updates',
  },
  'dynamodb/table-delete': {
    minSeconds: 3,
    maxSeconds: 12,
    source: 'CloudFormation events of AWS::DynamoDB::Table',
  },
  'dynamodb/index-create': {
    minSeconds: 60,
    maxSeconds: 300,
    source: 'developer guide, Managing GSIs: minutes on a small table',
  },
  'dynamodb/replica-create': {
    minSeconds: 30,
    maxSeconds: 180,
    source: 'Terraform logs of aws_dynamodb_table replicas',
  },
  'dynamodb/stale-read': {
    minSeconds: 0.01,
    maxSeconds: 1,
    source: 'developer guide, Read consistency: usually within a second',
  },
  'dynamodb/index-lag': {
    minSeconds: 0.01,
    maxSeconds: 1,
    source: 'developer guide, GSIs: within a fraction of a second',
  },
  'dynamodb/replication-lag': {
    minSeconds: 0.2,
    maxSeconds: 3,
    source: 'developer guide, Global tables (MREC): typically a second or less; ReplicationLatency metric',
  },
  'dynamodb/strong-write-conflict': {
    minSeconds: 0.05,
    maxSeconds: 0.25,
    source: 'developer guide, MRSC: a write spans two regions, one round trip',
  },
  'dynamodb/ttl-deletion': {
    minSeconds: 60,
    maxSeconds: 172800,
    source: 'developer guide, TTL: within a few days of expiration',
  },
  'states/transition': {
    minSeconds: 0.01,
    maxSeconds: 0.05,
    source: 'assumed: gaps between events of execution histories, 10–50 ms',
  },
  'route53/record-publication': {
    minSeconds: 2,
    maxSeconds: 60,
    source: 'Route 53 API reference, ChangeResourceRecordSets: changes generally propagate within 60 seconds',
  },
  'route53/health-publication': {
    minSeconds: 2,
    maxSeconds: 10,
    source:
      'assumed: seconds from a health check to the name servers (re:Invent ARC408, 2022; whitepaper on Route 53 failover)',
  },
  'kms/key-create': { minSeconds: 10, maxSeconds: 40, source: 'CloudFormation events of keys' },
  'elb/delete': {
    minSeconds: 5,
    maxSeconds: 60,
    source: 'ENIs of a deleted load balancer stay for up to a minute',
  },
  'events/delivery': {
    minSeconds: 0.03,
    maxSeconds: 0.6,
    source: 'AWS, November 2024: p99 of 129 ms end to end; EventBridge FAQ before: typically half a second',
  },
  'events/schedule-firing': {
    minSeconds: 0,
    maxSeconds: 60,
    source: 'EventBridge guide: a scheduled rule fires within the minute, to no precision of seconds',
  },
  'scheduler/invocation': {
    minSeconds: 0,
    maxSeconds: 59,
    source: 'Scheduler guide, Schedule types: between 1:00:00 and 1:00:59',
  },
  'scheduler/delete-completed': {
    minSeconds: 1,
    maxSeconds: 60,
    source: 'AWS Compute Blog, August 2023: shortly after the last target invocation',
  },
  'scheduler/group-delete': {
    minSeconds: 5,
    maxSeconds: 120,
    source: "assumed, within the 5 min that Terraform's aws_scheduler_schedule_group waits",
  },
} as const satisfies Record<string, DurationRow>;

export type DurationName = keyof typeof DURATIONS;

/** A duration in milliseconds, uniform over the row's range, from the stream of that name. */
export function sampleDurationMs(kernel: Kernel, name: DurationName, scale = 1): number {
  const row = DURATIONS[name];
  return Math.round(kernel.random('duration', name).between(row.minSeconds, row.maxSeconds) * 1000 * scale);
}
