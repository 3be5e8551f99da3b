import { inWords, sameSizes } from '../groups/sizes.ts';
import type { ScalingPlan } from '../plan.ts';
import type { ScalingReport } from './report.ts';
import { stillBilled } from './savings.ts';

/** A scaling's plan and report on its record; each is absent until the operation has come so far. */
export interface ScalingResult {
  readonly plan?: ScalingPlan;
  readonly report?: ScalingReport;
}

/**
 * The result of a scaling, a sentence each, for the person who asked for it; none for an operation that changes no
 * sizes.
 */
export function resultInWords({ plan, report }: ScalingResult): readonly string[] {
  if (!plan || !report) return [];
  const { groups, leftAlone, notes, saved } = report;
  const isAwake = plan.memory?.do !== 'replace';
  const sentences = [
    ...groups.map(({ name, before, after, nodes }) => {
      const sizes = sameSizes(before, after)
        ? `still ${inWords(after)}`
        : `${inWords(before)} before, ${inWords(after)} now`;
      return `${name}: ${sizes}${isAwake ? ` (${nodes})` : ''}`;
    }),
    ...leftAlone.map(({ name, reason }) => `${name} is left alone: ${reason}`),
    ...notes,
    ...(plan.until === undefined ? [] : [`the former sizes return at ${plan.until}`]),
    ...(saved ? [`saved ${saved.nodeHours} node-hours, about ${saved.usd} USD`] : []),
  ];
  const billed = plan.action === 'hibernate' ? [stillBilled(plan.controlPlane)] : [];
  return [...(sentences.length > 0 ? sentences : ['nothing was changed']), ...billed];
}
