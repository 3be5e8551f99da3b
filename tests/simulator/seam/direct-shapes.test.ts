import { describe, expect, it } from '@jest/globals';
import type { NormalizedSchema } from '@smithy/core/schema';
import { HttpResponse } from '@smithy/core/transport';
import { randomStream } from '../../../simulator/kernel/random.ts';
import { type ClientProtocol, Codec } from '../../../simulator/seam/codec.ts';
import { type DirectKind, operationShapes } from '../../../simulator/seam/direct/operation-shapes.ts';
import { Unshaped } from '../../../simulator/seam/direct/shape.ts';
import { indexOperations, type OperationSchema } from '../../../simulator/seam/operation-index.ts';

/** The SDK's two ends of a protocol, without the rest of a client. */
interface Protocol extends ClientProtocol {
  serializeRequest(operation: object, input: object, context: object): Promise<Request>;
  deserializeResponse(operation: object, context: object, response: HttpResponse): Promise<object>;
}

interface Request {
  readonly method: string;
  readonly hostname: string;
  readonly path: string;
  readonly query: Record<string, string>;
  readonly headers: Record<string, string>;
  readonly body?: string | Uint8Array;
}

/** Clients that the direct seam answers, one of each protocol and dialect at least. */
const CLIENTS = [
  ['@aws-sdk/client-eks', 'EKSClient'],
  ['@aws-sdk/client-dynamodb', 'DynamoDBClient'],
  ['@aws-sdk/client-eventbridge', 'EventBridgeClient'],
  ['@aws-sdk/client-sfn', 'SFNClient'],
  ['@aws-sdk/client-lambda', 'LambdaClient'],
  ['@aws-sdk/client-sqs', 'SQSClient'],
  ['@aws-sdk/client-cloudwatch', 'CloudWatchClient'],
  ['@aws-sdk/client-cloudwatch-logs', 'CloudWatchLogsClient'],
  ['@aws-sdk/client-ecr', 'ECRClient'],
  ['@aws-sdk/client-kms', 'KMSClient'],
  ['@aws-sdk/client-ssm', 'SSMClient'],
  ['@aws-sdk/client-iam', 'IAMClient'],
  ['@aws-sdk/client-sts', 'STSClient'],
  ['@aws-sdk/client-sns', 'SNSClient'],
  ['@aws-sdk/client-cloudformation', 'CloudFormationClient'],
  ['@aws-sdk/client-auto-scaling', 'AutoScalingClient'],
  ['@aws-sdk/client-elastic-load-balancing', 'ElasticLoadBalancingClient'],
  ['@aws-sdk/client-elastic-load-balancing-v2', 'ElasticLoadBalancingV2Client'],
  ['@aws-sdk/client-ec2', 'EC2Client'],
  ['@aws-sdk/client-service-quotas', 'ServiceQuotasClient'],
] as const;

const TEXTS = [
  'a',
  'web-1',
  '',
  ' ',
  'two words',
  '<a href="b">&\'</a>',
  'line\nbreak',
  '\n',
  '100%+1=ä€😀',
  '1',
  'true',
];
const NUMBERS = [0, 1, 7, 65_535, 0.25, -3, 1_700_000_000];
const random = randomStream(1, 'direct-shapes');

/** Any value of a schema; deep down, less and less of it. */
function anyOf(schema: NormalizedSchema, depth: number): unknown {
  if (schema.isStructSchema()) return anyStructureOf(schema, depth);
  if (schema.isListSchema())
    return Array.from({ length: random.integer(0, 3) }, () => anyOf(schema.getValueSchema(), depth + 1));
  if (schema.isMapSchema())
    return Object.fromEntries(
      Array.from({ length: random.integer(0, 2) }, () => [
        random.pick(TEXTS),
        anyOf(schema.getValueSchema(), depth + 1),
      ]),
    );
  if (schema.isBooleanSchema()) return random.chance(0.5);
  if (schema.isNumericSchema()) return random.pick(NUMBERS);
  if (schema.isTimestampSchema()) return new Date(1_700_000_000_000 + random.integer(0, 1e9));
  if (schema.isBlobSchema())
    return new Uint8Array(Array.from({ length: random.integer(0, 4) }, (_, i) => i * 80));
  if (schema.isDocumentSchema()) return { a: [1, 'b', null, { c: true }] };
  return random.pick(TEXTS);
}

function anyStructureOf(schema: NormalizedSchema, depth: number): Record<string, unknown> {
  const members = [...schema.structIterator()];
  // Structures that hold one another would never end.
  const isShallow = depth > 5;
  const chosen = schema.isUnionSchema()
    ? [random.pick(isShallow ? members.filter(([, member]) => isSimple(member)) : members)]
    : members.filter(
        ([, member]) => random.chance(members.length > 12 ? 0.3 : 0.6) && !(isShallow && !isSimple(member)),
      );
  return Object.fromEntries(
    chosen.map(([name, member]) => [name, random.chance(0.05) ? undefined : anyOf(member, depth + 1)]),
  );
}

const isSimple = (schema: NormalizedSchema): boolean =>
  !schema.isStructSchema() && !schema.isListSchema() && !schema.isMapSchema();

/** The shape's result; undefined where it leaves the value to the codec. */
function shaped(shape: (value: unknown) => unknown, value: unknown): unknown {
  try {
    return shape(value);
  } catch (error) {
    if (error instanceof Unshaped) return undefined;
    throw error;
  }
}

const withoutUndefined = (value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined));

async function load(clientPackage: string, clientName: string) {
  const exported = (await import(clientPackage)) as Record<string, unknown>;
  const Client = exported[clientName] as new (config: object) => { config: { protocol: Protocol } };
  const { config } = new Client({
    region: 'us-west-2',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  const codec = new Codec(indexOperations(exported), config.protocol);
  const schemas = new Map<string, readonly unknown[]>();
  for (const value of Object.values(exported))
    if (Array.isArray(value) && value[0] === 9) schemas.set(value[2] as string, value);
  const wireOperation = ({ name }: OperationSchema) => {
    const [, namespace, , traits, input, output] = schemas.get(name) as unknown[];
    return { namespace, name, traits, input, output };
  };
  return { codec, config, wireOperation, operations: [...codec.index.byName.values()] };
}

type Loaded = Awaited<ReturnType<typeof load>>;

async function overTheWireIn(
  { codec, config, wireOperation }: Loaded,
  operation: OperationSchema,
  input: object,
) {
  const endpoint = async () => ({ protocol: 'https:', hostname: 'aws.test', path: '/' });
  const request = await config.protocol.serializeRequest(wireOperation(operation), input, {
    ...config,
    endpoint,
    __smithy_context: {},
  });
  const headers = Object.fromEntries(Object.entries(request.headers).map(([k, v]) => [k.toLowerCase(), v]));
  const body = typeof request.body === 'string' ? new TextEncoder().encode(request.body) : request.body;
  // Values in a URL are text: a list of one item is no list any more, and an empty list is absent.
  const query = Object.fromEntries(
    Object.entries(request.query ?? {}).flatMap(([key, value]) => {
      const values = [value].flat();
      return values.length === 0 ? [] : [[key, values.length === 1 ? (values[0] as string) : values]];
    }),
  );
  const sent = { ...request, query, headers, body: body ?? new Uint8Array() } as Parameters<
    Codec['decode']
  >[0];
  return (await codec.decode(sent))?.input;
}

async function overTheWireOut(
  { codec, config, wireOperation }: Loaded,
  operation: OperationSchema,
  output: object,
) {
  const { statusCode, headers, body } = codec.encode(
    operation,
    output as Record<string, unknown>,
    'request-1',
  );
  const response = new HttpResponse({ statusCode, headers: { ...headers }, body, reason: '' });
  const context = { ...config, __smithy_context: {} };
  const { $metadata, ...answer } = (await config.protocol.deserializeResponse(
    wireOperation(operation),
    context,
    response,
  )) as { $metadata: unknown };
  return answer;
}

describe.each(CLIENTS)('%s', (clientPackage, clientName) => {
  it('is given and gives, without the wire, what it would be given and give over it', async () => {
    const loaded = await load(clientPackage, clientName);
    let compared = 0;
    let tried = 0;
    for (const operation of [...loaded.operations, ...loaded.operations, ...loaded.operations]) {
      const shapes = operationShapes(loaded.codec.kind as DirectKind, operation);
      if (operation.input.isStructSchema()) {
        const input = anyStructureOf(operation.input, 0);
        if (shapes.token) input[shapes.token] = 'token';
        const direct = shaped(shapes.input, input);
        tried++;
        if (direct !== undefined) {
          compared++;
          const wire = (await overTheWireIn(loaded, operation, input)) as object;
          expect({ [operation.name]: direct }).toEqual({ [operation.name]: withoutUndefined(wire) });
          expect(Object.keys(direct as object).sort()).toEqual(Object.keys(withoutUndefined(wire)).sort());
        }
      }
      if (!operation.output.isStructSchema()) continue;
      const output = anyStructureOf(operation.output, 0);
      const direct = shaped(shapes.output, output);
      tried++;
      if (direct === undefined) continue;
      compared++;
      const wire = await overTheWireOut(loaded, operation, output);
      expect({ [operation.name]: direct }).toStrictEqual({ [operation.name]: wire });
    }
    // Only a few shapes are left to the codec: else the seam would have no use.
    expect(compared / tried).toBeGreaterThan(0.6);
  }, 60_000);
});
