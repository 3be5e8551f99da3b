import type { Finding } from '../cluster-config/problem.ts';
import type { FailoverPlan } from '../policy/failover.ts';
import { placeOf } from '../policy/hook-arn.ts';
import { arnOf, hooksOf, type PlacedPlan } from '../policy/rules/failover/each-plan.ts';
import {
  type CallSide,
  FUNCTION_CALLS,
  MACHINE_CALLS,
  PATH,
  PATH_TASKS,
  type PathCall,
  type PathTask,
  RECORD_CALLS,
} from './path.ts';
import { SINGLE_REGION } from './single-region.ts';

/** A call of a plan's path, and the regions that have to answer for it. */
export interface PlannedCall {
  readonly task: PathTask;
  readonly service: string;
  readonly operation: string;
  readonly plane: PathCall['plane'];
  readonly regions: readonly string[];
  /** The place in the document that asks for it; absent of what every plan does. */
  readonly path?: string;
  /** The means that stand there. */
  readonly found?: string;
}

/** The regions of a side: Guard is written where the standby is, and a majority without the primary is these two. */
function regionsOf(side: CallSide, { to, witness }: FailoverPlan): readonly string[] {
  if (side === 'guard') return [to.region, witness];
  return side === 'standby' ? [to.region] : [witness];
}

/** The regions that a call needs: a control plane that is in one region for all is there, wherever it is called from. */
function placed(
  task: PathTask,
  { service, operation, side, plane }: PathCall,
  plan: FailoverPlan,
): PlannedCall {
  const single = plane === 'control' ? SINGLE_REGION[service] : undefined;
  return {
    task,
    service,
    operation,
    plane,
    regions: single === undefined ? regionsOf(side, plan) : [single],
  };
}

function hookCalls(plan: PlacedPlan): readonly PlannedCall[] {
  return hooksOf(plan).flatMap(({ path, task, hook }) => {
    const { member, arn } = arnOf(hook);
    if (arn === '') return [];
    const isMachine = member === 'stateMachineArn';
    return (isMachine ? MACHINE_CALLS : FUNCTION_CALLS).map((operation) => ({
      task,
      service: isMachine ? 'states' : 'lambda',
      operation,
      plane: 'data' as const,
      regions: [placeOf(arn).region],
      path: `${path}.${member}`,
      found: arn,
    }));
  });
}

/** Every call that a failover of a plan can make, in the order of its tasks. `path`: what its tasks call. */
export function pathOfPlan(
  { path: at, plan }: PlacedPlan,
  path: Readonly<Record<PathTask, readonly PathCall[]>> = PATH,
): readonly PlannedCall[] {
  const own = hookCalls({ path: at, plan });
  return PATH_TASKS.flatMap((task) => {
    const moved = task === 'traffic' && 'records' in plan.traffic ? RECORD_CALLS : [];
    const calls = [...path[task], ...moved].map((call) => placed(task, call, plan));
    return [...calls, ...own.filter((call) => call.task === task)];
  });
}

/** The reason why a call may not be on the path, or undefined. */
function why(
  { service, operation, plane, regions }: PlannedCall,
  { from, to, witness }: FailoverPlan,
  home: string,
): string | undefined {
  const what = `${service}:${operation}`;
  if (plane === 'control' && SINGLE_REGION[service] !== undefined)
    return `${what} is of a control plane that is in ${SINGLE_REGION[service]} alone, for all regions`;
  const stray = regions.find((region) => region !== to.region && region !== witness);
  if (stray === undefined) return undefined;
  if (stray === from.region) return `${what} would need ${stray}, the region that is lost`;
  if (stray === home) return `${what} would need ${stray}, the fleet's home, which may be lost, too`;
  return `${what} would need ${stray}, and a failover needs no region beside its own`;
}

/** The part of a plan's path that depends on the primary's region, on the home, or on a control plane of one region. */
export function pathProblems(
  placedPlan: PlacedPlan,
  home: string,
  path: Readonly<Record<PathTask, readonly PathCall[]>> = PATH,
): readonly Finding[] {
  const { plan, path: at } = placedPlan;
  const told = new Set<string>();
  return pathOfPlan(placedPlan, path).flatMap((call): readonly Finding[] => {
    const message = why(call, plan, home);
    const place = call.path ?? at;
    // A hook has several calls, and one place.
    if (message === undefined || (call.path !== undefined && told.has(place))) return [];
    told.add(place);
    const allowed = `of ${plan.to.region} or ${plan.witness}`;
    return [{ path: place, found: call.found ?? `${call.service}:${call.operation}`, allowed, message }];
  });
}

/** The path of a plan in one sentence. */
export function describePath({ plan, path }: PlacedPlan): string {
  const calls = pathOfPlan({ plan, path });
  const regions = [...new Set(calls.flatMap((call) => call.regions))];
  const lost = calls.filter((call) => call.regions.includes(plan.from.region)).length;
  return `failover ${plan.name}: ${calls.length} calls in ${regions.join(' and ')}, ${lost === 0 ? 'none' : lost} in ${plan.from.region}`;
}
