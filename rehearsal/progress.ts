import type { TraceEntry } from '../simulator/kernel/trace.ts';
import type { StepFunctionsService } from '../simulator/stepfunctions/stepfunctions.ts';
import type { World } from '../simulator/world.ts';
import type { SimulationMessage } from './simulation-spec.ts';

/** Whether an execution goes on by itself (reaping, looking for drift) or follows facts: nobody has asked for it. */
export const isUnasked = (stateMachine: unknown): boolean =>
  /-(reap-operations|detect-drift|reconcile-schedules|notify-topics)$/.test(String(stateMachine));

/** What of a request says what it is about. */
interface Asked {
  readonly detail?: {
    readonly config?: { readonly metadata?: { readonly name?: string } };
    readonly cluster?: string;
    readonly fleet?: string;
    readonly document?: { readonly metadata?: { readonly name?: string } };
  };
}

/** The cluster or the fleet that a request is about; the workflow's name where it says neither. */
function subjectOf(inputText: string, stateMachine: string): string {
  const { detail = {} } = JSON.parse(inputText) as Asked;
  const { config, cluster, fleet, document } = detail;
  const named = config?.metadata?.name ?? cluster ?? fleet ?? document?.metadata?.name;
  return named ?? stateMachine.replace(/^eks-fleet-[^-]+-/, '');
}

/** The resource that a state of a Map is about: `addon/coredns`. */
function keyIn(text: string | undefined): string | undefined {
  const { key } = (JSON.parse(text ?? '{}') ?? {}) as { readonly key?: unknown };
  return typeof key === 'string' ? key : undefined;
}

/** Tells an entry of the trace to whoever watches, if it says how an operation goes on. */
export function tellProgress(
  world: World,
  entry: TraceEntry,
  since: number,
  tell: (message: SimulationMessage) => void,
): void {
  if (entry.kind !== 'transition') return;
  const { region, stateMachine } = entry;
  const execution = String(entry.execution);
  const virtualSeconds = Math.round((entry.at - since) / 1000);
  const states = world.region(region).service('states') as StepFunctionsService;
  if (entry.transition !== 'execution') {
    if (isUnasked(stateMachine)) return;
    const { stateEnteredEventDetails } = states.execution(execution).history.events.at(-1) ?? {};
    const key = keyIn(stateEnteredEventDetails?.input);
    const state = String(entry.state);
    tell({ kind: 'state', virtualSeconds, execution, region, state, ...(key === undefined ? {} : { key }) });
    return;
  }
  const status = String(entry.status);
  // What goes on by itself is worth a line where it fails.
  if (isUnasked(stateMachine) && status !== 'FAILED' && status !== 'TIMED_OUT') return;
  const { inputText, cause } = states.execution(execution);
  const subject = subjectOf(inputText, String(stateMachine));
  if (status === 'RUNNING' || isUnasked(stateMachine))
    tell({ kind: 'operation', execution, region, cluster: subject });
  if (status === 'RUNNING') return;
  const reason = cause === undefined ? {} : { reason: cause };
  tell({ kind: 'ended', execution, status, virtualSeconds, ...reason });
}
