import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EC2Client } from '@aws-sdk/client-ec2';
import { IAMClient } from '@aws-sdk/client-iam';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { SSMClient } from '@aws-sdk/client-ssm';
import { parse } from 'yaml';
import { AwsUpgradeOffers } from '../../aws/account-facts/upgrade-offers.ts';
import { CloudWatchAlarms } from '../../aws/cloudwatch/alarms.ts';
import { Ec2OwnGroups } from '../../aws/ec2/own-groups.ts';
import { EksInsights } from '../../aws/eks/insights.ts';
import type { Fleet } from '../../aws/fleet.ts';
import { EksKubernetes } from '../../aws/kubernetes/kubernetes.ts';
import { HttpsProbes } from '../../aws/probes/probes.ts';
import type { RequestProblem } from '../../domain/operation/request.ts';
import { clusterArn } from '../../domain/operation/subject.ts';
import { decideUpgrade } from '../../domain/upgrade/decide-upgrade.ts';
import { FINDINGS, type Finding, type FindingId } from '../../domain/upgrade/finding.ts';
import { findingKey } from '../../domain/upgrade/finding-key.ts';
import type { Hop } from '../../domain/upgrade/hop.ts';
import { readLastUpgrade } from '../../domain/upgrade/last-upgrade.ts';
import { lookForUpgrade, type UpgradeLookPorts } from '../../domain/upgrade/look.ts';
import type { UpgradeRequest } from '../../domain/upgrade/request.ts';
import { CommandError } from '../command-error.ts';
import { nowOf, regionOf } from '../fleet.ts';
import { columns } from '../output.ts';

/** A finding as a person reads it: with what it means and what to do. */
export interface ToldFinding {
  readonly finding: string;
  readonly severity: 'blocker' | 'warning' | 'note' | 'waived';
  readonly found: string;
  readonly means: string;
  readonly todo: string;
}

/** Findings of an upgrade, and the steps that it would take; none where it would be refused. */
export interface DryRun {
  readonly cluster: string;
  readonly region: string;
  /** `unseen`: nothing is known to stand in the way, and not all of it could be seen from here. */
  readonly outcome: 'planned' | 'refused' | 'unseen';
  readonly from?: string;
  readonly to?: string;
  readonly findings: readonly ToldFinding[];
  /** Reasons of a refusal that are no findings: a version that there is not. */
  readonly refused: readonly RequestProblem[];
  readonly steps: readonly string[];
  readonly hops: readonly Hop[];
}

function portsOf(fleet: Fleet, region: string, arn: string): UpgradeLookPorts {
  const { eks, eksClient, contents, operations } = regionOf(fleet, region);
  return {
    eks,
    contents,
    insights: new EksInsights(eksClient),
    upgradeOffers: new AwsUpgradeOffers({
      eks: eksClient,
      ec2: new EC2Client({ region }),
      ssm: new SSMClient({ region }),
      quotas: new ServiceQuotasClient({ region }),
    }),
    // With one's own credentials: the fleet has a role of its own in the cluster.
    kubernetes: new EksKubernetes(eksClient.config, () => nowOf(fleet)),
    alarms: new CloudWatchAlarms(() => new CloudWatchClient({ region })),
    probes: new HttpsProbes((ms) => AbortSignal.timeout(ms)),
    deployment: { stage: fleet.stage },
    last: (version) => readLastUpgrade(arn, version, operations),
    ownGroups: new Ec2OwnGroups(
      new AutoScalingClient({ region }),
      () => new EC2Client({ region }),
      () => new IAMClient({ region }),
    ),
  };
}

/** Findings that the workflow may not have: it looks inside by the fleet's own access, and refreshes insights first. */
const UNSEEN: readonly FindingId[] = ['cannot-look-inside', 'not-allowed-inside', 'insight-unknown'];

function told(finding: Finding & { readonly waivedBy?: string }): ToldFinding {
  const { severity, means, todo } = FINDINGS[finding.id];
  const { waivedBy } = finding;
  return {
    finding: findingKey(finding),
    severity: waivedBy === undefined ? severity : 'waived',
    found: finding.found,
    means,
    todo: waivedBy === undefined ? todo : `waived: ${waivedBy}`,
  };
}

/**
 * Looks at everything that the workflow would look at, by the same code, with the caller's own credentials. It changes
 * nothing, and refreshes no insight.
 */
export async function dryRun(
  fleet: Fleet,
  { name: cluster, region }: { readonly name: string; readonly region: string },
  request: UpgradeRequest,
): Promise<DryRun> {
  const arn = clusterArn(fleet, region, cluster);
  const { access, memory } = await regionOf(fleet, region).records.read({ arn }, ['access', 'memory']);
  const at = new Date(nowOf(fleet)).toISOString();
  const about = { clusterName: cluster, at, access, isAsleep: memory !== undefined };
  const facts = await lookForUpgrade(request, about, portsOf(fleet, region, arn));
  if (!facts) throw new CommandError(`EKS has no cluster ${cluster} in ${region}`);
  const decided = decideUpgrade(request, facts, parse);
  if (decided.outcome === 'Refused') {
    const findings = decided.findings.map(told);
    const refused = decided.blockers.length > 0 ? [] : decided.problems;
    const isUnseen = decided.blockers.length > 0 && decided.blockers.every(({ id }) => UNSEEN.includes(id));
    const outcome = isUnseen ? 'unseen' : 'refused';
    return { cluster, region, outcome, findings, refused, steps: [], hops: [] };
  }
  const { from, to, findings, steps, hops } = decided.plan;
  return {
    ...{ cluster, region, outcome: 'planned', from, to },
    findings: findings.map(told),
    refused: [],
    steps: steps.map(({ key }) => key),
    hops,
  };
}

/** Versions that are installed on the way to one minor, a line each. */
function pinsOf({ to, addons, nodeGroups, autoScalingGroups }: Hop): readonly string[] {
  return [
    ...addons.flatMap(({ name, before, after }) => [
      ...(before === undefined ? [] : [`${to}: add-on ${name} to ${before} first`]),
      ...(after === undefined ? [] : [`${to}: add-on ${name} to ${after}`]),
    ]),
    ...nodeGroups.map(({ name, release, image, leftBehind }) =>
      leftBehind === undefined
        ? `${to}: node group ${name} to ${image ?? release?.releaseVersion ?? 'a new template'}`
        : `${to}: node group ${name} is left behind: ${leftBehind}`,
    ),
    ...autoScalingGroups.map((name) => `${to}: nodes of ${name}, one by one`),
  ];
}

/** A dry run as a person reads it. */
export function dryRunTable({
  cluster,
  region,
  outcome,
  from,
  to,
  findings,
  refused,
  steps,
  hops,
}: DryRun): string {
  const heads = {
    planned: `can go from ${from} to ${to}`,
    refused: 'would be refused',
    unseen:
      "cannot be seen whole from here: the workflow looks by the fleet's own access, and at refreshed insights",
  };
  const order = ['blocker', 'waived', 'warning', 'note'];
  const rows = [...findings]
    .sort((left, right) => order.indexOf(left.severity) - order.indexOf(right.severity))
    .map(({ severity, finding, found, todo }) => [severity, finding, found, todo]);
  return [
    `${cluster} in ${region} ${heads[outcome]}`,
    ...refused.map(({ path, message }) => `  ${path}: ${message}`),
    ...(rows.length === 0 ? ['nothing was found'] : [columns(['', 'FINDING', 'FOUND', 'WHAT TO DO'], rows)]),
    ...(steps.length === 0 ? [] : ['', `steps: ${steps.join(', ')}`]),
    ...hops.flatMap(pinsOf).map((line) => `  ${line}`),
  ].join('\n');
}
