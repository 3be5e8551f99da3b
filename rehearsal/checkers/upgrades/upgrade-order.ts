import type { CallFacts } from '../../../simulator/fault.ts';
import { mayChangeCluster } from '../call-of-cluster.ts';
import type { Checker, Watched } from '../checker.ts';
import type { Followed } from '../ledger.ts';
import { Looks, lookAt } from '../own-look.ts';
import { isWayBack, LOOK_OF_EKS, type StepGiven, upgradeOf } from './step-of-upgrade.ts';

/** A wish to stop may be written while the next step is being chosen: a task lives for 30 seconds at most. */
const CHOOSING_MS = 60_000;
const CHOICE = /-upgradeChooseStep$/;
const MINUTE_MS = 60_000;
/** Reads of the task that finds everything, before the first minor and before each further one. */
const LOOK = /-upgradePlanUpgrade$/;

interface Group {
  readonly name: string;
  readonly isWindows: boolean;
}

/** The way of an upgrade so far, by its calls. */
class Progress {
  /** Minors that EKS was asked for on the way up, and when. */
  readonly raised = new Map<number, number>();
  hasLooked = true;
  /** The steps that tasks have been given so far. */
  readonly steps = new Set<string>();
  /** When a step was last chosen. */
  chosenMs = 0;
  canceledMs: number | undefined;
  /** Managed groups whose nodes move in the step of now. */
  groups: { readonly step: string; readonly begun: Group[] } = { step: '', begun: [] };
}

const minorOf = (version: unknown): number => Number(String(version).split('.')[1]);

/**
 * The order inside of an upgrade: everything is looked at again before a further minor; nothing but the control plane is
 * changed before its soak is over; one node group goes alone, then not more side by side than was asked for, and those of
 * Windows last; and after a wish to stop no further step is begun. It goes by calls, their step, and groups as EKS has them.
 */
export class UpgradeOrderChecker implements Checker {
  readonly #watched: Watched;
  readonly #looks = new Looks();
  readonly #violations = new Set<string>();
  readonly #progress = new Map<string, Progress>();

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  get checked(): readonly string[] {
    return this.#progress.size === 0 ? [] : ['upgrades keep to their order'];
  }

  findings(): readonly string[] {
    return [...this.#violations, ...this.#looks.violations];
  }

  observe(call: CallFacts, moment: 'begun' | 'done'): void {
    if (moment === 'done' && call.service === 'dynamodb') this.#written(call);
    if (moment !== 'begun') return;
    const { operation, step } = upgradeOf(call, this.#watched.ledger) ?? {};
    if (!operation) return;
    const progress = this.#progress.get(operation.id) ?? new Progress();
    this.#progress.set(operation.id, progress);
    if (LOOK.test(call.functionName ?? '') && call.service === 'eks') progress.hasLooked = true;
    if (!step || isWayBack(step)) return;
    this.#holdCancellation(call, progress, step);
    if (!mayChangeCluster(call) || call.operation === LOOK_OF_EKS) return;
    this.#holdSoak(call, operation, progress, step);
    if (call.operation === 'UpdateClusterVersion') this.#holdLook(call, progress);
    if (call.operation === 'UpdateNodegroupVersion') this.#holdTurn(call, operation, progress, step);
  }

  #who({ functionName, operation, region, input }: CallFacts): string {
    const of = [input.clusterName ?? input.name, input.nodegroupName].filter(Boolean).join('/');
    return `${functionName} called ${operation} of ${region}/${of}`;
  }

  #tell(call: CallFacts, what: string): void {
    this.#violations.add(`${this.#who(call)}, ${what}`);
  }

  /** Somebody, and no function, writes that an operation is not to go on; or its next step is chosen. */
  #written(call: CallFacts): void {
    const { functionName, operation, input } = call;
    if (operation !== 'UpdateItem') return;
    const { sk } = (input.Key ?? {}) as { readonly sk?: { readonly S?: string } };
    const progress = this.#progress.get((sk?.S ?? '').slice('operation#'.length));
    if (!progress) return;
    if (CHOICE.test(functionName ?? '')) progress.chosenMs = this.#watched.now();
    const isWish = functionName === undefined && String(input.UpdateExpression).includes('cancellation');
    if (isWish) progress.canceledMs ??= this.#watched.now();
  }

  #holdCancellation(call: CallFacts, progress: Progress, { key }: StepGiven): void {
    const { canceledMs, chosenMs, steps } = progress;
    if (steps.has(key)) return;
    steps.add(key);
    const late = chosenMs - (canceledMs ?? chosenMs);
    if (late > CHOOSING_MS)
      this.#tell(call, `for ${key}, which was chosen ${Math.round(late / 1000)} s after it was canceled`);
  }

  #holdSoak(call: CallFacts, { asked }: Followed, { raised }: Progress, { kind, to }: StepGiven): void {
    const since = raised.get(minorOf(to));
    if (since === undefined || kind === 'controlPlane') return;
    const { soakMinutes = 60 } = (asked?.detail ?? {}) as { readonly soakMinutes?: number };
    const minutes = (this.#watched.now() - since) / MINUTE_MS;
    if (minutes < soakMinutes)
      this.#tell(
        call,
        `${Math.round(minutes)} min after the control plane was to go to ${to}, which is to soak for ${soakMinutes}`,
      );
  }

  #holdLook(call: CallFacts, progress: Progress): void {
    const to = minorOf(call.input.version);
    if (progress.raised.has(to)) return;
    if (!progress.hasLooked) this.#tell(call, 'and nobody has looked at it since the minor before');
    progress.hasLooked = false;
    progress.raised.set(to, this.#watched.now());
  }

  #holdTurn(call: CallFacts, { asked }: Followed, progress: Progress, { key }: StepGiven): void {
    if (progress.groups.step !== key) progress.groups = { step: key, begun: [] };
    const { begun } = progress.groups;
    const name = String(call.input.nodegroupName);
    const others = begun.filter((group) => group.name !== name);
    const { parallelNodeGroups = 2 } = (asked?.detail ?? {}) as { readonly parallelNodeGroups?: number };
    const who = this.#who(call);
    this.#looks.begin(async () => {
      const own = await this.#describe(call, name);
      if (!own) return [];
      const isWindows = own.amiType?.startsWith('WINDOWS_') === true;
      const seen = await Promise.all(others.map((group) => this.#describe(call, group.name)));
      const moving = seen.filter((group) => group?.status === 'UPDATING').length;
      const isNew = !begun.some((group) => group.name === name);
      const [first] = others;
      const windows = others.find((group) => group.isWindows);
      if (isNew) begun.push({ name, isWindows });
      return [
        ...(isNew && begun.length === 2 && moving > 0
          ? [`while the first, ${first?.name}, has not ended`]
          : []),
        ...(moving >= parallelNodeGroups ? [`while ${moving} others are on their way`] : []),
        ...(isNew && windows && !isWindows ? [`after ${windows.name}, which is of Windows`] : []),
      ].map((what) => `${who}, ${what}`);
    });
  }

  async #describe({ region, input: { clusterName } }: CallFacts, nodegroupName: string) {
    const found = await lookAt<{
      readonly nodegroup: { readonly amiType?: string; readonly status?: string };
    }>(this.#watched.world(), region, ['eks', 'DescribeNodegroup'], { clusterName, nodegroupName });
    return found?.nodegroup;
  }
}
