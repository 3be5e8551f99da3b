import { minorOf } from '../kubernetes-versions.ts';
import type { Cancellation } from '../operation/record.ts';
import type { NodesLeft } from './left-behind.ts';
import type { UpgradePlan } from './plan.ts';
import type { StepTaken, UpgradeReport } from './report.ts';
import { isBack, stepsBack, type UpgradeStep } from './steps.ts';

/** The things that are known when a step has ended; times are ISO 8601. */
export interface AtStep {
  /** The key of the step that has ended, or empty. */
  readonly done: string;
  /** The step that is not to go on, and why; null where none is. */
  readonly unhealthy: { readonly key: string; readonly reason: string } | null;
  readonly at: string;
  readonly cancellation?: Cancellation | undefined;
  /** Nodes that the step has left where they were. */
  readonly nodesLeft?: readonly NodesLeft[] | undefined;
}

/** The thing that comes next, and the progress as it is then. */
export type Route = { readonly report: UpgradeReport } & (
  | { readonly do: 'step'; readonly step: UpgradeStep }
  | { readonly do: 'done' }
  | { readonly do: 'stop'; readonly step: UpgradeStep; readonly reason: string }
);

/** EKS keeps the version before for so long ("Roll back a cluster", EKS guide). */
const ROLLBACK_DAYS = 7;

/** The progress before the first step. */
export const notBegun = ({ from }: UpgradePlan): UpgradeReport => ({ steps: [], version: from });

const has = (steps: readonly StepTaken[], kind: UpgradeStep['kind']): boolean =>
  steps.some((step) => step.kind === kind);

/** The progress, with the step that was under way ended. */
function ended(
  plan: UpgradePlan,
  report: UpgradeReport,
  { done, at, nodesLeft = [] }: AtStep,
): UpgradeReport {
  const open = report.steps.find(({ key, endedAt }) => key === done && endedAt === undefined);
  if (!open) return report;
  const steps = report.steps.map((step) => (step === open ? { ...step, endedAt: at } : step));
  if (open.kind === 'verify') {
    const { nodesLeft: _former, ...rest } = report;
    return { ...rest, steps, ...(nodesLeft.length > 0 ? { nodesLeft } : {}) };
  }
  if (open.kind !== 'controlPlane') return { ...report, steps };
  const { canGoBackUntil: _former, ...rest } = report;
  // A way back ends the window: EKS goes back once.
  if (report.turnedBack || open.key.startsWith('back/')) return { ...rest, steps, version: open.to };
  // EKS counts from the end of its update: from its beginning is on the safe side.
  const daysEndMs = Date.parse(open.beganAt) + ROLLBACK_DAYS * 86_400_000;
  const { until } = plan.rollback.minors?.[open.to] ?? {};
  const endsMs = Math.min(daysEndMs, until === undefined ? daysEndMs : Date.parse(until));
  const canGoBackUntil = new Date(endsMs).toISOString();
  return { ...rest, steps, version: open.to, ...(endsMs > Date.parse(at) ? { canGoBackUntil } : {}) };
}

/** The reason why it cannot go back by itself, or undefined. A person can ask for it all the same. */
function staysBecause(
  plan: UpgradePlan,
  { steps }: UpgradeReport,
  { kind, to }: UpgradeStep,
): string | undefined {
  if (kind !== 'soak') return 'it goes back by itself only while the control plane soaks';
  if (has(steps, 'nodes') || has(steps, 'fargate')) return 'nodes have moved';
  if (!plan.wasHealthy) return 'not every alarm was OK before it began';
  const { reasons } = plan.rollback.minors?.[to] ?? plan.rollback;
  return reasons.length > 0 ? reasons.join('; ') : undefined;
}

const minorBefore = (version: string): string => `1.${minorOf(version) - 1}`;

/** The steps of a plan as it goes by now: forward, or back to the minor before the one that was unhealthy. */
function stepsNow(plan: UpgradePlan, { steps, turnedBack }: UpgradeReport): readonly UpgradeStep[] {
  if (!turnedBack) return plan.steps;
  const soaked = steps.find(({ kind, endedAt }) => kind === 'soak' && endedAt === undefined);
  const to = minorBefore(soaked?.to ?? plan.to);
  return stepsBack(to, { nodes: false, addons: to === plan.from && has(steps, 'addonsBefore') });
}

function following(plan: UpgradePlan, report: UpgradeReport, at: string): Route {
  const next = stepsNow(plan, report).find(
    ({ key }) => !report.steps.some((taken) => taken.key === key && taken.endedAt !== undefined),
  );
  if (!next) return { do: 'done', report };
  const isBegun = report.steps.some(({ key }) => key === next.key);
  const steps = isBegun ? report.steps : [...report.steps, { ...next, beganAt: at }];
  return { do: 'step', step: next, report: { ...report, steps } };
}

/** The stop that a person asked for: what has been done stays. The way back is not stopped. */
const canceled = (step: UpgradeStep, report: UpgradeReport, { by, reason }: Cancellation): Route => ({
  do: 'stop',
  step,
  report,
  reason: `canceled by ${by}: ${reason}; it can be asked for again${report.canGoBackUntil === undefined ? '' : `, or rolled back until ${report.canGoBackUntil}`}`,
});

/**
 * The next step of an upgrade. A step that is unhealthy turns it back where that is safe, and stops it otherwise: what
 * has been done stays, and a person decides. Asked twice, it answers the same: the step is no longer the last one then.
 */
export function decideRoute(plan: UpgradePlan, report: UpgradeReport, asked: AtStep): Route {
  const known = ended(plan, report, asked);
  const running = known.steps.at(-1);
  const { unhealthy, at, cancellation } = asked;
  if (cancellation) {
    const route = following(plan, known, at);
    // What is done is done, and a way back ends what was begun.
    if (route.do !== 'step' || isBack(route.step)) return route;
    return canceled(running ?? route.step, known, cancellation);
  }
  if (unhealthy === null || running?.key !== unhealthy.key || running.endedAt !== undefined)
    return following(plan, known, at);
  const stays = staysBecause(plan, known, running);
  if (stays !== undefined) {
    const reason = `${unhealthy.reason}; ${stays}`;
    return { do: 'stop', step: running, reason, report: known };
  }
  return following(plan, { ...known, turnedBack: { at, reason: unhealthy.reason } }, at);
}
