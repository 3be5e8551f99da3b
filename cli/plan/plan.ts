import { type Finding, type Problem, toProblem } from '../../domain/cluster-config/problem.ts';
import { asleepNotes } from '../../domain/plan/asleep.ts';
import { type MonthlyCost, monthlyCost } from '../../domain/plan/cost.ts';
import { type Deviation, deviations } from '../../domain/plan/deviations.ts';
import { plannedFacts } from '../../domain/plan/planned-facts.ts';
import { planDuration, planSteps } from '../../domain/plan/steps.ts';
import { withLine } from '../documents/lines.ts';
import type { ReadClusterConfig } from '../documents/user-documents.ts';
import { type Difference, differencesOf } from './differences.ts';
import type { ObservedCluster } from './observe.ts';

interface Step {
  readonly key: string;
  readonly title: string;
  readonly minutes?: readonly [number, number];
  /** Keys of the steps that it waits for. */
  readonly after?: readonly string[];
}

/** The plan of one document: the changes that applying it would make. */
export interface ClusterPlan {
  readonly document: string;
  readonly cluster: string;
  readonly region: string;
  readonly action: 'create' | 'change' | 'none' | 'refuse';
  readonly steps: readonly Step[];
  /** The shortest and longest time that AWS usually takes for all of it. */
  readonly expectedMinutes?: readonly [number, number];
  /** Deliberate differences from eksctl. */
  readonly deviations: readonly Deviation[];
  readonly monthlyCost?: MonthlyCost;
  /** Remarks for a person, beside the steps. */
  readonly notes: readonly string[];
  /** Parts of the document that the account or the region cannot provide. */
  readonly problems: readonly Problem[];
  /** Possible failures, and facts that could not be looked up. */
  readonly warnings: readonly Problem[];
  /** Changes that cannot be made in place. */
  readonly refused: readonly Difference[];
}

/** The plan of one document. `today` is an ISO day. */
export function planOf(
  { source: document, lines }: Pick<ReadClusterConfig, 'source' | 'lines'>,
  observed: ObservedCluster,
  today: string,
): ClusterPlan {
  const { config, account, subnets, asleep } = observed.target;
  const { name: cluster, region } = config.metadata;
  const declared = deviations(config, account);
  const kept = observed.kept.map(({ part, path, text }) => `stays: ${path ?? part} ${text}`);
  const notes = [...(asleep ? asleepNotes(config, asleep) : []), ...kept];
  const told = (findings: readonly Finding[]): Problem[] =>
    findings.map((finding) => withLine(toProblem(document, finding), lines));
  const problems = told(observed.problems);
  const warnings = told(observed.warnings);
  const about = { document, cluster, region, deviations: declared, notes, problems, warnings };
  if (observed.status === undefined) {
    const steps = planSteps(config, account, plannedFacts(config, account, today, subnets));
    return {
      ...about,
      action: problems.length > 0 ? 'refuse' : 'create',
      steps: steps.map(({ key, title, minutes, after }) => ({
        key,
        title,
        minutes,
        after: after.flatMap(({ keys }) => keys),
      })),
      expectedMinutes: planDuration(steps),
      monthlyCost: monthlyCost(config, account, today),
      refused: [],
    };
  }
  const differences = differencesOf(observed.parts);
  const refused = differences.filter(({ kind }) => kind === 'refuse');
  const steps = differences
    .filter(({ kind }) => kind !== 'refuse')
    .map(({ part, kind, text }) => ({ key: part, title: kind === 'create' ? `create ${part}` : text }));
  const action = refused.length + problems.length > 0 ? 'refuse' : steps.length > 0 ? 'change' : 'none';
  return { ...about, action, steps, refused };
}
