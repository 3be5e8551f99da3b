import { mayConflict } from '../../simulator/dynamodb/items/conflict.ts';
import { mayFailInPart } from '../../simulator/eventbridge/put-events/failed-entries.ts';
import type {
  CallFacts,
  CallFault,
  CapacityAsk,
  DeliveryFacts,
  DeliveryFault,
  EksWork,
  Faults,
} from '../../simulator/fault.ts';
import type { TraceEntry } from '../../simulator/kernel/trace.ts';
import type { World } from '../../simulator/world.ts';
import { isRead } from '../is-read.ts';
import { callByHand, cancel, pauseFor, requestAt } from './people.ts';
import { CALL_FAULTS, type CallPlan, type EksPlan, type PlannedFault } from './schema.ts';

export type { PlannedFault } from './schema.ts';

type Kind = PlannedFault['kind'];
type Of<Name extends Kind> = Extract<PlannedFault, { kind: Name }>;

/** A fault under way: how many more it hits, and when it is over by itself. */
interface Begun {
  readonly fault: PlannedFault;
  left: number;
  readonly untilMs: number;
  /** Ends its effect on the world. */
  readonly end: () => void;
}

const CALLS: ReadonlySet<Kind> = new Set(CALL_FAULTS);

const EKS_FAULTS: Readonly<
  Record<string, { readonly work: EksWork['kind']; readonly end: 'fails' | 'hangs' }>
> = {
  'node-group-fails': { work: 'create-node-group', end: 'fails' },
  'node-group-hangs': { work: 'create-node-group', end: 'hangs' },
  'addon-fails': { work: 'create-addon', end: 'fails' },
  'addon-hangs': { work: 'create-addon', end: 'hangs' },
  'update-fails': { work: 'update', end: 'fails' },
  'update-hangs': { work: 'update', end: 'hangs' },
};

/** True where a fault's member agrees with the one that was found; an absent member agrees with anything. */
const agrees = (said: string | undefined, found: string | undefined): boolean =>
  said === undefined || said === found;

const isCallPlan = (fault: PlannedFault): fault is CallPlan => CALLS.has(fault.kind);

function matchesCall(fault: CallPlan, call: CallFacts): boolean {
  if (!agrees(fault.region, call.region) || fault.madeBy !== call.madeBy) return false;
  if (fault.madeBy === undefined && call.functionName === undefined) return false;
  if (fault.functionName !== undefined && !call.functionName?.endsWith(`-${fault.functionName}`))
    return false;
  if (fault.kind === 'conflict') return mayConflict(call) && agrees(fault.operation, call.operation);
  if (fault.kind === 'fail-entries') return mayFailInPart(call);
  if (fault.operation !== undefined) return fault.operation === call.operation;
  return !isRead(call.operation);
}

const isOutage = (fault: PlannedFault): fault is Of<'service-down' | 'region-down' | 'partition'> =>
  fault.kind === 'service-down' || fault.kind === 'region-down' || fault.kind === 'partition';

/** Begins what lasts in the world itself; returns the function that ends it. */
function endOf(fault: PlannedFault, world: World): () => void {
  if (isOutage(fault)) return world.outages.begin(fault);
  if (fault.kind === 'clock-step') {
    const { region, seconds } = fault;
    const { kernel } = world;
    kernel.trace.record({ at: kernel.now(), kind: 'fault', region, fault: 'clock-step', seconds });
  }
  if (fault.kind !== 'checkers-lie') return () => undefined;
  const { says, regions, share } = fault;
  return world.dns.lie({ says, ...(regions ? { regions } : {}), ...(share === undefined ? {} : { share }) });
}

const isOf =
  <Name extends Kind>(...kinds: readonly Name[]) =>
  (fault: PlannedFault): fault is Of<Name> =>
    (kinds as readonly Kind[]).includes(fault.kind);

const isFunction = (functionName: string, planned: string): boolean => functionName.endsWith(`-${planned}`);

/** The faults that a scenario names. Each begins when its step comes, and hits its matches from then on. */
export class FaultPlan implements Faults {
  readonly #begun = new Set<Begun>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  begin(fault: PlannedFault, world: World, deploy: () => Promise<void>): void {
    const seconds = 'forSeconds' in fault ? fault.forSeconds : undefined;
    const begun: Begun = {
      fault,
      left: 'times' in fault ? (fault.times ?? 1) : 1,
      untilMs: seconds === undefined ? Number.POSITIVE_INFINITY : this.#now() + seconds * 1000,
      end: endOf(fault, world),
    };
    this.#begun.add(begun);
    if (seconds !== undefined) world.kernel.after(seconds * 1000, () => this.#end(begun));
    if (fault.kind === 'stop-execution') this.#whenEntered(world, begun, fault, stopExecution);
    if (fault.kind === 'deploy') this.#whenEntered(world, begun, fault, deploy);
    if (fault.kind === 'pause')
      this.#whenEntered(world, begun, fault, (of, entry) => pauseFor(fault.heldSeconds, of, entry));
    if (fault.kind === 'cancel') this.#whenEntered(world, begun, fault, cancel);
    if (fault.kind === 'request')
      this.#whenEntered(world, begun, fault, (of, entry) =>
        requestAt(fault.detailType, fault.detail, of, entry),
      );
    if (fault.kind === 'by-hand')
      this.#whenEntered(world, begun, fault, (of, { region }) =>
        callByHand({ region, calls: fault.calls, maybe: fault.maybe }, of),
      );
  }

  /** Ends all that is under way. */
  recover(): void {
    for (const begun of [...this.#begun]) this.#end(begun);
  }

  ofCall(call: CallFacts): CallFault | undefined {
    const due = this.#due(isCallPlan, (fault) => matchesCall(fault, call));
    if (!due) return undefined;
    due.left--;
    const { kind, delayMs = 10_000 } = due.fault;
    return kind === 'delay' ? { kind, delayMs } : { kind };
  }

  losesResult(functionName: string): boolean {
    const due = this.#due(isOf('lose-result'), (fault) => isFunction(functionName, fault.functionName));
    if (!due) return false;
    due.left--;
    return true;
  }

  ofDelivery({ region, detailType }: DeliveryFacts): DeliveryFault | undefined {
    const due = this.#due(
      isOf('duplicate-event', 'late-event'),
      (fault) => agrees(fault.region, region) && agrees(fault.detailType, detailType),
    );
    if (!due) return undefined;
    due.left--;
    const { fault } = due;
    return fault.kind === 'late-event'
      ? { copies: 1, delayMs: fault.delaySeconds * 1000 }
      : { copies: 2, delayMs: 0 };
  }

  replicationDelayMs(_from: string, to: string): number {
    const due = this.#due(isOf('stale-replica'), (fault) => agrees(fault.region, to));
    return due ? due.fault.delaySeconds * 1000 : 0;
  }

  hasCapacity({ region, zone, instanceType }: CapacityAsk): boolean {
    return !this.#due(
      isOf('capacity-shortage'),
      (fault) =>
        agrees(fault.region, region) && agrees(fault.zone, zone) && agrees(fault.instanceType, instanceType),
    );
  }

  clockStepMs(region: string): number {
    const steps = [...this.#begun].flatMap(({ fault }) =>
      fault.kind === 'clock-step' && fault.region === region ? fault.seconds : [],
    );
    return steps.reduce((sum, seconds) => sum + seconds * 1000, 0);
  }

  endOf(work: EksWork): 'succeeds' | 'fails' | 'hangs' {
    const due = this.#due(
      (fault): fault is EksPlan => fault.kind in EKS_FAULTS,
      (fault) =>
        EKS_FAULTS[fault.kind]?.work === work.kind &&
        agrees(fault.region, work.region) &&
        agrees(fault.cluster, work.cluster) &&
        agrees(fault.name, work.name),
    );
    const end = due && EKS_FAULTS[due.fault.kind]?.end;
    if (due && end === 'fails') due.left--;
    return end ?? 'succeeds';
  }

  /** The first fault of a kind that is not over, has something left to hit, and matches. */
  #due<Fault extends PlannedFault>(
    isOfKind: (fault: PlannedFault) => fault is Fault,
    matches: (fault: Fault) => boolean,
  ): (Begun & { readonly fault: Fault }) | undefined {
    const now = this.#now();
    for (const begun of this.#begun) {
      const { fault, left, untilMs } = begun;
      if (left > 0 && now < untilMs && isOfKind(fault) && matches(fault))
        return begun as Begun & { fault: Fault };
    }
    return undefined;
  }

  #end(begun: Begun): void {
    if (this.#begun.delete(begun)) begun.end();
  }

  /** Acts once, when an execution next enters the state. */
  #whenEntered(
    world: World,
    begun: Begun,
    { kind, state }: Of<'stop-execution' | 'deploy' | 'pause' | 'cancel' | 'request' | 'by-hand'>,
    act: (world: World, entry: TraceEntry) => unknown,
  ): void {
    const { kernel } = world;
    kernel.trace.subscribe((entry) => {
      if (entry.kind !== 'transition' || entry.transition !== 'entered' || entry.state !== state) return;
      if (begun.left === 0 || !this.#begun.has(begun)) return;
      begun.left--;
      kernel.after(1, () => {
        kernel.trace.record({ at: kernel.now(), kind: 'fault', region: entry.region, fault: kind, state });
        return act(world, entry);
      });
    });
  }
}

/** Stops an execution, as the account's administrator would. */
export function stopExecution(world: World, { region, execution }: TraceEntry): Promise<unknown> {
  const { accountId } = world;
  const caller = { kind: 'administrator', arn: `arn:aws:iam::${accountId}:root`, accountId } as const;
  return world.region(region).call('states', 'StopExecution', { executionArn: String(execution) }, caller);
}
