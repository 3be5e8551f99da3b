import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { DescribeAvailabilityZonesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { EKSClient, ListClustersCommand } from '@aws-sdk/client-eks';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { World } from '../../simulator/world.ts';
import { REGION, type Workload } from './measure.ts';

const TableName = 'leases';
const key = (pk: string) => ({ pk: { S: pk }, sk: { S: 'lease' } });

/** Clients with a role that has the permissions for the measured calls and no others, so that IAM has work to do. */
async function clientsOfRole(world: World) {
  const principal = { AWS: `arn:aws:iam::${world.accountId}:root` };
  const iam = new IAMClient({ region: REGION });
  const role = await iam.send(
    new CreateRoleCommand({
      RoleName: 'caller',
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principal }],
      }),
    }),
  );
  const allow = (Action: readonly string[], Resource: string) => ({ Effect: 'Allow', Action, Resource });
  const arn = (service: string, resource: string) =>
    `arn:aws:${service}:${REGION}:${world.accountId}:${resource}`;
  const Statement = [
    allow(
      ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Query'],
      arn('dynamodb', `table/${TableName}`),
    ),
    allow(['events:PutEvents'], arn('events', 'event-bus/default')),
    allow(['eks:ListClusters', 'ec2:DescribeAvailabilityZones', 'states:ListStateMachines'], '*'),
  ];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await iam.send(new PutRolePolicyCommand({ RoleName: 'caller', PolicyName: 'calls', PolicyDocument }));
  await world.kernel.sleep(60_000); // Roles are seen a little later.
  const { Credentials: issued } = await new STSClient({ region: REGION }).send(
    new AssumeRoleCommand({ RoleArn: role.Role?.Arn, RoleSessionName: 'bench', DurationSeconds: 3600 }),
  );
  const credentials = {
    accessKeyId: issued?.AccessKeyId ?? '',
    secretAccessKey: issued?.SecretAccessKey ?? '',
    sessionToken: issued?.SessionToken ?? '',
  };
  const configuration = { region: REGION, credentials };
  return {
    dynamoDb: new DynamoDBClient(configuration),
    events: new EventBridgeClient(configuration),
    eks: new EKSClient(configuration),
    ec2: new EC2Client(configuration),
    states: new SFNClient(configuration),
  };
}

async function makeTable(): Promise<void> {
  const dynamoDb = new DynamoDBClient({ region: REGION });
  const attribute = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' as const });
  await dynamoDb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [attribute('pk'), attribute('sk')],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
}

async function ready(world: World) {
  const clients = await clientsOfRole(world);
  await makeTable();
  await world.kernel.sleep(60_000);
  const Item = {
    ...key('cluster'),
    epoch: { N: '1' },
    owner: { S: 'execution' },
    operation: { S: 'create' },
  };
  await clients.dynamoDb.send(new PutItemCommand({ TableName, Item }));
  return clients;
}

const CALLS_AT_ONCE = 10;

const allAtOnce = async (calls: readonly (() => Promise<unknown>)[]): Promise<number> => {
  await Promise.all(calls.map((call) => call()));
  return calls.length;
};

/** The call that the fleet makes most: a lease read with strong consistency right before a change. */
export const hotCall: Workload = {
  prepare: async (world) => {
    const { dynamoDb } = await ready(world);
    const read = async () => {
      const { Item } = await dynamoDb.send(
        new GetItemCommand({ TableName, Key: key('cluster'), ConsistentRead: true }),
      );
      if (Item?.epoch?.N !== '1') throw new Error('what was read is not what was written');
    };
    return () => allAtOnce(Array.from({ length: CALLS_AT_ONCE }, () => read));
  },
};

/**
 * Further kinds of calls that a workflow's tasks make: reads and writes with conditions, a transaction, events,
 * lists.
 */
export const mixedCalls: Workload = {
  prepare: async (world) => {
    const { dynamoDb, events, eks, ec2, states } = await ready(world);
    const condition = {
      ConditionExpression: '#owner = :owner AND epoch = :epoch',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: { ':owner': { S: 'execution' }, ':epoch': { N: '1' } },
    };
    const update = {
      TableName,
      Key: key('cluster'),
      UpdateExpression: 'SET looks = if_not_exists(looks, :none) + :one',
      ...condition,
      ExpressionAttributeValues: {
        ...condition.ExpressionAttributeValues,
        ':none': { N: '0' },
        ':one': { N: '1' },
      },
    };
    const put = { Put: { TableName, Item: { ...key('claim'), at: { N: '1' } } } };
    const entry = { Source: 'bench', DetailType: 'ClusterCreated', Detail: '{"cluster":"web","version":1}' };
    const query = {
      TableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: 'cluster' } },
    };
    return () =>
      allAtOnce([
        () => dynamoDb.send(new GetItemCommand({ TableName, Key: key('cluster') })),
        () => dynamoDb.send(new UpdateItemCommand(update)),
        () => dynamoDb.send(new QueryCommand(query)),
        () => dynamoDb.send(new TransactWriteItemsCommand({ TransactItems: [put] })),
        () => dynamoDb.send(new PutItemCommand({ TableName, Item: { ...key('other'), at: { N: '2' } } })),
        () => events.send(new PutEventsCommand({ Entries: [entry] })),
        () => eks.send(new ListClustersCommand({})),
        () => ec2.send(new DescribeAvailabilityZonesCommand({})),
        () => states.send(new ListStateMachinesCommand({})),
        () => dynamoDb.send(new GetItemCommand({ TableName, Key: key('nobody') })),
      ]);
  },
};
