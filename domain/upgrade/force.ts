import type { ObservedInsight } from '../ports/insights.ts';
import { findingKey } from './finding-key.ts';
import type { UpgradePlan } from './plan.ts';
import type { UpgradeRequest } from './request.ts';
import { isBack, type UpgradeStep } from './steps.ts';

/** A version that EKS refused, and its insights since. */
export interface Refusal {
  readonly step: UpgradeStep;
  /** ISO 8601. */
  readonly at: string;
  /** The insights that are red by a refresh of this step. */
  readonly red: readonly ObservedInsight[];
}

/** Findings of an insight that is red and tells of nothing: it was fixed, or is looked at otherwise. */
const TOLD: readonly string[] = ['insight-outdated', 'insight-answered'];
/** Nodes of Fargate make this insight of a rollback red, and only the rollback itself brings older ones. */
const KUBELET_SKEW = /kubelet/i;

/** Whether a person has taken this insight upon himself, or the plan knows that it tells of nothing. */
function isTaken(
  { name, category }: ObservedInsight,
  plan: UpgradePlan,
  request: UpgradeRequest,
  at: string,
): boolean {
  const { findings } = plan;
  const isRollback = category === 'ROLLBACK_READINESS';
  if (!isRollback && findings.some(({ id, subject }) => TOLD.includes(id) && subject === name)) return true;
  const ofFargate = findings.some(({ id, waivedBy }) => id === 'fargate-newer' && waivedBy !== undefined);
  if (isRollback && ofFargate && KUBELET_SKEW.test(name)) return true;
  const names = ['insight-error', findingKey({ id: 'insight-error', subject: name })];
  return request.waivers.some(
    ({ finding, until }) => names.includes(finding) && Date.parse(until) > Date.parse(at),
  );
}

/**
 * The reason why EKS is not told to go past its insights, or undefined where it may be. It takes a consent, since force
 * goes past insights that come later, too; and nothing goes back by itself by force.
 */
export function forceProblem(
  plan: UpgradePlan,
  request: UpgradeRequest,
  { step, at, red }: Refusal,
): string | undefined {
  if (isBack(step) && plan.action === 'upgrade') return 'it does not go back by itself against insights';
  const others = red.filter((insight) => !isTaken(insight, plan, request, at));
  if (others.length > 0) {
    const words = others.map(({ name, reason }) => `${name} (${reason})`).join('; ');
    return `insights stand in the way that nobody has waived: ${words}`;
  }
  if (!request.consents.includes('skipInsights'))
    return 'its insights are waived, and `skipInsights` is not among the consents';
  return undefined;
}

/** The insights that stop a control plane on its way to a minor: "only ERROR blocks" (EKS guide, "Roll back a cluster"). */
export const stopping = (
  insights: readonly ObservedInsight[],
  { to }: UpgradeStep,
): readonly ObservedInsight[] =>
  insights.filter(
    ({ status, kubernetesVersion }) =>
      status === 'ERROR' && (kubernetesVersion === undefined || kubernetesVersion === to),
  );
