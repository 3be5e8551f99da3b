import { DescribeVolumesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { DescribeClusterCommand, EKSClient } from '@aws-sdk/client-eks';
import { GetQueueUrlCommand, type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { World } from '../../simulator/world.ts';
import { notConverged } from '../checkers/failover/converged-plan.ts';
import type { Ledger } from '../checkers/ledger.ts';
import { compareInventories, type Inventory, takeInventory } from '../checkers/nothing-left.ts';
import { readOperations } from '../read-operations.ts';
import type { RehearsedFleet } from '../rehearsed-fleet.ts';
import type { Expectation } from './expectation-schema.ts';
import { failoverFindings } from './failover-expectations.ts';
import { insideFindings } from './kubernetes.ts';
import { driftFindings, registrationFindings, touchFindings } from './registry-expectations.ts';
import { scheduleFindings } from './schedule-expectations.ts';
import { sizeFindings } from './size-expectations.ts';

/** The world that an expectation is held against. */
export interface Observed {
  readonly spec: RehearsedFleet;
  readonly world: World;
  readonly ledger: Ledger;
  /** Resources that were there before the first cluster. */
  readonly before: Inventory;
}

type Findings = readonly string[];
type Expected<Name extends keyof Expectation> = NonNullable<Expectation[Name]>;

async function operationFindings(wanted: Expected<'operation'>, { spec }: Observed): Promise<Findings> {
  const found = (await readOperations(spec)).filter(
    ({ kind, cluster }) =>
      kind === wanted.kind && (wanted.cluster === undefined || cluster.name === wanted.cluster),
  );
  const newest = found.at(-1);
  const of = wanted.cluster === undefined ? '' : ` of ${wanted.cluster}`;
  if (!newest) return [`no operation of kind ${wanted.kind}${of} is on record`];
  const reason = newest.failure ? `${newest.failure.step}: ${newest.failure.reason}` : '';
  const asExpected = newest.status === wanted.outcome && reason.includes(wanted.reason ?? '');
  const seen = `${newest.status}${reason === '' ? '' : ` (${reason})`}`;
  const expected = `${wanted.outcome}${wanted.reason === undefined ? '' : ` with "${wanted.reason}"`}`;
  return asExpected ? [] : [`${wanted.kind}${of} ended ${seen}, expected ${expected}`];
}

/** Up to ten messages of a queue of the fleet's, left where they are. */
async function messagesOf(region: string, queue: string): Promise<readonly Message[]> {
  const client = new SQSClient({ region });
  const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: queue }));
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: 0,
      MessageAttributeNames: ['All'],
    }),
  );
  return Messages;
}

async function rejectionFindings(
  { region, reason }: Expected<'rejected'>,
  { spec }: Observed,
): Promise<Findings> {
  const messages = await messagesOf(region, `eks-fleet-${spec.stage}-rejects`);
  const bodies = messages.map(({ Body = '' }) => Body);
  if (bodies.some((body) => body.includes('"RequestRejected"') && body.includes(reason))) return [];
  return [
    `no refusal in the rejects queue of ${region} says "${reason}"; found ${bodies.join(' ') || 'none'}`,
  ];
}

async function queueFindings({ region, queue, texts }: Expected<'queued'>): Promise<Findings> {
  const bodies = (await messagesOf(region, queue)).map(({ Body = '' }) => Body);
  const missing = texts.filter((text) => !bodies.some((body) => body.includes(text)));
  const others = bodies.filter((body) => !texts.some((text) => body.includes(text)));
  if (missing.length + others.length === 0) return [];
  return [
    `queue ${queue} of ${region} has ${bodies.join(' ') || 'no message'}; expected ${texts.join(', ')}`,
  ];
}

/** Messages of a region's dead-letter queue: the event's type, and the error's code and message. */
async function deadLetters(
  region: string,
  { spec }: Observed,
): Promise<readonly { readonly type: string; readonly error: string }[]> {
  const messages = await messagesOf(region, `eks-fleet-${spec.stage}-dead-letters`);
  return messages.map(({ Body = '{}', MessageAttributes: attributes = {} }) => {
    const said = ['ERROR_CODE', 'ERROR_MESSAGE'].map((member) => attributes[member]?.StringValue ?? '');
    const event = JSON.parse(Body) as { readonly 'detail-type'?: string };
    return { type: event['detail-type'] ?? 'unknown', error: said.join(': ') };
  });
}

async function deadLetterFindings(
  { region, detailType, reason }: Expected<'deadLettered'>,
  observed: Observed,
): Promise<Findings> {
  const letters = await deadLetters(region, observed);
  if (letters.some(({ type, error }) => type === detailType && error.includes(reason))) return [];
  const found = letters.map(({ type, error }) => `${type} (${error})`).join(', ') || 'none';
  return [`no dead letter of ${region} is a ${detailType} with "${reason}"; found ${found}`];
}

async function deliveryFindings({ region }: Expected<'deliveredAll'>, observed: Observed): Promise<Findings> {
  const letters = await deadLetters(region, observed);
  return letters.map(({ type, error }) => `a ${type} of ${region} was not delivered: ${error}`);
}

async function clusterFindings({ name, region, status, version }: Expected<'cluster'>): Promise<Findings> {
  const found = await new EKSClient({ region }).send(new DescribeClusterCommand({ name })).then(
    ({ cluster }) => cluster,
    (error: Error) => {
      if (error.name !== 'ResourceNotFoundException') throw error;
      return { status: 'absent', version: undefined };
    },
  );
  const is = found?.status ?? '';
  if (is !== status) return [`cluster ${name} is ${is}, expected ${status}`];
  if (version === undefined || found?.version === version) return [];
  return [`cluster ${name} is on ${found?.version}, expected ${version}`];
}

async function volumeFindings({ region, kept }: Expected<'volumes'>): Promise<Findings> {
  const { Volumes = [] } = await new EC2Client({ region }).send(new DescribeVolumesCommand({}));
  return Volumes.length === kept ? [] : [`${Volumes.length} volumes are kept, expected ${kept}`];
}

async function leftFindings({ world, spec, before }: Observed): Promise<Findings> {
  return compareInventories(before, await takeInventory(world, spec.regions));
}

/** Differences from the expectation, in words. */
export async function expectationFindings(expected: Expectation, observed: Observed): Promise<Findings> {
  const {
    deliveredAll,
    operation,
    rejected,
    queued,
    deadLettered,
    cluster,
    volumes,
    nothingLeft,
    registered,
    drifted,
    untouched,
    inside,
    failover,
    convergedPlan,
    schedules,
    sizes,
  } = expected;
  const found = await Promise.all([
    operation ? operationFindings(operation, observed) : [],
    rejected ? rejectionFindings(rejected, observed) : [],
    queued ? queueFindings(queued) : [],
    deadLettered ? deadLetterFindings(deadLettered, observed) : [],
    deliveredAll ? deliveryFindings(deliveredAll, observed) : [],
    cluster ? clusterFindings(cluster) : [],
    volumes ? volumeFindings(volumes) : [],
    nothingLeft ? leftFindings(observed) : [],
    registered ? registrationFindings(registered, observed) : [],
    drifted ? driftFindings(drifted, observed) : [],
    untouched ? touchFindings(observed) : [],
    failover ? failoverFindings(failover, observed) : [],
    convergedPlan ? notConverged(observed.world, { ...convergedPlan, stage: observed.spec.stage }) : [],
    inside ? insideFindings(inside, observed.world) : [],
    schedules ? scheduleFindings(schedules, observed.spec) : [],
    sizes ? sizeFindings(sizes) : [],
  ]);
  return found.flat();
}
