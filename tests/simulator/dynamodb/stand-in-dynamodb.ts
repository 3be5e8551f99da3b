import type * as DynamoDb from '@aws-sdk/client-dynamodb';
import { createDynamoDb, type DynamoDbService } from '../../../simulator/dynamodb/dynamodb.ts';
import { Outages } from '../../../simulator/outages.ts';
import type { Region } from '../../../simulator/region.ts';
import type { Caller } from '../../../simulator/service.ts';
import type { AnswerOf } from '../answers.ts';
import { standInKernel, standInRegion } from '../stand-in-region.ts';

export const ADMINISTRATOR: Caller = {
  kind: 'administrator',
  arn: 'arn:aws:iam::111122223333:root',
  accountId: '111122223333',
};

/** The answer of an operation, typed by the SDK. */
export type Answer<Operation extends string> = AnswerOf<typeof DynamoDb, Operation>;

/** DynamoDB in some regions of one world, whose time a test moves by `settle`. */
export function standInDynamoDb(seed = 1, names: readonly string[] = ['us-east-1']) {
  const { kernel, settle } = standInKernel(seed);
  const outages = new Outages(kernel);
  const services = new Map<string, DynamoDbService>();
  const regions = new Map<string, Region>();
  for (const name of names) {
    const region = standInRegion({
      name,
      kernel,
      outages,
      regionNames: () => names,
      elsewhere: (other) => regions.get(other) as Region,
      service: () => services.get(name) as DynamoDbService,
    });
    regions.set(name, region);
    services.set(name, createDynamoDb(region));
  }
  const call = async <Operation extends string>(
    operation: Operation,
    input: object,
    region = names[0] as string,
  ): Promise<Answer<Operation>> => {
    const run = services.get(region)?.operations[operation];
    if (!run) throw new Error(`no operation ${operation}`);
    return run(input, { operation, caller: ADMINISTRATOR, requestId: 'test' }) as Promise<Answer<Operation>>;
  };
  /** The table `things` with the key `pk` (and `sk`), active. */
  const createThings = async (withRange = false, more: object = {}): Promise<void> => {
    const names = withRange ? ['pk', 'sk'] : ['pk'];
    await call('CreateTable', {
      TableName: 'things',
      KeySchema: names.map((AttributeName, at) => ({ AttributeName, KeyType: at === 0 ? 'HASH' : 'RANGE' })),
      AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      BillingMode: 'PAY_PER_REQUEST',
      ...more,
    });
    await settle(60_000);
  };
  return { kernel, settle, outages, call, createThings, regions, services };
}
