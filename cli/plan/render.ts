import { type Problem, sentenceOf } from '../../domain/cluster-config/problem.ts';
import { columns } from '../output.ts';
import type { ClusterPlan } from './plan.ts';

const minutes = (range: readonly [number, number] | undefined): string => {
  if (!range) return '';
  const text = range.map((value) => (value < 10 ? String(Math.round(value * 10) / 10) : Math.round(value)));
  return `${text[0]}–${text[1]} min`;
};

const HEADLINES = {
  create: 'will be created',
  change: 'will be changed',
  none: 'is as its document says',
  refuse: 'cannot be made as its document asks',
} as const;

const located = (problem: Problem): string =>
  `${problem.line === undefined ? '' : `line ${problem.line}: `}${problem.path === '' ? '' : `${problem.path}: `}${sentenceOf(problem)}`;

/** A plan as a person reads it. */
export function renderPlan(plan: ClusterPlan): string {
  const { cluster, region, action, expectedMinutes, monthlyCost: cost } = plan;
  const isWrong = plan.problems.length > 0;
  const took = expectedMinutes && !isWrong ? `, in about ${minutes(expectedMinutes)}` : '';
  const lines = [`${cluster} in ${region} ${HEADLINES[action]}${took}`];
  for (const problem of plan.problems) lines.push(`  refused: ${located(problem)}`);
  for (const warning of plan.warnings) lines.push(`  warning: ${located(warning)}`);
  // A document with problems has no steps to show: they would change once it is mended.
  if (isWrong) return lines.join('\n');
  if (plan.steps.length > 0)
    lines.push(
      ...indent(
        columns(
          ['STEP', 'USUALLY'],
          plan.steps.map(({ title, minutes: range }) => [title, minutes(range) || '-']),
        ),
      ),
    );
  for (const note of plan.notes) lines.push(`  ${note}`);
  for (const { path, part, text } of plan.refused) lines.push(`  refused: ${path || part}: ${text}`);
  if (cost) {
    lines.push(`  about $${cost.usdPerMonth.toFixed(2)} a month at us-east-1's prices:`);
    lines.push(
      ...cost.items.map(({ what, usdPerMonth }) => `    $${usdPerMonth.toFixed(2).padStart(8)}  ${what}`),
    );
    if (cost.notPriced.length > 0) lines.push(`    not in it: ${cost.notPriced.join('; ')}`);
  }
  if (plan.deviations.length > 0) lines.push("  not as eksctl's defaults:");
  for (const { path, eksctl, eksFleet, why } of plan.deviations)
    lines.push(`    ${path}: ${eksFleet} (eksctl: ${eksctl}), because ${why}`);
  return lines.join('\n');
}

const indent = (text: string): string[] => text.split('\n').map((line) => `  ${line.trimEnd()}`);
