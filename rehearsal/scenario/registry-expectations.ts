import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import type { RegisteredCluster } from '../../domain/registry/registered-cluster.ts';
import type { World } from '../../simulator/world.ts';
import { readItem } from '../read-item.ts';
import type { RehearsedFleet } from '../rehearsed-fleet.ts';
import type { Expectation } from './expectation-schema.ts';

type Findings = readonly string[];
type Expected<Name extends keyof Expectation> = NonNullable<Expectation[Name]>;
interface Observed {
  readonly spec: RehearsedFleet;
  readonly world: World;
}

/** Findings about the registry: the fleet has a cluster or not, and at which level. */
export async function registrationFindings(
  { name, region, level, origin }: Expected<'registered'>,
  { spec }: Observed,
): Promise<Findings> {
  const arn = `arn:aws:eks:${region}:${spec.accountId}:cluster/${name}`;
  const Key = { pk: { S: `cluster#${arn}` }, sk: { S: 'cluster' } };
  const { Item } = await new DynamoDBClient({ region }).send(
    new GetItemCommand({ TableName: `eks-fleet-${spec.stage}`, Key }),
  );
  const found = Item && readItem<RegisteredCluster>(Item);
  const words = (at: string, from: string | undefined) => (from === undefined ? at : `${from}, at ${at}`);
  const wanted = words(level, origin);
  const seen = words(found?.level ?? 'absent', origin === undefined ? undefined : found?.origin);
  return wanted === seen ? [] : [`${name} in the fleet is ${seen}, expected ${wanted}`];
}

/** Differences from what the region's newest look for drift published: the input of the state that publishes. */
export async function driftFindings(
  { region, differences, skipped }: Expected<'drifted'>,
  { spec }: Observed,
): Promise<Findings> {
  const client = new SFNClient({ region });
  const stateMachineArn = `arn:aws:states:${region}:${spec.accountId}:stateMachine:eks-fleet-${spec.stage}-detect-drift`;
  const { executions = [] } = await client.send(new ListExecutionsCommand({ stateMachineArn }));
  const [newest] = executions;
  if (!newest) return [`nobody has looked for drift in ${region}`];
  if (newest.status !== 'SUCCEEDED') return [`the look for drift in ${region} is ${newest.status}`];
  const { output = '' } = await client.send(
    new DescribeExecutionCommand({ executionArn: newest.executionArn }),
  );
  const isComplete = skipped.length > 0 || !/"(NotCompared|Skipped)"/.test(output);
  if (!isComplete || skipped.some((text) => !output.includes(text)))
    return [`the look for drift in ${region} left out ${output}, expected ${skipped.join() || 'nothing'}`];
  const { events = [] } = await client.send(
    new GetExecutionHistoryCommand({ executionArn: newest.executionArn, maxResults: 1000 }),
  );
  const published = events.flatMap(({ stateEnteredEventDetails: entered }) =>
    entered?.name === 'PublishDrift' ? [entered.input ?? ''] : [],
  );
  if (differences.length === 0) return published.map((text) => `drift was published: ${text}`);
  const missing = differences.filter((text) => !published.some((found) => found.includes(text)));
  return missing.map((text) => `no published drift says "${text}"; found ${published.join(' ') || 'none'}`);
}

const IS_READ = /^(Get|Describe|List|BatchGet|Query|Scan)/;

/** No function has changed anything but the fleet's own tables, and told of it. */
export function touchFindings({ world }: Observed): Findings {
  return world.kernel.trace.entries.flatMap(({ kind, functionName, service, operation }) => {
    if (kind !== 'call' || functionName === undefined || IS_READ.test(String(operation))) return [];
    if (service === 'dynamodb' || service === 'events') return [];
    return [`${String(functionName)} called ${String(service)}:${String(operation)}`];
  });
}
