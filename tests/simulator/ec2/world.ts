import type * as Ec2 from '@aws-sdk/client-ec2';
import { createEc2 } from '../../../simulator/ec2/ec2.ts';
import type { Faults } from '../../../simulator/fault.ts';
import type { Call, Caller, ResourceContext } from '../../../simulator/service.ts';
import type { AnswerOf } from '../answers.ts';
import { standInKernel, standInRegion } from '../stand-in-region.ts';

export const administrator: Caller = {
  kind: 'administrator',
  arn: 'arn:aws:iam::111122223333:root',
  accountId: '111122223333',
};

/** EC2 in a region of its own, with a call that takes an operation's name and answers as the SDK types it. */
export function ec2World(
  options: { region?: string; quotas?: Record<string, number>; faults?: Faults } = {},
) {
  const { kernel, settle } = standInKernel();
  const region = standInRegion({
    name: options.region ?? 'us-west-2',
    kernel,
    settings: { quotas: options.quotas ?? {} },
    ...(options.faults ? { faults: options.faults } : {}),
  });
  const ec2 = createEc2(region);
  const call = async <Operation extends string>(
    operation: Operation,
    input: object = {},
  ): Promise<AnswerOf<typeof Ec2, Operation>> => {
    const request: Call = { operation, caller: administrator, requestId: 'test' };
    const run = ec2.operations[operation];
    if (!run) throw new Error(`no operation ${operation}`);
    return run(input, request) as Promise<AnswerOf<typeof Ec2, Operation>>;
  };
  const asked: string[] = [];
  const context: ResourceContext = {
    stackId: 'arn:aws:cloudformation:us-west-2:111122223333:stack/net/1',
    stackName: 'net',
    logicalId: 'Thing',
    tags: { 'aws:cloudformation:stack-name': 'net' },
    caller: administrator,
    authorize: ({ action, resource }) => {
      asked.push(`${action} ${resource}`);
    },
  };
  const create = async (type: string, properties: Record<string, unknown>) => {
    const made = ec2.resourceTypes?.[type]?.create(properties, context);
    if (!made) throw new Error(`no type ${type}`);
    return made;
  };
  return { kernel, settle, region, ec2, call, create, context, asked };
}

/** Runs virtual time until a promise settles, and gives its result. */
export async function inTime<T>(settle: (ms?: number) => Promise<void>, promise: Promise<T>): Promise<T> {
  const outcome = promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  let done: Awaited<typeof outcome> | undefined;
  void outcome.then((result) => {
    done = result;
  });
  for (let turn = 0; turn < 2000 && !done; turn++) await settle(5_000);
  if (!done) throw new Error('the promise did not settle in virtual time');
  if ('error' in done) throw done.error;
  return done.value;
}
