import type { Templates } from '../aws/deployment/compile-templates.ts';
import { deployFleet } from '../aws/deployment/deploy.ts';
import type { CallFacts, CallFault } from '../simulator/fault.ts';
import { SimulationKernel } from '../simulator/kernel/kernel.ts';
import { runWorld } from '../simulator/kernel/run.ts';
import type { TraceEntry } from '../simulator/kernel/trace.ts';
import type { VirtualClock } from '../simulator/kernel/virtual-clock.ts';
import { installSeam } from '../simulator/seam/seam.ts';
import { World } from '../simulator/world.ts';
import { useAdministratorCredentials } from './administrator-credentials.ts';
import { CallRecord } from './call-record.ts';
import { CHECKERS } from './checkers/all.ts';
import { LedTrafficChecker } from './checkers/failover/led-traffic.ts';
import { Ledger } from './checkers/ledger.ts';
import { registryFindings } from './checkers/registry.ts';
import { ExecutionChecker } from './checkers/requests/executions.ts';
import { RequestChecker } from './checkers/requests/requests.ts';
import { LeaseChecker } from './checkers/rights/leases.ts';
import { heldIn, PauseChecker } from './checkers/rights/pauses.ts';
import { OfficeHoursChecker } from './checkers/sleep/office-hours/checker.ts';
import { deployedAgain } from './deployed-again.ts';
import { FaultPlan, type PlannedFault } from './faults/plan.ts';
import { NO_FAULTS } from './faults/rates.ts';
import { FaultSampler, together } from './faults/sampling.ts';
import { TaskFaults } from './faults/task-faults.ts';
import { handlerLoader } from './handler-loader.ts';
import { nextRelease } from './next-release.ts';
import { plantPrerequisites } from './prerequisites/plant.ts';
import { Reach } from './reach/reach.ts';
import { readDeadLetters } from './report/dead-letters.ts';
import { workOfEks } from './report/eks-work.ts';
import { examine } from './report/examine.ts';
import { permissionsOf } from './report/permissions.ts';
import { isUnasked, Progress } from './report/progress.ts';
import { reportOf } from './report/report.ts';
import { RunTotals } from './report/run-totals.ts';
import { runSteps } from './scenario/run-steps.ts';
import type { StepRunner } from './scenario/step.ts';
import type { Step } from './scenario/steps/all.ts';
import type { FleetValue } from './scenario/steps/apply-fleet.ts';
import type { SimulationMessage, SimulationReport, SimulationSpec } from './simulation-spec.ts';

/** Virtual time after which executions without an end are given up. */
const DEADLINE_MS = 48 * 3600 * 1000;
/** While a scenario waits for longer than this, its weeks are told and not its steps. */
const LONG_SECONDS = 48 * 3600;
/** Facts are delivered and leases freed shortly after the last execution has ended. */
const SETTLE_MS = 60_000;

/** Executions of the fleet's workflows, told from the trace. */
export class ExecutionWatch {
  readonly started = new Map<string, { readonly region: string; readonly at: number }>();
  readonly ended = new Map<string, { readonly status: string; readonly at: number }>();
  lastChangeAt = 0;

  read(entry: TraceEntry): void {
    if (entry.kind !== 'transition' || entry.transition !== 'execution') return;
    if (isUnasked(entry.stateMachine)) return;
    const execution = String(entry.execution);
    this.lastChangeAt = entry.at;
    if (entry.status === 'RUNNING') this.started.set(execution, { region: entry.region, at: entry.at });
    else this.ended.set(execution, { status: String(entry.status), at: entry.at });
  }

  get isQuiet(): boolean {
    return this.ended.size >= this.started.size;
  }
}

/** True where the trace's entries are read after the run, and not only as each is written. */
function looksBack({ taskFaults, countPermissions, steps = [] }: SimulationSpec): boolean {
  const isAsked = steps.some(
    (step) =>
      'runLate' in step || ('expect' in step && (step.expect.untouched || step.expect.failover?.told)),
  );
  return taskFaults !== undefined || countPermissions === true || isAsked;
}

/** Runs one simulation to its end and reports on it. Throws `NotSimulated` by name. */
export async function simulate(
  spec: SimulationSpec,
  clock: VirtualClock,
  tell: (message: SimulationMessage) => void,
): Promise<SimulationReport> {
  const realStart = clock.real.now();
  useAdministratorCredentials();
  const kernel = new SimulationKernel(spec.seed, clock);
  const { faults = [] } = spec;
  const leases = new LeaseChecker(() => kernel.now());
  const pauses = new PauseChecker(
    () => kernel.now(),
    heldIn(() => world, spec.stage),
  );
  const requests = new RequestChecker();
  const executions = new ExecutionChecker(spec.regions.length);
  const officeHours = new OfficeHoursChecker();
  const isFollowed = spec.faultRates !== undefined || spec.taskFaults !== undefined;
  const ledger = new Ledger(() => kernel.now());
  const watched = { now: () => kernel.now(), world: () => world, ledger, isFollowed };
  const checkers = CHECKERS.map((Kind) => new Kind(watched));
  const sampler = new FaultSampler(kernel, spec.faultRates ?? NO_FAULTS);
  const calls = spec.keepCalls ? new CallRecord() : undefined;
  const reach = new Reach();
  const plan = new FaultPlan(() => kernel.now());
  const taskFaults = new TaskFaults(
    spec.taskFaults ?? [],
    () => world,
    (release) => deploy(nextRelease(spec.templates, release)),
  );
  const faultsOf = together(plan, taskFaults, sampler);
  const told = (call: CallFacts, fault: CallFault | undefined): CallFault | undefined => {
    if (fault) for (const checker of checkers) checker.faulted?.(call, fault);
    return fault;
  };
  const world = new World({
    kernel,
    accountId: spec.accountId,
    regionNames: spec.regions,
    load: spec.countReach ? reach.listening(handlerLoader(spec.root)) : handlerLoader(spec.root),
    settings: spec.settings,
    faults: { ...faultsOf, ofCall: (call) => told(call, faultsOf.ofCall(call)) },
    observeCall: (call, moment, output) => {
      ledger.observe(call, moment);
      for (const checker of checkers) checker.observe?.(call, moment, output);
      for (const checker of [leases, pauses, requests, executions, officeHours])
        checker.observe(call, moment);
      calls?.observe(call, moment);
    },
    observeEvent: (event) => {
      ledger.heard(event);
      for (const checker of checkers) checker.heard?.(event);
    },
  });
  if (spec.countReach) kernel.trace.subscribe((entry) => reach.read(entry));
  const totals = new RunTotals();
  kernel.trace.keepsEntries = looksBack(spec);
  kernel.trace.subscribe((entry) => totals.read(entry));
  kernel.trace.subscribe((entry) => taskFaults.read(entry));
  kernel.trace.subscribe((entry) => executions.read(entry));
  for (const checker of checkers) if (checker.read) kernel.trace.subscribe((entry) => checker.read?.(entry));
  const deploy = (templates: Templates, stage = spec.stage) =>
    deployFleet({
      ...spec,
      stage,
      templates,
      sleep: (ms) => kernel.sleep(ms),
      onProgress: (text) => tell({ kind: 'phase', text }),
    });
  const person = { regions: spec.regions, sleep: (ms: number) => kernel.sleep(ms) };
  const begin = (fault: PlannedFault) =>
    plan.begin(fault, world, () => deployedAgain(() => deploy(nextRelease(spec.templates)), person));
  const recover = () => {
    plan.recover();
    sampler.stop();
  };
  const uninstall = installSeam(world.endpoint, spec.seam);
  const watch = new ExecutionWatch();
  kernel.trace.subscribe((entry) => watch.read(entry));
  try {
    tell({ kind: 'phase', text: 'deploying' });
    await settle(kernel, clock, deploy(spec.templates));
    if (spec.besides) await settle(kernel, clock, deploy(spec.besides.templates, spec.besides.stage));
    for (const fault of faults) begin(fault);
    const today = spec.startAt.slice(0, 10);
    const prerequisites = spec.withoutPrerequisites
      ? []
      : await settle(
          kernel,
          clock,
          plantPrerequisites(world, [...spec.documents, ...(spec.fleets ?? [])], today),
        );
    const requestedAt = kernel.now();
    const isCalmAtFirst = spec.steps?.some((step) => 'sampleFaults' in step);
    if (spec.faultRates && !isCalmAtFirst) sampler.start(world);
    tell({ kind: 'phase', text: 'applying' });
    const progress = new Progress(world, tell);
    if (!spec.silent) kernel.trace.subscribe((entry) => progress.read(entry));
    const follow = followWith(kernel, clock, watch);
    const converge = convergeWith(kernel, clock, { watch, leases, recover });
    const outsideOfRegistry = () => settle(kernel, clock, registryFindings(world, spec));
    const result = await runSteps(spec.steps ?? stepsOf(spec), {
      spec,
      world,
      ledger,
      drive: (promise) => settle(kernel, clock, promise),
      follow: (executions, forSeconds) => {
        progress.isLong = (forSeconds ?? 0) > LONG_SECONDS;
        return follow(executions, forSeconds);
      },
      begin,
      recover,
      sampleFaults: () => sampler.start(world),
      countCalls: () => totals.restart(),
      watch: (offices) => officeHours.watch(world, offices),
      converge: async (withinSeconds) => [...(await converge(withinSeconds)), ...(await outsideOfRegistry())],
    });
    officeHours.end();
    for (const checker of checkers) await checker.ended?.();
    const lettersOf = (stage: string) => settle(kernel, clock, readDeadLetters({ ...spec, stage }));
    const letters = isFollowed
      ? [await lettersOf(spec.stage), spec.besides ? await lettersOf(spec.besides.stage) : []].flatMap(
          (ids) => [...ids],
        )
      : [];
    const lost = isFollowed ? requests.findings(new Set(letters)) : [];
    const outside = isFollowed ? await outsideOfRegistry() : [];
    const report = reportOf({ spec, world, totals, requestedAt, endedAt: watch.lastChangeAt });
    const made = await settle(kernel, clock, report);
    const permissions = spec.countPermissions
      ? await settle(kernel, clock, permissionsOf(spec, world, made))
      : undefined;
    for (const checker of checkers) await checker.afterwards?.();
    const examined = spec.taskFaults ? await examine(world, spec.stage, taskFaults) : undefined;
    // A scenario says itself how its operations are to end.
    const isAsWanted = spec.steps !== undefined || made.outcome === 'succeeded';
    const invariants = {
      checked: [
        ...result.checked,
        ...(officeHours.checked === undefined ? [] : [officeHours.checked]),
        'nothing is changed without its lease',
        'a cluster has one writer',
        'epochs only rise',
        'every lease is freed',
        'no workflow starts more often than what was asked for explains',
        ...pauses.checked,
        ...checkers.flatMap(({ checked }) => checked),
        ...(isFollowed
          ? [
              'every request ends in a fact, a refusal or a dead-letter queue',
              'nothing is outside of the registry',
            ]
          : []),
      ],
      violated: [
        ...result.violated,
        ...[officeHours, leases, pauses].flatMap(({ violations }) => violations),
        ...leases.leftHeld(),
        ...executions.findings(),
        ...checkers.flatMap((checker) => checker.findings()),
        ...lost,
        ...outside,
      ],
    };
    return {
      ...made,
      outcome: isAsWanted && invariants.violated.length === 0 ? 'succeeded' : 'failed',
      prerequisites,
      turns: checkers.flatMap((checker) => (checker instanceof LedTrafficChecker ? checker.turns : [])),
      ...(calls ? { calls: calls.kept } : {}),
      ...(spec.keepWork ? { work: workOfEks(kernel.trace.spans) } : {}),
      ...(permissions ? { permissions } : {}),
      ...(examined ? { examined } : {}),
      ...(spec.countReach ? { reached: reach.reached } : {}),
      invariants,
      ...(spec.faultRates ? { faultRates: spec.faultRates } : {}),
      faults: totals.faults,
      wallMs: Math.round(clock.real.now() - realStart),
    };
  } finally {
    uninstall();
  }
}

/** The steps of a simulation without a scenario. */
function stepsOf({ documents, fleets = [], forSeconds }: SimulationSpec): readonly Step[] {
  return [
    { apply: documents },
    ...fleets.map(({ value }) => ({ applyFleet: value as FleetValue })),
    ...(forSeconds === undefined ? [] : [{ wait: forSeconds }]),
  ];
}

/** Follows executions to their end: waits for so many more than have started by now, and for all that those start. */
function followWith(
  kernel: SimulationKernel,
  clock: VirtualClock,
  watch: ExecutionWatch,
): StepRunner['follow'] {
  let awaited = 0;
  return async (executions, forSeconds) => {
    awaited += executions;
    const since = kernel.now();
    // Time stands still at a timer only: this one is where a step that is not followed to its end stops.
    if (forSeconds !== undefined) kernel.after(forSeconds * 1000, () => undefined);
    const isDone = () =>
      forSeconds === undefined
        ? watch.started.size >= awaited && watch.isQuiet && kernel.now() - watch.lastChangeAt > SETTLE_MS
        : kernel.now() - since >= forSeconds * 1000;
    const deadlineMs = DEADLINE_MS + (forSeconds ?? 0) * 1000;
    const ended = await runWorld(kernel, clock, { until: isDone, deadlineMs });
    // Executions that a schedule has started meanwhile are not counted as a step's.
    awaited = Math.max(awaited, watch.started.size);
    return ended === 'reached' ? 'reached' : 'deadline';
  };
}

/** Longer than any event comes late: a world that was quiet for so long is at rest. */
const REST_MS = 15 * 60_000;

/** Ends all faults, and gives the world so long to come to rest. */
function convergeWith(
  kernel: SimulationKernel,
  clock: VirtualClock,
  { watch, leases, recover }: { watch: ExecutionWatch; leases: LeaseChecker; recover: () => void },
): StepRunner['converge'] {
  return async (withinSeconds) => {
    recover();
    const since = kernel.now();
    kernel.after(REST_MS, () => undefined);
    const isAtRest = () =>
      watch.isQuiet &&
      leases.leftHeld().length === 0 &&
      kernel.now() - Math.max(since, watch.lastChangeAt) >= REST_MS;
    const end = await runWorld(kernel, clock, { until: isAtRest, deadlineMs: withinSeconds * 1000 });
    if (end === 'reached') return [];
    const running = [...watch.started.keys()].filter((execution) => !watch.ended.has(execution));
    return [
      ...running.map((execution) => `${execution} still runs ${withinSeconds} s after the last fault`),
      ...leases.leftHeld(),
    ];
  };
}

/** Drives the world until a promise of the outside settles. */
export async function settle<T>(
  kernel: SimulationKernel,
  clock: VirtualClock,
  promise: Promise<T>,
): Promise<T> {
  let isSettled = false;
  const marked = promise.finally(() => {
    isSettled = true;
  });
  marked.catch(() => undefined); // Awaited below; a failure of the kernel's must be thrown first.
  const end = await runWorld(kernel, clock, { until: () => isSettled, deadlineMs: DEADLINE_MS });
  if (end !== 'reached')
    throw new Error(`The simulated world came to a standstill (${end}) while something was still awaited`);
  return marked;
}
