import type { TraceEntry } from '../../simulator/kernel/trace.ts';
import type { StepFunctionsService } from '../../simulator/stepfunctions/stepfunctions.ts';
import type { World } from '../../simulator/world.ts';
import { WORKFLOWS } from '../../statemachines/all.ts';
import type { SimulationMessage } from '../simulation-spec.ts';

const UNASKED = WORKFLOWS.filter(({ inProgress }) => inProgress === 'failures');

/** True for an execution that nobody has asked for, as its workflow says: it goes on by itself, or follows facts. */
export const isUnasked = (stateMachine: unknown): boolean =>
  UNASKED.some(({ name }) => String(stateMachine).endsWith(`-${name}`));

/** The members of a request that name its subject. */
interface Asked {
  readonly detail?: {
    readonly config?: { readonly metadata?: { readonly name?: string } };
    readonly cluster?: string;
    /** A failover plan. */
    readonly plan?: string;
    /** A Fleet document, or its name. */
    readonly fleet?: string | { readonly metadata?: { readonly name?: string } };
    readonly document?: { readonly metadata?: { readonly name?: string } };
    /** The action of a scaling. */
    readonly action?: string;
    readonly requestedBy?: string;
  };
}

/**
 * The action and requester, as `hibernate, for schedule office-hours of fleet retail`; nothing where the workflow's
 * name tells the action.
 */
function asks(inputText: string): { readonly asked?: string } {
  const { action, requestedBy } = (JSON.parse(inputText) as Asked).detail ?? {};
  if (typeof action !== 'string') return {};
  return { asked: typeof requestedBy === 'string' ? `${action}, for ${requestedBy}` : action };
}

/** The cluster, plan or fleet that a request is about; the workflow's name where it says neither. */
function subjectOf(inputText: string, stateMachine: string): string {
  const { detail = {} } = JSON.parse(inputText) as Asked;
  const { config, cluster, plan, fleet, document } = detail;
  const ofFleet = typeof fleet === 'object' ? fleet.metadata?.name : fleet;
  const named = config?.metadata?.name ?? cluster ?? plan ?? ofFleet ?? document?.metadata?.name;
  return named ?? stateMachine.replace(/^eks-fleet-[^-]+-/, '');
}

/** The resource that a state of a Map is about: `addon/coredns`. */
function keyIn(text: string | undefined): string | undefined {
  const { key } = (JSON.parse(text ?? '{}') ?? {}) as { readonly key?: unknown };
  return typeof key === 'string' ? key : undefined;
}

/** Tells an entry of the trace to the listener, if it is about an operation's progress. */
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
    const { stateEnteredEventDetails } = states.execution(execution).history.last ?? {};
    const key = keyIn(stateEnteredEventDetails?.input);
    const state = String(entry.state);
    tell({ kind: 'state', virtualSeconds, execution, region, state, ...(key === undefined ? {} : { key }) });
    return;
  }
  const status = String(entry.status);
  // An execution that nobody asked for is told only if it fails.
  if (isUnasked(stateMachine) && status !== 'FAILED' && status !== 'TIMED_OUT') return;
  const { inputText, cause } = states.execution(execution);
  const subject = subjectOf(inputText, String(stateMachine));
  if (status === 'RUNNING' || isUnasked(stateMachine))
    tell({ kind: 'operation', virtualSeconds, execution, region, cluster: subject, ...asks(inputText) });
  if (status === 'RUNNING') return;
  const reason = cause === undefined ? {} : { reason: cause };
  tell({ kind: 'ended', execution, status, virtualSeconds, ...reason });
}

const WEEK_MS = 7 * 24 * 3_600_000;
const FAILURES = new Set(['FAILED', 'TIMED_OUT', 'ABORTED']);

/** Tells steps, and weeks while a scenario lets a long time go by. */
export class Progress {
  /** True where so much happens that a line for each step would be of no use. */
  isLong = false;
  readonly #world: World;
  readonly #since: number;
  readonly #tell: (message: SimulationMessage) => void;
  #week: number;
  #ended = 0;
  #failed = 0;

  constructor(world: World, tell: (message: SimulationMessage) => void) {
    this.#world = world;
    this.#since = world.kernel.now();
    this.#week = this.#weekAt(this.#since);
    this.#tell = tell;
  }

  read(entry: TraceEntry): void {
    if (!this.isLong) {
      tellProgress(this.#world, entry, this.#since, this.#tell);
      return;
    }
    const week = this.#weekAt(entry.at);
    if (week > this.#week) {
      this.#week = week;
      const day = new Date(entry.at).toISOString().slice(0, 10);
      const failed = this.#failed === 0 ? '' : `, ${this.#failed} of them failed`;
      this.#tell({ kind: 'phase', text: `${day}: ${this.#ended} operations have ended${failed}` });
    }
    if (entry.transition !== 'execution' || entry.status === 'RUNNING' || isUnasked(entry.stateMachine))
      return;
    this.#ended++;
    if (FAILURES.has(String(entry.status))) this.#failed++;
  }

  #weekAt(at: number): number {
    return Math.floor((at - this.#since) / WEEK_MS);
  }
}
