import * as z from 'zod';
import { findingKey } from './finding-key.ts';
import { groupsLeft, leftGroups, nodesLeft } from './left-behind.ts';
import type { UpgradePlan } from './plan.ts';
import type { UpgradeReport } from './report.ts';

/** Members of the facts that tell an upgrade's end, beside those of every fact. */
export const upgradeFactMembers = {
  requestedBy: z.string(),
  from: z.string(),
  to: z.string(),
  leftBehind: leftGroups,
  /** Nodes that nobody had moved there when it was verified: hybrid ones, pools, pods on Fargate that nobody makes anew. */
  nodesLeft: z.array(nodesLeft),
  /** ISO 8601: until when EKS can bring the former version back; absent where it cannot. */
  canGoBackUntil: z.string().exactOptional(),
  /** Waived findings, with the reason that was given. */
  waived: z.array(z.strictObject({ finding: z.string(), reason: z.string() })),
};

/** The members that the facts of an upgrade tell of its plan and its progress. */
export function upgradeFactOf(plan: UpgradePlan, report: UpgradeReport) {
  return {
    from: plan.from,
    to: report.version,
    leftBehind: [...groupsLeft(plan, report)],
    nodesLeft: [...(report.nodesLeft ?? [])],
    waived: plan.findings.flatMap((finding) =>
      finding.waivedBy === undefined ? [] : [{ finding: findingKey(finding), reason: finding.waivedBy }],
    ),
    ...(report.canGoBackUntil === undefined ? {} : { canGoBackUntil: report.canGoBackUntil }),
  };
}
