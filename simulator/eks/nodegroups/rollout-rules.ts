import type { Rule } from '../../rule.ts';

const PHASES = 'EKS guide, understand each phase of node updates';
const SDK = 'SDK typings of @aws-sdk/client-eks';

/** The rules of the rollout of a managed node group. */
export const ROLLOUT_RULES: readonly Rule[] = [
  {
    rule: 'Auto Scaling starts nodes that are asked for past EKS, whose desiredSize follows',
    source: 'EKS API reference, NodegroupScalingConfig, desiredSize',
    test: 'starts nodes that somebody else asks it for, and EKS shows their number a little later',
  },
  {
    rule: 'An update raises desired and maximum size of the Auto Scaling group, and lowers them by as much',
    source: `${PHASES}, scale up phase, scale down phase`,
    test: 'shows the nodes of an update with its own, and goes back to those that were asked for meanwhile',
  },
  {
    rule: 'An update that ends while Auto Scaling grows leaves the size as it is',
    source: `${PHASES}, scale down phase`,
    test: 'is not made smaller at the end of an update while nodes start that somebody else asked for',
  },
  {
    rule: 'A rollout evicts pods within their budgets, and new nodes have the kubelet of the version',
    source: `${PHASES}, upgrade phase`,
    test: 'brings nodes with the kubelet of the version, and evicts pods within their budgets',
  },
  {
    rule: 'The group grows by twice its zones or maxUnavailable; old nodes are marked unschedulable',
    source: `${PHASES}, scale up phase`,
    test: 'grows by twice its zones at least, and keeps old nodes from new pods',
  },
  {
    rule: 'A node takes about five minutes',
    source: 'aws/containers-roadmap threads: 34 minutes for 7 nodes',
    test: 'takes about five minutes a node, one after the other',
  },
  {
    rule: 'maxUnavailable nodes are taken at a time, a percentage rounded up',
    source: `${SDK}, NodegroupUpdateConfig`,
    test: 'takes as many nodes at a time as the group says, by count or by share',
  },
  {
    rule: 'The strategy MINIMAL ends nodes before it starts others',
    source: `${PHASES}, upgrade phase; ${SDK}, updateStrategy`,
    test: 'of the strategy MINIMAL never has more nodes than the group',
  },
  {
    rule: 'Pods that do not leave within 15 minutes fail the update with PodEvictionFailure',
    source: `${PHASES}, PodEvictionFailure`,
    test: 'fails after 15 minutes before a budget that allows nothing, and leaves the pods alone',
  },
  {
    rule: 'Force ends pods whatever their budgets say',
    source: `${SDK}, force of UpdateNodegroupVersion`,
    test: 'ends such pods once it is forced',
  },
  {
    rule: 'A failure in the middle leaves old nodes and new ones',
    source: `${PHASES}; aws/containers-roadmap#1282`,
    test: 'leaves old nodes and new ones where it fails in the middle, and goes on when it is started again',
  },
  {
    rule: 'New nodes that do not come fail the update with NodeCreationFailure',
    source: `${PHASES}, scale up phase`,
    test: 'fails where new nodes cannot come, and stays as it was',
  },
  {
    rule: 'A DEGRADED group stays so through a rollout that fails',
    source: 'aws/containers-roadmap#2204',
    test: 'leaves a group DEGRADED where it fails, and mends it where nodes come',
  },
  {
    rule: 'A pod with several budgets cannot be evicted',
    source: `${PHASES}, aggressive PDB; Kubernetes, API-initiated eviction`,
    test: 'with a pod of two budgets fails, as such a pod cannot be evicted',
  },
  {
    rule: 'Releases of AMIs come about weekly; an update without one takes the newest',
    source: `awslabs/amazon-eks-ami, releases; ${SDK}, releaseVersion`,
    test: 'is a newer release once one has come',
  },
  {
    rule: 'Older releases are taken by an update, or not: the seed decides',
    source: 'eksctl-io/eksctl#7976; aws/containers-roadmap; sources conflict',
    test: 'may be an older release, or not: the seed decides',
  },
  {
    rule: 'A group goes back to an older version, or not: the seed decides',
    source: `EKS guide, roll back a cluster, managed node groups; ${SDK}, version; sources conflict`,
    test: 'may be an older Kubernetes version, or not: the seed decides',
  },
  {
    rule: 'An update does not bring Amazon Linux 2 to 1.33',
    source: 'EKS guide, AL2 AMI deprecation; observed refusals of CreateNodegroup',
    test: 'has no Amazon Linux 2 from 1.33 on',
  },
  {
    rule: 'A custom AMI takes a template version and neither version nor releaseVersion',
    source: `${SDK}, version of UpdateNodegroupVersion; EKS guide, launch templates`,
    test: 'of a custom AMI is the image of the template, whose kubelet it brings',
  },
  {
    rule: 'A new group may be three minors behind its cluster',
    source: 'observed refusals of CreateNodegroup',
    test: 'of a new group is up to three minors behind the cluster',
  },
];
