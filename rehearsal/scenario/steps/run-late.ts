import type { Operation } from '../../../simulator/service.ts';
import type { Json } from '../../../simulator/stepfunctions/asl.ts';
import type { StepFunctionsService } from '../../../simulator/stepfunctions/stepfunctions.ts';
import type { World } from '../../../simulator/world.ts';
import { isRead } from '../../is-read.ts';
import type { RehearsedFleet } from '../../rehearsed-fleet.ts';
import { givenStep } from '../step.ts';

interface LateTask {
  readonly region: string;
  readonly name: string;
  readonly functionArn: string;
  readonly payload: Json;
}

/** Services that a task may call however late it runs: facts are told at least once, and logs belong to nobody. */
const MAY_CALL = new Set(['dynamodb', 'events', 'logs', 'sns']);

/** Tasks that hold no lease and change nothing of a cluster, with the reason why they may run late. */
const HARMLESS: Readonly<Record<string, string>> = {
  'advance-fleet-upgrade/ScheduleAdvance': 'one look more, which decides by the record',
};

/** The first call of each task of the workflows' first executions, with its input. */
function tasksOf(world: World, stage: string, workflows: readonly string[]): readonly LateTask[] {
  const found = new Map<string, LateTask>();
  for (const entry of world.kernel.trace.entries) {
    if (entry.kind !== 'transition' || entry.transition !== 'execution' || entry.status === 'RUNNING')
      continue;
    const workflow = String(entry.stateMachine).replace(`eks-fleet-${stage}-`, '');
    if (!workflows.includes(workflow)) continue;
    const states = world.region(entry.region).service('states') as StepFunctionsService;
    const { events } = states.execution(String(entry.execution)).history;
    for (const { taskScheduledEventDetails: scheduled, previousEventId } of events) {
      if (scheduled?.resource !== 'invoke') continue;
      const state = events[Number(previousEventId) - 1]?.stateEnteredEventDetails?.name;
      const name = `${workflow}/${state}`;
      const given = JSON.parse(scheduled.parameters ?? '{}') as { FunctionName: string; Payload: Json };
      const task = { region: entry.region, name, functionArn: given.FunctionName, payload: given.Payload };
      if (state !== undefined && !found.has(name)) found.set(name, task);
    }
  }
  return [...found.values()];
}

/** Every item of the fleet's tables, by region, table and key. */
async function itemsOf(
  world: World,
  { regions, stage }: RehearsedFleet,
): Promise<ReadonlyMap<string, string>> {
  const caller = { kind: 'administrator', arn: 'checker', accountId: world.accountId } as const;
  const items = new Map<string, string>();
  for (const region of regions) {
    const scan = world.region(region).service('dynamodb').operations.Scan as Operation;
    for (const table of [`eks-fleet-${stage}-leases`, `eks-fleet-${stage}`]) {
      const call = { operation: 'Scan', caller, requestId: 'checker' };
      const { Items } = (await scan({ TableName: table, ConsistentRead: true }, call)) as {
        readonly Items: readonly Readonly<Record<string, { readonly S?: string }>>[];
      };
      for (const item of Items)
        items.set(`${region} ${table} ${item.pk?.S} ${item.sk?.S ?? ''}`, JSON.stringify(item));
    }
  }
  return items;
}

function differences(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly string[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].filter((key) => before.get(key) !== after.get(key)).map((key) => `changed ${key}`);
}

/**
 * Runs each task of the workflows once more, like an invocation that was delayed until its operation had ended and
 * another one had had the lease. Answers every change that one of them made all the same.
 */
async function lateFindings(
  workflows: readonly string[],
  world: World,
  spec: RehearsedFleet,
): Promise<readonly string[]> {
  const { kernel, accountId } = world;
  const caller = { kind: 'administrator', arn: `arn:aws:iam::${accountId}:root`, accountId } as const;
  const tasks = tasksOf(world, spec.stage, workflows);
  const findings: string[] = [];
  let before = await itemsOf(world, spec);
  for (const { region, name, functionArn, payload } of tasks) {
    kernel.trace.record({ at: kernel.now(), kind: 'fault', region, fault: 'run-late', task: name });
    const from = kernel.trace.entries.length;
    await world.region(region).lambda.invoke(functionArn, payload, caller);
    const functionName = functionArn.split(':').at(-1);
    const changes = kernel.trace.entries.slice(from).flatMap((entry) => {
      const { kind, service, operation, outcome } = entry;
      const isChange =
        kind === 'call' &&
        entry.functionName === functionName &&
        outcome === 'ok' &&
        !isRead(String(operation));
      return isChange && HARMLESS[name] === undefined && !MAY_CALL.has(String(service))
        ? [`called ${service}:${operation}`]
        : [];
    });
    const after = await itemsOf(world, spec);
    findings.push(
      ...[...changes, ...differences(before, after)].map((what) => `${name} ran late and ${what}`),
    );
    before = after;
  }
  return findings;
}

/** Each task of the workflows runs once more, long after its time: nothing may come of it. */
export const runLate = givenStep<{ readonly runLate: readonly string[] }>(async (step, on) =>
  on.violated(await on.drive(lateFindings(step.runLate, on.world, on.spec))),
);
