import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { NotSimulated } from '../../simulator/aws-error.ts';
import { parseDefinition } from '../../simulator/stepfunctions/definition/parse.ts';
import { Execution, type ExecutionHost } from '../../simulator/stepfunctions/executions/execution.ts';
import { standInKernel } from '../../tests/simulator/stand-in-region.ts';
import { differenceOfHistory, differenceOfOutcome, inputWords } from './asl-compare.ts';
import { RecordedTasks } from './asl-recorded-tasks.ts';
import type { RecordedExecution } from './asl-recording.ts';
import type { ConformanceSet, SetResult } from './result.ts';

/** The account and region that the recordings' own ARNs name. */
const ACCOUNT = '111111111111';
const REGION = 'us-east-1';

const FILES = [
  ['asl-recorded', 'aws-recorded-executions.json'],
  ['asl-converted', 'aws-recorded-executions-converted.json'],
] as const;

/** Executions recorded on AWS, run again with the task results of the recording: outcomes, and whole histories. */
export const asl: ConformanceSet = async (dir) => {
  const results: SetResult[] = [];
  for (const [name, file] of FILES) {
    const cases = JSON.parse(await readFile(path.join(dir, 'asl', file), 'utf8')) as RecordedExecution[];
    results.push(...(await measure(name, cases)));
  }
  return results;
};

async function measure(name: string, cases: readonly RecordedExecution[]): Promise<readonly SetResult[]> {
  const misses = {
    outcome: [] as SetResult['misses'][number][],
    history: [] as SetResult['misses'][number][],
  };
  let notServed = 0;
  for (const recorded of cases) {
    const { id } = recorded;
    try {
      const execution = await replay(recorded);
      const words = inputWords(recorded);
      const outcome = differenceOfOutcome(recorded, execution, words);
      const history = differenceOfHistory(recorded, execution, words);
      if (outcome) misses.outcome.push({ id, reason: outcome });
      if (history) misses.history.push({ id, reason: history });
    } catch (error) {
      if (error instanceof NotSimulated) notServed++;
      else for (const list of Object.values(misses)) list.push({ id, reason: String(error) });
    }
  }
  const total = cases.length - notServed;
  return (['outcome', 'history'] as const).map((what) => ({
    name: `${name}-${what}`,
    passed: total - misses[what].length,
    total,
    ...(notServed ? { notServed } : {}),
    misses: misses[what],
  }));
}

/** Runs a recorded definition with its input in virtual time. */
async function replay(recorded: RecordedExecution): Promise<Execution> {
  const { kernel, settle } = standInKernel();
  const tasks = new RecordedTasks(recorded, kernel);
  const host: ExecutionHost = {
    kernel,
    transitionMs: () => 20,
    overheadMs: () => 20,
    newTaskToken: () => kernel.random('token').text(64, 'abcdef'),
    runTask: (execution, request) => tasks.answer(execution, request),
    onTransition: () => undefined,
    onStatus: () => undefined,
  };
  const definitionText = JSON.stringify(recorded.definition);
  const arn = (resource: string) => `arn:aws:states:${REGION}:${ACCOUNT}:${resource}`;
  const execution = new Execution(
    {
      arn: arn('execution:recorded:run'),
      name: 'run',
      input: recorded.input as never,
      roleArn: `arn:aws:iam::${ACCOUNT}:role/recorded`,
      startedAt: kernel.now(),
      stateMachineArn: arn('stateMachine:recorded'),
      stateMachineName: 'recorded',
      region: REGION,
    },
    JSON.stringify(recorded.input),
    {
      definition: parseDefinition(definitionText),
      definitionText,
      updatedAt: kernel.now(),
      loggingConfiguration: {},
      tracingConfiguration: {},
      revisionId: undefined,
    },
    host,
  );
  execution.start();
  await settle();
  return execution;
}
