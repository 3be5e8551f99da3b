import type { CallFacts } from '../../../simulator/fault.ts';
import type { TraceEntry } from '../../../simulator/kernel/trace.ts';

const WORKFLOW = /^eks-fleet-([a-z][a-z0-9]*)-(.+)$/;
const ABNORMAL = new Set(['FAILED', 'TIMED_OUT', 'ABORTED']);
/** The requests that start each workflow, and come from outside: of persons, pipelines and schedules. */
const REQUESTS: Readonly<Record<string, readonly string[]>> = {
  'create-cluster': ['ClusterRequested'],
  'delete-cluster': ['ClusterDeletionRequested'],
  'adopt-cluster': ['ClusterAdoptionRequested'],
  'release-cluster': ['ClusterReleaseRequested'],
  'scale-cluster': ['ClusterScaleRequested'],
  'upgrade-cluster': ['ClusterUpgradeRequested'],
  'apply-fleet': ['FleetRequested', 'FleetDeletionRequested'],
  'upgrade-fleet': ['FleetUpgradeRequested'],
  'drill-failover': ['FailoverDrillRequested'],
  'fail-over': ['FailoverRequested'],
  'reconcile-schedules': ['SchedulesReconciliationRequested'],
  'advance-fleet-upgrade': ['FleetUpgradeAdvanceRequested'],
  'watch-plans': ['FailoverWatchRequested'],
};
/** Events of a person that start a workflow which changes nothing of a cluster. */
const TOLD: Readonly<Record<string, readonly string[]>> = { 'resume-operations': ['PauseLifted'] };
/** Workflows that end with a cluster that came to the fleet, left it or changed in it. */
const MEMBERSHIPS = ['create-cluster', 'delete-cluster', 'adopt-cluster', 'release-cluster'];

/** The states whose tasks tell a fact, or ask for something. */
const TELLS = /\/(Publish|Request)\w+$/;
/** Workflows that start by the facts and requests of tasks. */
const BY_TASKS = ['notify-topics', 'reconcile-schedules', 'delete-cluster'];

class Counts {
  readonly #counts = new Map<string, number>();

  add(...key: readonly string[]): void {
    this.#counts.set(key.join(' '), this.of(...key) + 1);
  }

  of(...key: readonly string[]): number {
    return this.#counts.get(key.join(' ')) ?? 0;
  }
}

/** Facts about clusters that may move the upgrade of their fleet on; a wish about it does. */
const MOVES = ['ClusterUpgraded', 'ClusterUpgradeFailed', 'ClusterRolledBack', 'FleetUpgradeChanged'];

/** A request that its region refuses is put again within six hours, after ever longer times: five minutes first. */
const MOST_PUTS = 8;

interface Entry {
  readonly Detail?: string;
  readonly Source?: string;
  readonly DetailType?: string;
  readonly EventBusName?: string;
}

/**
 * Holds how many executions a request may bring about, by the events that start each workflow. A request starts one
 * execution, a creation one deletion, an applied document one reconciliation a region, a cluster that comes or goes
 * one. Each of these starts one reaper if it ends badly, and one notice. A fault may bring one of them twice; a task
 * that is run late on purpose may tell its fact again. It never asks the product.
 */
export class ExecutionChecker {
  readonly #regions: number;
  readonly #stages = new Set<string>();
  readonly #started = new Counts();
  readonly #endedBadly = new Counts();
  readonly #events = new Counts();
  readonly #putByTasks = new Counts();
  readonly #byClock = new Counts();
  /** Requests to upgrade clusters that the upgrades of fleets put, by stage's bus: each id once. */
  readonly #ofFleets = new Map<string, Set<string>>();
  #faults = 0;
  /** Tasks that told once more, run late on purpose. */
  #toldLate = 0;

  constructor(regions: number) {
    this.#regions = regions;
  }

  /** Called with every entry of the trace. */
  read(entry: TraceEntry): void {
    if (entry.kind === 'fault' && entry.fault !== 'run-late') this.#faults++;
    if (entry.fault === 'run-late' && TELLS.test(String(entry.task))) this.#toldLate++;
    if (entry.kind === 'event') this.#events.add(String(entry.bus), String(entry.detailType));
    if (entry.kind === 'delivery' && entry.detailType === 'Scheduled Event' && entry.outcome === 'delivered')
      this.#byClock.add(String(entry.target).replace(/^.*:/, ''));
    if (entry.kind !== 'transition' || entry.transition !== 'execution') return;
    const [, stage, workflow] = WORKFLOW.exec(String(entry.stateMachine)) ?? [];
    if (stage === undefined || workflow === undefined) return;
    this.#stages.add(stage);
    if (entry.status === 'RUNNING') this.#started.add(stage, workflow);
    else if (ABNORMAL.has(String(entry.status))) this.#endedBadly.add(stage, workflow);
  }

  /** Called with every call that is made. */
  observe({ service, operation, input, functionName }: CallFacts, moment: 'begun' | 'done'): void {
    if (moment !== 'done' || functionName === undefined) return;
    if (service !== 'events' || operation !== 'PutEvents') return;
    for (const { Source, DetailType = '', EventBusName = '', Detail = '{}' } of (input.Entries ??
      []) as readonly Entry[]) {
      if (Source !== 'eks-fleet') continue;
      const bus = EventBusName.replace(/^.*\//, '');
      this.#putByTasks.add(bus, DetailType);
      if (DetailType !== 'ClusterUpgradeRequested') continue;
      const { requestId } = JSON.parse(Detail) as { readonly requestId: string };
      this.#ofFleets.set(bus, (this.#ofFleets.get(bus) ?? new Set()).add(requestId));
    }
  }

  /** Workflows that started more often than the requests explain. */
  findings(): readonly string[] {
    return [...this.#stages].sort().flatMap((stage) => this.#findingsOf(stage));
  }

  #findingsOf(stage: string): readonly string[] {
    const started = (workflows: readonly string[]): number =>
      workflows.reduce((sum, workflow) => sum + this.#started.of(stage, workflow), 0);
    const others = [
      ...Object.keys(REQUESTS),
      'prepare-failovers',
      'detect-drift',
      'watch-support',
      'notify-topics',
    ];
    const badly = others.reduce((sum, workflow) => sum + this.#endedBadly.of(stage, workflow), 0);
    const brought: Readonly<Record<string, number>> = {
      'delete-cluster': started(['create-cluster']),
      'reconcile-schedules': this.#regions * started(['apply-fleet']) + started(MEMBERSHIPS),
      'upgrade-cluster': MOST_PUTS * (this.#ofFleets.get(`eks-fleet-${stage}`)?.size ?? 0),
      'advance-fleet-upgrade': MOVES.reduce(
        (sum, type) => sum + this.#events.of(`eks-fleet-${stage}`, type),
        0,
      ),
      // Observers ask for moves, in each slot while they see a primary fail.
      'fail-over': this.#putByTasks.of(`eks-fleet-${stage}`, 'FailoverRequested'),
      'reap-operations': badly,
      'notify-topics':
        // A signal that is refused is told.
        started([...Object.keys(REQUESTS), 'reap-operations', 'record-signals']) +
        this.#events.of(`eks-fleet-${stage}`, 'ClusterDrifted') +
        [
          'SupportEndsSoon',
          'ApprovalRequested',
          'ApprovalExpired',
          'WaveCompleted',
          'FleetUpgradePaused',
          'FleetUpgraded',
          'FleetUpgradeEnded',
          'FailoverAsked',
          'FailoverHeld',
          'FailoverReadinessChanged',
        ]
          .map((type) => this.#events.of(`eks-fleet-${stage}`, type))
          .reduce((sum, count) => sum + count, 0),
    };
    const all = [
      ...Object.keys(REQUESTS),
      ...Object.keys(TOLD),
      'reap-operations',
      'notify-topics',
      'detect-drift',
      'watch-support',
    ];
    return all.flatMap((workflow) => {
      const byItself = this.#asked(stage, workflow) + this.#byClock.of(`eks-fleet-${stage}-${workflow}`);
      const late = BY_TASKS.includes(workflow) ? this.#toldLate : 0;
      const most = byItself + (brought[workflow] ?? 0) + this.#faults + late;
      const found = started([workflow]);
      return found <= most
        ? []
        : [`${workflow} of stage ${stage} started ${found} times; what was asked for explains ${most}`];
    });
  }

  #asked(stage: string, workflow: string): number {
    const bus = `eks-fleet-${stage}`;
    return (REQUESTS[workflow] ?? TOLD[workflow] ?? []).reduce(
      (sum, type) => sum + Math.max(0, this.#events.of(bus, type) - this.#putByTasks.of(bus, type)),
      0,
    );
  }
}
