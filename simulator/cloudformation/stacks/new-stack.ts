import type { Engine } from '../engine.ts';
import { validationError } from '../errors.ts';
import type { Stack } from './stack.ts';

export function checkStackName(name: unknown): string {
  const text = typeof name === 'string' ? name : '';
  if (/^[a-zA-Z][-a-zA-Z0-9]*$/.test(text) && text.length <= 128) return text;
  const pattern = '[a-zA-Z][-a-zA-Z0-9]*';
  throw validationError(
    `1 validation error detected: Value '${text}' at 'stackName' failed to satisfy constraint: ` +
      (text.length > 128
        ? 'Member must have length less than or equal to 128'
        : `Member must satisfy regular expression pattern: ${pattern}`),
  );
}

/** Puts an empty stack into the store. */
export function addStack(engine: Engine, stackName: string, stackId: string): Stack {
  const stack: Stack = {
    stackId,
    stackName,
    creationTime: new Date(engine.region.kernel.now()),
    lastUpdatedTime: undefined,
    deletionTime: undefined,
    status: 'REVIEW_IN_PROGRESS',
    statusReason: undefined,
    deployment: undefined,
    resources: new Map(),
    outputs: [],
    roleArn: undefined,
    disableRollback: false,
    terminationProtection: false,
    timeoutInMinutes: undefined,
    changeSetId: undefined,
    changeSets: new Map(),
    events: [],
    tokens: new Map(),
    run: undefined,
    unfinishedRollback: undefined,
  };
  engine.store.stacks.set(stackId, stack);
  engine.store.latest.set(stackName, stack);
  return stack;
}

export function newStackId({ region }: Engine, stackName: string): string {
  return region.arn(
    'cloudformation',
    `stack/${stackName}/${region.kernel.random('cloudformation/stack-ids').uuid()}`,
  );
}
