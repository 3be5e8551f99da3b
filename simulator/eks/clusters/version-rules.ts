import type { Rule } from '../../rule.ts';

const ROLLBACK = 'EKS guide, roll back a cluster to a previous Kubernetes version';
const AUTO_MODE = 'EKS guide, roll back EKS Auto Mode clusters';
const LIFECYCLE = 'EKS guide, understand the Kubernetes version lifecycle on EKS, FAQs';
const SDK = 'SDK typings of @aws-sdk/client-eks';

/** The rules of version updates, of the way back and of what AWS does by itself. */
export const VERSION_RULES: readonly Rule[] = [
  {
    rule: 'A control-plane update whose health checks fail reverts itself, and names what is missing',
    source: `EKS guide, update existing cluster to new Kubernetes version; ${SDK}, ErrorCode`,
    test: 'reverts itself where the subnets of the cluster go meanwhile, and tells which',
  },
  {
    rule: 'A control-plane update needs free addresses until its end',
    source: `EKS guide, considerations for Amazon EKS updates; ${SDK}, ErrorCode IpNotAvailable`,
    test: 'reverts itself where a subnet runs out of addresses',
  },
  {
    rule: 'A cluster that was made at its version cannot be rolled back',
    source: `${ROLLBACK}, prerequisites`,
    test: 'is not for a cluster that was made at its version',
  },
  {
    rule: 'A rollback goes back one minor; the next upgrade ends the former window',
    source: `${ROLLBACK}, prerequisites`,
    test: 'goes back by one minor alone, and the next upgrade ends the former window',
  },
  {
    rule: 'A rollback to a version in extended support wants the upgrade policy EXTENDED',
    source: `${ROLLBACK}, prerequisites`,
    test: 'wants the policy EXTENDED where the former version is in extended support',
  },
  {
    rule: 'Rollback insights with ERROR stop a rollback that is not forced, nodes newer than its version among them',
    source: `${ROLLBACK}, insight status behavior, prepare worker nodes`,
    test: 'is stopped by nodes that are newer, unless forced',
  },
  {
    rule: 'Only a rollback of Auto Mode can be cancelled, and only while its nodes go back',
    source: `${SDK}, CancelUpdate`,
    test: 'cannot be cancelled once the control plane goes back',
  },
  {
    rule: 'Auto Mode rolls its nodes back before the control plane, the cluster ACTIVE and closed to other updates',
    source: `${AUTO_MODE}, cluster status during rollback`,
    test: 'brings the nodes back first, while the cluster stays ACTIVE',
  },
  {
    rule: 'A rollback of Auto Mode fails at its timeout, and force does not override budgets',
    source: `${AUTO_MODE}, rollback timeout, the force flag; ${SDK}, RollbackConfig`,
    test: 'fails at its timeout where a budget holds the nodes, which stay at the version of the control plane',
  },
  {
    rule: 'After a cancellation nodes converge to the version of the control plane',
    source: `${AUTO_MODE}, cancel behavior; ${SDK}, CancelUpdate`,
    test: 'can be cancelled while nodes go back, and they drift forward again',
  },
  {
    rule: 'AWS upgrades clusters of the policy STANDARD at some time after the end of standard support',
    source: LIFECYCLE,
    test: 'come after the end of standard support where the policy is STANDARD',
  },
  {
    rule: 'AWS upgrades clusters of the policy EXTENDED at some time after the end of extended support, for good',
    source: `${LIFECYCLE}; ${ROLLBACK}, prerequisites`,
    test: 'wait for the end of extended support where the policy is EXTENDED, and cannot be rolled back then',
  },
  {
    rule: 'An upgrade by AWS at the end of standard support can be rolled back, or not: the seed decides',
    source: `${ROLLBACK}, prerequisites, says yes; sources conflict`,
    test: 'at the end of standard support can be rolled back or not, as the seed says',
  },
  {
    rule: 'Upgrade insights are enforced or not: the seed decides',
    source: 'aws/containers-roadmap#2570; EKS guide, cluster insights',
    test: 'rises past a blocking insight where EKS does not enforce them',
  },
];
