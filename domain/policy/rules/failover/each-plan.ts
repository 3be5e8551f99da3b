import type { FailoverPlan, PlanHook, PlanStep } from '../../failover.ts';
import type { FleetDocument } from '../../schema.ts';

/** A failover plan and where it stands. */
export interface PlacedPlan {
  readonly path: string;
  readonly plan: FailoverPlan;
}

export const eachPlan = ({ failover = [] }: Pick<FleetDocument['spec'], 'failover'>): readonly PlacedPlan[] =>
  failover.map((plan, index) => ({ path: `spec.failover[${index}]`, plan }));

/** The parts of a plan in which things of the user's are waited for, in the order in which that happens. */
export const HOOK_TASKS = ['fence', 'beforeTraffic', 'traffic', 'afterTraffic'] as const;
export type HookTask = (typeof HOOK_TASKS)[number];

export interface PlacedHook {
  readonly path: string;
  readonly task: HookTask;
  readonly hook: PlanHook | PlanStep;
}

/** Every hook of a plan; a path is that of the plan and what is below it. */
export function hooksOf({ path, plan }: PlacedPlan): readonly PlacedHook[] {
  const steps = (task: 'beforeTraffic' | 'afterTraffic'): readonly PlacedHook[] =>
    (plan[task] ?? []).map((hook, index) => ({ path: `${path}.${task}[${index}]`, task, hook }));
  const { fence, traffic } = plan;
  return [
    ...(fence && 'standbySide' in fence
      ? [{ path: `${path}.fence.standbySide`, task: 'fence' as const, hook: fence.standbySide }]
      : []),
    ...steps('beforeTraffic'),
    ...('hook' in traffic
      ? [{ path: `${path}.traffic.hook`, task: 'traffic' as const, hook: traffic.hook }]
      : []),
    ...steps('afterTraffic'),
  ];
}

/** The ARN of a hook, and the member that has it. A hook with neither or both has been refused before. */
export const arnOf = ({ stateMachineArn, functionArn }: PlanHook) =>
  stateMachineArn === undefined
    ? { member: 'functionArn', arn: functionArn ?? '' }
    : { member: 'stateMachineArn', arn: stateMachineArn };

/** Names of DNS are the same in every case, with or without the dot of the root. */
export const dnsName = (name: string): string => name.toLowerCase().replace(/\.$/, '');

/** The names that a plan moves. */
export const recordsOf = ({ traffic }: FailoverPlan): readonly string[] =>
  'records' in traffic ? traffic.records : [];
