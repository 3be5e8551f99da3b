import type { CallFacts, CallFault, FaultInjector } from '../simulator/fault.ts';
import type { TraceEntry } from '../simulator/kernel/trace.ts';
import type { World } from '../simulator/world.ts';

/** A call of a function that goes wrong. Reads are left alone unless the operation is named. */
interface CallFaultPlan {
  readonly kind: CallFault['kind'];
  /** The function's name, without the service and stage before it: `createApplyStack`. Any function if absent. */
  readonly functionName?: string;
  /** The operation, for example `CreateStack`; any that changes something if absent. */
  readonly operation?: string;
  /** How long a `delay` is; ten seconds if absent. */
  readonly delayMs?: number;
  /** How many matching calls it hits; 1 if absent. */
  readonly times?: number;
}

/** A person, or a quota, stops the execution as it enters a state: no Catch of its own runs. */
interface StopPlan {
  readonly kind: 'stop-execution';
  /** The state's name, as in the state machine. */
  readonly state: string;
}

/** The next release is deployed while an execution is in a state. */
interface DeployPlan {
  readonly kind: 'deploy';
  readonly state: string;
}

/** A function does all of its work, and its result never reaches the state machine: it runs twice. */
interface LostResultPlan {
  readonly kind: 'lose-result';
  readonly functionName: string;
}

/** A named fault of a scenario. */
export type PlannedFault = CallFaultPlan | StopPlan | DeployPlan | LostResultPlan;

const IS_READ = /^(Get|Describe|List|Query|Scan|BatchGet|Head)/;
const THROTTLED = { code: 'ThrottlingException', message: 'Rate exceeded', statusCode: 429 };

const isCallFault = (fault: PlannedFault): fault is CallFaultPlan =>
  fault.kind !== 'stop-execution' && fault.kind !== 'deploy' && fault.kind !== 'lose-result';

function matches(fault: CallFaultPlan, call: CallFacts): boolean {
  if (fault.functionName !== undefined && !call.functionName?.endsWith(`-${fault.functionName}`))
    return false;
  if (call.functionName === undefined) return false;
  if (fault.operation !== undefined) return fault.operation === call.operation;
  return !IS_READ.test(call.operation);
}

/** Injects each planned fault into the first calls that match it. */
export function faultInjector(faults: readonly PlannedFault[]): FaultInjector {
  const left = faults.filter(isCallFault).map((fault) => ({ fault, times: fault.times ?? 1 }));
  return (call) => {
    const due = left.find(({ fault, times }) => times > 0 && matches(fault, call));
    if (!due) return undefined;
    due.times--;
    const { kind, delayMs = 10_000 } = due.fault;
    if (kind === 'delay') return { kind, delayMs };
    return kind === 'refuse' ? { kind, ...THROTTLED } : { kind };
  };
}

/** Says of each invocation whether its result is lost: the first of each planned function's is. */
export function resultLoser(faults: readonly PlannedFault[]): (functionName: string) => boolean {
  const left = new Set(faults.flatMap((fault) => (fault.kind === 'lose-result' ? [fault.functionName] : [])));
  return (functionName) => {
    const due = [...left].find((name) => functionName.endsWith(`-${name}`));
    return due !== undefined && left.delete(due);
  };
}

/** Calls `act` once for each planned fault of the kind, when an execution first enters its state. */
function whenEntered(
  world: World,
  states: readonly string[],
  act: (state: string, entry: TraceEntry) => unknown,
): (entry: TraceEntry) => void {
  const left = new Set(states);
  return (entry) => {
    const state = String(entry.state);
    if (entry.kind !== 'transition' || entry.transition !== 'entered' || !left.delete(state)) return;
    world.kernel.after(1, () => act(state, entry));
  };
}

const statesOf = (faults: readonly PlannedFault[], kind: 'stop-execution' | 'deploy'): readonly string[] =>
  faults.flatMap((fault) => (fault.kind === kind ? [fault.state] : []));

/** Stops the execution that first enters a planned state, as the account's administrator would. */
export function stopAtStates(world: World, faults: readonly PlannedFault[]): (entry: TraceEntry) => void {
  const { accountId, kernel } = world;
  const caller = { kind: 'administrator', arn: `arn:aws:iam::${accountId}:root`, accountId } as const;
  return whenEntered(world, statesOf(faults, 'stop-execution'), (state, { region, execution }) => {
    kernel.trace.record({ at: kernel.now(), kind: 'fault', region, fault: 'stop-execution', state });
    return world.region(region).call('states', 'StopExecution', { executionArn: String(execution) }, caller);
  });
}

/** Begins a deployment when an execution first enters a planned state. */
export function deployAtStates(
  world: World,
  faults: readonly PlannedFault[],
  deploy: () => Promise<void>,
): (entry: TraceEntry) => void {
  const { kernel } = world;
  return whenEntered(world, statesOf(faults, 'deploy'), (state, { region }) => {
    kernel.trace.record({ at: kernel.now(), kind: 'fault', region, fault: 'deploy', state });
    return deploy();
  });
}
