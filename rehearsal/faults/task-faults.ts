import { type CallFacts, type CallFault, type Faults, NOTHING_FAILS } from '../../simulator/fault.ts';
import type { TraceEntry } from '../../simulator/kernel/trace.ts';
import type { World } from '../../simulator/world.ts';
import { isRead } from '../is-read.ts';
import { stopExecution } from './plan.ts';

/**
 * A fault of one task of a workflow, the first time that an execution calls it in that state. The task's process dies
 * before or after its effect, the reply to its effect is lost, its own result is lost so that it runs twice, the
 * execution is stopped there, or the next release is deployed.
 */
export interface TaskFault {
  readonly kind: 'crash-before' | 'crash-after' | 'lose-reply' | 'lose-result' | 'stop-execution' | 'deploy';
  /** The workflow's name, without the service and stage before it. */
  readonly workflow: string;
  readonly state: string;
  /** The function that the state calls: `createApplyStack`; absent for a state that calls none. */
  readonly functionName?: string;
  /** True where the effect is a call that changes something; otherwise it is the task's first call. */
  readonly changes?: boolean;
}

/** As people read it. */
export const nameOfTaskFault = ({ kind, workflow, state }: TaskFault): string =>
  `${kind} at ${workflow}/${state}`;

const SERVICE_FAULTS = new Set(['stop-execution', 'deploy']);

interface PlannedTaskFault {
  readonly fault: TaskFault;
  /** Planned; then armed, when an execution enters the state; then done, or idle while the task has no such effect. */
  stage: 'planned' | 'armed' | 'idle' | 'done';
}

/**
 * Brings task faults about, each once. One deployment is under way at a time: `missed` tells the faults that it
 * misses.
 */
export class TaskFaults implements Faults {
  readonly ofDelivery = NOTHING_FAILS.ofDelivery;
  readonly replicationDelayMs = NOTHING_FAILS.replicationDelayMs;
  readonly hasCapacity = NOTHING_FAILS.hasCapacity;
  readonly clockStepMs = NOTHING_FAILS.clockStepMs;
  readonly endOf = NOTHING_FAILS.endOf;
  readonly #world: () => World;
  readonly #deploy: (release: number) => Promise<void>;
  readonly #planned: readonly PlannedTaskFault[];
  #releases = 0;
  #isDeploying = false;

  constructor(faults: readonly TaskFault[], world: () => World, deploy: (release: number) => Promise<void>) {
    this.#planned = faults.map((fault) => ({ fault, stage: 'planned' }));
    this.#world = world;
    this.#deploy = deploy;
  }

  /** The faults that never came to pass, though their task was there to have them. */
  missed(): readonly TaskFault[] {
    return this.#planned
      .filter(({ stage }) => stage === 'planned' || stage === 'armed')
      .map(({ fault }) => fault);
  }

  /** Called with every entry of the trace. */
  read(entry: TraceEntry): void {
    if (entry.kind !== 'transition' || entry.transition !== 'entered') return;
    for (const planned of this.#planned) {
      const { workflow, state, kind } = planned.fault;
      if (planned.stage !== 'planned' || state !== entry.state) continue;
      if (!String(entry.stateMachine).endsWith(`-${workflow}`)) continue;
      if (!SERVICE_FAULTS.has(kind)) planned.stage = 'armed';
      else if (kind === 'stop-execution') this.#stop(planned, entry);
      else if (!this.#isDeploying) this.#release(planned, entry);
    }
  }

  /** The fault of a call that a function makes, or none. */
  ofCall({ functionName, operation }: CallFacts): CallFault | undefined {
    const due = this.#planned.find(
      ({ fault, stage }) =>
        (stage === 'armed' || stage === 'idle') &&
        fault.kind !== 'lose-result' &&
        functionName?.endsWith(`-${fault.functionName}`) &&
        !(fault.changes && isRead(operation)),
    );
    if (!due) return undefined;
    due.stage = 'done';
    return { kind: due.fault.kind } as CallFault;
  }

  /** Asked when a function has done its work: a fault that was to hit its effect has found none. */
  losesResult(functionName: string): boolean {
    const armed = this.#planned.filter(
      ({ fault, stage }) => stage === 'armed' && functionName.endsWith(`-${fault.functionName}`),
    );
    const due = armed.find(({ fault }) => fault.kind === 'lose-result');
    for (const planned of armed) if (planned.fault.kind !== 'lose-result') planned.stage = 'idle';
    if (due) due.stage = 'done';
    return due !== undefined;
  }

  #stop(planned: PlannedTaskFault, entry: TraceEntry): void {
    planned.stage = 'done';
    this.#world().kernel.after(1, () => {
      this.#tell(planned.fault, entry.region);
      return stopExecution(this.#world(), entry);
    });
  }

  #release(planned: PlannedTaskFault, { region }: TraceEntry): void {
    planned.stage = 'done';
    this.#isDeploying = true;
    this.#world().kernel.after(1, async () => {
      this.#tell(planned.fault, region);
      await this.#deploy(++this.#releases);
      this.#isDeploying = false;
    });
  }

  #tell({ kind, workflow, state }: TaskFault, region: string): void {
    const { kernel } = this.#world();
    kernel.trace.record({ at: kernel.now(), kind: 'fault', region, fault: kind, workflow, state });
  }
}
