import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { AwsError, NotSimulated } from '../../simulator/aws-error.ts';
import { createDynamoDb, type DynamoDbService } from '../../simulator/dynamodb/dynamodb.ts';
import { standInKernel, standInRegion } from '../../tests/simulator/stand-in-region.ts';
import { normalised, type Placeholders, resolvePlaceholders, withBytes } from './dynamodb-recording.ts';
import type { ConformanceSet } from './result.ts';

interface ExpectedError {
  readonly code: string;
  readonly message?: string;
  readonly messageContains?: string;
  readonly messageStartswith?: string;
  readonly fields?: Readonly<Record<string, unknown>>;
}

interface RecordedCall {
  readonly op: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly then?: {
    readonly error?: ExpectedError;
    readonly at?: string;
    readonly response?: unknown;
    readonly equals?: Readonly<Record<string, unknown>>;
  };
}

interface RecordedCase {
  readonly id: string;
  readonly given: { readonly table?: Readonly<Record<string, unknown>>; readonly noTable?: boolean };
  readonly when: readonly RecordedCall[];
}

type Verdict = 'passed' | 'not served' | { readonly reason: string };

/** The wording of the prefix has changed over the years; the recordings are of different years. */
const PREFIX = '1 validation error detected: ';
/** Longer than a table takes to be created and than any read lags. */
const BETWEEN_CALLS_MS = 60_000;
const CALLER = {
  kind: 'administrator',
  arn: 'arn:aws:iam::111111111111:root',
  accountId: '111111111111',
} as const;

export const dynamoDb: ConformanceSet = async (dir) => {
  const { cases } = JSON.parse(readFileSync(join(dir, 'dynamodb/aws-recorded.json'), 'utf8')) as {
    cases: readonly RecordedCase[];
  };
  const misses: { id: string; reason: string }[] = [];
  let notServed = 0;
  for (const recorded of cases) {
    const verdict = await judge(recorded);
    if (verdict === 'not served') notServed++;
    else if (verdict !== 'passed') misses.push({ id: recorded.id, reason: verdict.reason });
  }
  const total = cases.length - notServed;
  return [{ name: 'DynamoDB, recorded', passed: total - misses.length, total, notServed, misses }];
};

async function judge(recorded: RecordedCase): Promise<Verdict> {
  const { kernel, settle } = standInKernel();
  const service = createDynamoDb(standInRegion({ kernel, accountId: '111111111111' }));
  if (recorded.when.some(({ op }) => !service.operations[op])) return 'not served';
  const given = resolvePlaceholders(recorded);
  if (given.table) await settleCall(service, 'CreateTable', given.table, settle);
  const bound: Placeholders = new Map();
  for (const [index, call] of given.when.entries()) {
    const outcome = await settleCall(service, call.op, call.params, settle);
    if (outcome.error instanceof NotSimulated) return { reason: outcome.error.message };
    const reason = compare(call, outcome, bound);
    if (reason) return { reason: `call ${index + 1}, ${call.op}: ${reason}` };
  }
  return 'passed';
}

interface Outcome {
  readonly output?: unknown;
  readonly error?: unknown;
}

async function settleCall(
  service: DynamoDbService,
  operation: string,
  params: Readonly<Record<string, unknown>>,
  settle: (ms: number) => Promise<void>,
): Promise<Outcome> {
  const run = service.operations[operation];
  try {
    const output = await run?.(withBytes(params) as Record<string, unknown>, {
      operation,
      caller: CALLER,
      requestId: 'conformance',
    });
    return { output };
  } catch (error) {
    if (!(error instanceof AwsError || error instanceof NotSimulated)) throw error;
    return { error };
  } finally {
    await settle(BETWEEN_CALLS_MS);
  }
}

function compare({ then }: RecordedCall, outcome: Outcome, bound: Placeholders): string | undefined {
  if (then?.error) return compareError(then.error, outcome.error);
  if (outcome.error instanceof Error) return `refused: ${outcome.error.message}`;
  if (then?.equals) return comparePaths(then.equals, outcome.output);
  if (then?.response === undefined) return undefined;
  const whole = outcome.output as Readonly<Record<string, unknown>>;
  const actual = then.at ? whole[then.at] : whole;
  return normalised.matches(then.response, actual, bound)
    ? undefined
    : `answered ${JSON.stringify(actual)}, recorded ${JSON.stringify(then.response)}`;
}

const withoutPrefix = (message: string): string =>
  message.startsWith(PREFIX) ? message.slice(PREFIX.length) : message;

function compareError(expected: ExpectedError, error: unknown): string | undefined {
  if (!(error instanceof AwsError)) return `went through; recorded ${JSON.stringify(expected)}`;
  const message = withoutPrefix(error.message);
  const said = `refused with ${error.code}: ${error.message}; recorded ${JSON.stringify(expected)}`;
  if (error.code !== expected.code) return said;
  if (expected.message !== undefined && withoutPrefix(expected.message) !== message) return said;
  if (expected.messageContains && !error.message.includes(withoutPrefix(expected.messageContains)))
    return said;
  if (expected.messageStartswith && !message.startsWith(withoutPrefix(expected.messageStartswith)))
    return said;
  for (const [member, value] of Object.entries(expected.fields ?? {})) {
    if (!isDeepStrictEqual(error.members[member], value)) return said;
  }
  return undefined;
}

/** `Items.0.pk.S` → the value there; lists of items have no order unless a path names a place in them. */
function comparePaths(expected: Readonly<Record<string, unknown>>, output: unknown): string | undefined {
  for (const [path, value] of Object.entries(expected)) {
    const actual = path
      .split('.')
      .reduce<unknown>(
        (held, step) => (held as Readonly<Record<string, unknown>> | undefined)?.[step],
        output,
      );
    if (!normalised.matches(value, actual, new Map())) {
      return `${path} is ${JSON.stringify(actual)}, recorded ${JSON.stringify(value)}`;
    }
  }
  return undefined;
}
