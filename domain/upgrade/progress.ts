import type { Cancellation } from '../operation/record.ts';
import { leftInWords } from './left-behind.ts';
import type { UpgradePlan } from './plan.ts';
import type { StepTaken, UpgradeReport } from './report.ts';
import type { UpgradeRequest } from './request.ts';
import { isBack, type StepKind } from './steps.ts';

/** The record of an upgrade; plan and report are absent until it has come so far. */
export interface RecordedUpgrade {
  readonly request: UpgradeRequest;
  readonly plan?: UpgradePlan;
  readonly report?: UpgradeReport;
  readonly startedAt: string;
  readonly status: string;
  readonly cancellation?: Cancellation;
}

/** The progress of an upgrade: its step, since when, and what that waits for; times are ISO 8601. */
export interface UpgradeProgress {
  readonly from?: string;
  readonly to?: string;
  /** The step that runs, or the last that ended; absent before the plan is made. */
  readonly step?: string;
  readonly since: string;
  /** Absent once the upgrade has ended. */
  readonly waitsFor?: string;
  readonly canGoBackUntil?: string;
  readonly turnedBack?: string;
  /** Everything that is not at the version of the control plane, a sentence each; absent where there is nothing. */
  readonly left?: readonly string[];
}

type Waits = (to: string, soakEndsAt: string) => string;

/** The thing that each step waits for, in words. */
const WAITS: Readonly<Record<StepKind, Waits>> = {
  check: (to) => `a look at everything once more, before ${to}`,
  hookBefore: () => 'the hook before the upgrade',
  addonsBefore: (to) => `add-ons to come to versions that are good for ${to} as well`,
  controlPlane: (to) => `EKS to bring the control plane to ${to}`,
  soak: (to, soakEndsAt) => `the soak of the control plane at ${to}, until ${soakEndsAt}`,
  hookAfterControlPlane: () => 'the hook after the control plane',
  addonsAfter: (to) => `add-ons to come to their versions for ${to}`,
  nodes: (to) => `nodes to come to ${to}, group by group`,
  fargate: (to) => `pods on Fargate to be made anew at ${to}`,
  hookAfterNodes: () => 'the hook after the nodes',
  verify: (to) => `nodes, add-ons and workloads to be as they should be at ${to}`,
};

function waitsFor({ request }: RecordedUpgrade, { kind, to, beganAt }: StepTaken): string {
  const soakMinutes = request.action === 'upgrade' ? request.soakMinutes : 0;
  return WAITS[kind](to, new Date(Date.parse(beganAt) + soakMinutes * 60_000).toISOString());
}

/** The step of an upgrade, since when, and what it waits for. */
export function upgradeProgress(recorded: RecordedUpgrade): UpgradeProgress {
  const { request, plan, report, startedAt, status, cancellation } = recorded;
  const step = report?.steps.at(-1);
  const isOver = status !== 'Running';
  const to = plan?.to ?? ('to' in request ? request.to : undefined);
  const stops = cancellation
    ? `; then it stops: ${cancellation.by} has canceled it (${cancellation.reason})`
    : '';
  const left = plan && report && isOver ? leftInWords(plan, report) : [];
  const waits = step
    ? step.endedAt === undefined
      ? waitsFor(recorded, step)
      : 'the choice of its next step'
    : 'findings and versions, before the first change';
  return {
    ...(plan ? { from: plan.from } : {}),
    ...(to === undefined ? {} : { to }),
    ...(step ? { step: step.key } : {}),
    since: step ? (step.endedAt ?? step.beganAt) : startedAt,
    ...(isOver ? {} : { waitsFor: `${waits}${stops}` }),
    ...(report?.canGoBackUntil === undefined ? {} : { canGoBackUntil: report.canGoBackUntil }),
    ...(report?.turnedBack ? { turnedBack: report.turnedBack.reason } : {}),
    ...(left.length > 0 ? { left } : {}),
  };
}

const minutesOf = ({ beganAt, endedAt }: StepTaken): string =>
  endedAt === undefined
    ? 'has not ended'
    : `${Math.round((Date.parse(endedAt) - Date.parse(beganAt)) / 60_000)} min`;

/** The result of an upgrade, a sentence each, for the person who asked for it; none before its plan is made. */
export function upgradeInWords({ plan, report }: RecordedUpgrade): readonly string[] {
  if (!plan || !report) return [];
  const { steps, turnedBack, version, canGoBackUntil } = report;
  return [
    `${plan.from} before, ${version} now`,
    ...steps.map(
      (step) => `${isBack(step) ? 'back: ' : ''}${step.key.replace('back/', '')}: ${minutesOf(step)}`,
    ),
    ...(turnedBack ? [`it turned back at ${turnedBack.at}: ${turnedBack.reason}`] : []),
    ...leftInWords(plan, report),
    ...(canGoBackUntil === undefined ? [] : [`it can be rolled back until ${canGoBackUntil}`]),
  ];
}
