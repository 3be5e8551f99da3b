import { clusterAdoptionRequested } from '../../events/cluster/adoption-requested.ts';
import { clusterDeletionRequested } from '../../events/cluster/deletion-requested.ts';
import { clusterReleaseRequested } from '../../events/cluster/release-requested.ts';
import { clusterRequested } from '../../events/cluster/requested.ts';
import { clusterScaleRequested } from '../../events/cluster/scale-requested.ts';
import type { EventDefinition } from '../../events/event.ts';
import { fleetDeletionRequested } from '../../events/fleet/deletion-requested.ts';
import { fleetRequested } from '../../events/fleet/requested.ts';
import type { World } from '../../simulator/world.ts';
import type { AppliedDocument } from '../applied-document.ts';
import { takeInventory } from '../checkers/nothing-left.ts';
import type { Office } from '../checkers/office-hours/calendar.ts';
import type { PlannedFault } from '../faults/schema.ts';
import type { SimulationSpec } from '../simulation-spec.ts';
import { callAsAdministrator } from './administrator.ts';
import { executionFindings } from './execution-expectations.ts';
import { expectationFindings } from './expectations.ts';
import { plantWorkloads } from './kubernetes.ts';
import { plantGivenNetwork, plantLeftovers, releasePlanted } from './plant.ts';
import { publishEntry } from './publish-entry.ts';
import { publishRequest } from './publish-request.ts';
import { runLate } from './run-late.ts';
import type { Step } from './steps.ts';
import { uninstall } from './uninstall.ts';

/** What the steps of a scenario run on. */
export interface StepRunner {
  readonly spec: SimulationSpec;
  readonly world: World;
  /** Drives the world until a promise of the outside settles. */
  drive<T>(promise: Promise<T>): Promise<T>;
  /** Drives the world until so many more executions have started and all have ended, or for so long. */
  follow(executions: number, forSeconds: number | undefined): Promise<'reached' | 'deadline'>;
  /** Begins a fault that the scenario names. */
  begin(fault: PlannedFault): void;
  /** Ends every fault. */
  recover(): void;
  /** Samples faults from now on. */
  sampleFaults(): void;
  /** Begins to count calls anew. */
  countCalls(): void;
  /** Watches clusters of offices from now on. */
  watch(offices: readonly Office[]): Promise<void>;
  /** Ends every fault and drives the world until it is at rest; answers what is not by then. */
  converge(withinSeconds: number): Promise<readonly string[]>;
}

export interface StepsResult {
  readonly checked: readonly string[];
  readonly violated: readonly string[];
}

const ASK_AGAIN_MS = 30_000;

const identityOf = ({ value }: AppliedDocument): { readonly name: string; readonly region: string } =>
  (value as { readonly metadata: { readonly name: string; readonly region: string } }).metadata;

interface Request {
  readonly definition: EventDefinition;
  readonly region: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

function requestsOf(step: Step): readonly Request[] {
  if ('apply' in step)
    return step.apply.map((document) => ({
      definition: clusterRequested,
      region: identityOf(document).region,
      detail: {
        config: document.value,
        ...(step.rollbackOnFailure ? { rollbackOnFailure: true } : {}),
      },
    }));
  if ('delete' in step) {
    const { cluster, region, confirm = cluster } = step.delete;
    return [{ definition: clusterDeletionRequested, region, detail: { cluster, confirm } }];
  }
  if ('adopt' in step) {
    const { region, ...detail } = step.adopt;
    return [{ definition: clusterAdoptionRequested, region, detail }];
  }
  if ('scale' in step) {
    const { region, cluster, request } = step.scale;
    return [{ definition: clusterScaleRequested, region, detail: { cluster, ...request } }];
  }
  if ('forget' in step) {
    const { region, cluster } = step.forget;
    return [{ definition: clusterReleaseRequested, region, detail: { cluster } }];
  }
  if ('applyFleet' in step)
    return [
      { definition: fleetRequested, region: step.applyFleet.spec.home, detail: { fleet: step.applyFleet } },
    ];
  if ('deleteFleet' in step) {
    const { home, name } = step.deleteFleet;
    return [{ definition: fleetDeletionRequested, region: home, detail: { name } }];
  }
  return [];
}

/** What a caller finds when a service is down or out of reach; anything else is a mistake of the scenario's. */
function isOutage(error: unknown): boolean {
  const { $fault, code } = error as { readonly $fault?: string; readonly code?: string };
  return $fault === 'server' || code === 'ECONNRESET';
}

/** Asks again, as a person would, until the outage that is in the way is over. */
async function untilAnswered<T>({ kernel }: World, ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isOutage(error)) throw error;
    }
    await kernel.sleep(ASK_AGAIN_MS);
  }
}

/** What cannot be looked at is not as expected. */
function unanswered(error: Error): readonly string[] {
  if (!isOutage(error)) throw error;
  return [`what was expected could not be looked at: ${error.name}: ${error.message}`];
}

/** Runs a scenario's steps one after the other; an expectation that fails is told, and the next step follows. */
export async function runSteps(steps: readonly Step[], runner: StepRunner): Promise<StepsResult> {
  const { world } = runner;
  let before = await takeInventory(world, runner.spec.regions);
  const checked = new Set<string>();
  const violated: string[] = [];
  let requested = 0;
  for (const [index, given] of steps.entries()) {
    const [spec, step] =
      'of' in given ? [{ ...runner.spec, stage: given.of }, given.step] : [runner.spec, given];
    const requests = requestsOf(step);
    for (const { definition, region, detail } of requests) {
      const requestId = `simulate-${spec.seed}-${requested++}`;
      const publish = () => publishRequest(spec, definition, region, { requestId, ...detail });
      await runner.drive(untilAnswered(world, publish));
    }
    if (requests.length > 0 || 'apply' in step) {
      const followForSeconds = 'followForSeconds' in step ? step.followForSeconds : undefined;
      const ended = await runner.follow(requests.length, followForSeconds);
      if (ended === 'deadline') violated.push(`step ${index + 1} did not come to an end`);
    }
    if ('givenNetwork' in step) {
      plantGivenNetwork(step.givenNetwork, world);
      before = await takeInventory(world, spec.regions);
    }
    if ('administrator' in step)
      await runner.drive(untilAnswered(world, () => callAsAdministrator(step.administrator)));
    if ('fault' in step) runner.begin(step.fault);
    if ('sampleFaults' in step) runner.sampleFaults();
    if ('countCalls' in step) runner.countCalls();
    if ('waitUntil' in step) await runner.follow(0, (Date.parse(step.waitUntil) - world.kernel.now()) / 1000);
    if ('watch' in step) await runner.drive(runner.watch(step.watch.officeHours));
    if ('recover' in step) runner.recover();
    if ('publish' in step) {
      const findings = await runner.drive(publishEntry(step.publish, spec));
      violated.push(...findings.map((finding) => `step ${index + 1}: ${finding}`));
      await runner.follow(step.publish.starts, undefined);
    }
    if ('convergeWithinSeconds' in step)
      violated.push(...(await runner.converge(step.convergeWithinSeconds)));
    if ('runLate' in step) violated.push(...(await runner.drive(runLate(step.runLate, world, spec))));
    if ('executions' in step) {
      const findings = await runner.drive(executionFindings(step.executions, spec));
      violated.push(...findings.map((finding) => `step ${index + 1}: ${finding}`));
    }
    if ('uninstall' in step) await runner.drive(uninstall(world, spec));
    if ('wait' in step) await runner.follow(0, step.wait);
    if ('plant' in step) await runner.drive(plantLeftovers(step.plant, world));
    if ('workloads' in step) plantWorkloads(step.workloads, world);
    if ('release' in step) await runner.drive(releasePlanted(step.release, world));
    if ('expect' in step) {
      for (const name of Object.keys(step.expect)) checked.add(name);
      const findings = await runner.drive(
        expectationFindings(step.expect, { spec, world, before }).catch(unanswered),
      );
      violated.push(...findings.map((finding) => `step ${index + 1}: ${finding}`));
    }
  }
  // What a schedule began in the last minutes comes to its end: it holds a lease until then.
  const last = steps.at(-1) ?? {};
  const isOver =
    !('wait' in last || 'waitUntil' in last) || (await runner.follow(0, undefined)) === 'reached';
  if (!isOver) violated.push('what was under way at the end did not come to an end');
  return { checked: [...checked], violated };
}
