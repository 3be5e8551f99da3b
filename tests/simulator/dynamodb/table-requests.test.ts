import { describe, expect, it } from '@jest/globals';
import { standInDynamoDb } from './stand-in-dynamodb.ts';

describe('requests about tables are judged before the table is looked for', () => {
  const arn = 'arn:aws:dynamodb:us-east-1:111122223333:table/nowhere';

  // Held against AWS by dynalite.
  it.each<[string, object, string]>([
    ['TagResource', {}, 'Invalid TableArn'],
    ['TagResource', { ResourceArn: arn, Tags: [] }, 'Atleast one Tag needs to be provided as Input.'],
    [
      'TagResource',
      { ResourceArn: arn, Tags: [{ Key: 'a', Value: 'b' }] },
      `Requested resource not found: ResourcArn: ${arn} not found`,
    ],
    ['UntagResource', { ResourceArn: arn, TagKeys: ['a'] }, 'Requested resource not found'],
    [
      'UntagResource',
      { ResourceArn: arn, TagKeys: [] },
      'Atleast one Tag Key needs to be provided as Input.',
    ],
    [
      'ListTagsOfResource',
      { ResourceArn: 'nowhere' },
      'Invalid TableArn: Invalid ResourceArn provided as input nowhere',
    ],
    ['DescribeTimeToLive', {}, "The parameter 'TableName' is required but was not present in the request"],
    [
      'DescribeTimeToLive',
      { TableName: 'nowhere' },
      'Requested resource not found: Table: nowhere not found',
    ],
    [
      'UpdateTable',
      { TableName: 'nowhere', GlobalSecondaryIndexUpdates: [] },
      'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required',
    ],
    [
      'UpdateTable',
      { TableName: 'nowhere', BillingMode: 'PROVISIONED' },
      'One or more parameter values were invalid: ProvisionedThroughput must be specified when BillingMode is PROVISIONED',
    ],
    [
      'TransactGetItems',
      { TransactItems: [{}] },
      "1 validation error detected: Value null at 'transactItems.1.member.get' failed to satisfy constraint: Member must not be null",
    ],
  ])('%s of %j', async (operation, input, message) => {
    const { call } = standInDynamoDb();
    await expect(call(operation, input)).rejects.toMatchObject({ message });
  });
});
