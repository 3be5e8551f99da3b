import * as z from 'zod';
import { findingKey } from './finding.ts';
import type { UpgradePlan } from './plan.ts';
import type { UpgradeReport } from './report.ts';

/** Members of the facts that tell an upgrade's end, beside those of every fact. */
export const upgradeFactMembers = {
  requestedBy: z.string(),
  from: z.string(),
  to: z.string(),
  /** Node groups that are not at the control plane's version, and why. */
  leftBehind: z.array(z.strictObject({ nodeGroup: z.string(), reason: z.string() })),
  /** ISO 8601: until when EKS can bring the former version back; absent where it cannot. */
  canGoBackUntil: z.string().exactOptional(),
  /** Waived findings, with the reason that was given. */
  waived: z.array(z.strictObject({ finding: z.string(), reason: z.string() })),
};

type LeftBehind = z.output<typeof upgradeFactMembers.leftBehind>;

/** Groups that stay as they are; on the way back also those whose nodes have never come to the minor. */
function leftBehind(plan: UpgradePlan, { version, turnedBack }: UpgradeReport): LeftBehind {
  const { nodeGroups = [], autoScalingGroups = [] } = plan.hops.at(-1) ?? {};
  const told = turnedBack
    ? []
    : [...nodeGroups, ...autoScalingGroups].flatMap((pin) =>
        pin.leftBehind === undefined ? [] : [{ nodeGroup: pin.name, reason: pin.leftBehind }],
      );
  if (!turnedBack && plan.action === 'upgrade') return told;
  // Of a custom AMI nobody knows the minor: it is as it was before.
  const moved = new Map(
    turnedBack ? [] : nodeGroups.map(({ name, release }) => [name, release?.version ?? version] as const),
  );
  const older = Object.entries(plan.former.nodeGroups).flatMap(([nodeGroup, former]) => {
    const at = moved.get(nodeGroup) ?? former.version ?? version;
    return at === version || told.some((one) => one.nodeGroup === nodeGroup)
      ? []
      : [{ nodeGroup, reason: `it stays at ${at}` }];
  });
  return [...told, ...older];
}

/** The members that the facts of an upgrade tell of its plan and its progress. */
export function upgradeFactOf(plan: UpgradePlan, report: UpgradeReport) {
  return {
    from: plan.from,
    to: report.version,
    leftBehind: leftBehind(plan, report),
    waived: plan.findings.flatMap((finding) =>
      finding.waivedBy === undefined ? [] : [{ finding: findingKey(finding), reason: finding.waivedBy }],
    ),
    ...(report.canGoBackUntil === undefined ? {} : { canGoBackUntil: report.canGoBackUntil }),
  };
}
