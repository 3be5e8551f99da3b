import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AwsError, NotSimulated } from '../../simulator/aws-error.ts';
import { createEventBridge } from '../../simulator/eventbridge/event-bridge.ts';
import type { Caller, Service } from '../../simulator/service.ts';
import { createSqs } from '../../simulator/sqs/sqs.ts';
import { standInKernel, standInRegion } from '../../tests/simulator/stand-in-region.ts';
import { answerMatches, type Bindings, textMatches } from './placeholder-match.ts';
import type { ConformanceSet } from './result.ts';

interface RecordedError {
  readonly code?: string;
  readonly message?: string;
}

interface RecordedCall {
  readonly op: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly step?: number;
  readonly then?: { readonly error?: RecordedError; readonly response?: unknown; readonly at?: string };
}

interface RecordedCase {
  readonly id: string;
  readonly when: readonly RecordedCall[];
}

type Outcome = { readonly answer: unknown } | { readonly refusal: AwsError };

const ACCOUNT = '111111111111';
const CALLER: Caller = { kind: 'administrator', arn: `arn:aws:iam::${ACCOUNT}:root`, accountId: ACCOUNT };
/** More than a call takes, and less than anything in EventBridge waits for. */
const BETWEEN_CALLS_MS = 1000;

/** EventBridge's recorded answers, each case from an account with nothing but the default bus. */
export const events: ConformanceSet = async (dir) => {
  const text = await readFile(join(dir, 'events', 'aws-recorded.json'), 'utf8');
  const { cases } = JSON.parse(text) as { readonly cases: readonly RecordedCase[] };
  const misses: { id: string; reason: string }[] = [];
  let notServed = 0;
  for (const recorded of cases) {
    const reason = await judge(recorded);
    if (reason === 'not served') notServed++;
    else if (reason !== undefined) misses.push({ id: recorded.id, reason });
  }
  const total = cases.length - notServed;
  return [{ name: 'events, recorded', passed: total - misses.length, total, notServed, misses }];
};

async function judge({ when }: RecordedCase): Promise<string | undefined> {
  const { kernel, settle } = standInKernel();
  const region = standInRegion({ kernel, accountId: ACCOUNT });
  const services = new Map<string, Service>([
    ['events', createEventBridge(region)],
    ['sqs', createSqs(region)],
  ]);
  const operationOf = (op: string) => {
    const [service = '', operation = ''] = op.split(':');
    return services.get(service)?.operations[operation];
  };
  if (when.some(({ op }) => !operationOf(op))) return 'not served';
  const answers = new Map<number, unknown>();
  const bindings: Bindings = new Map();
  for (const [index, call] of when.entries()) {
    const [, operation = ''] = call.op.split(':');
    const input = withAnswers(call.params, answers) as object;
    const outcome = await outcomeOf(() =>
      operationOf(call.op)?.(input, { operation, caller: CALLER, requestId: 'conformance' }),
    );
    if (outcome instanceof NotSimulated) return outcome.message;
    await settle(BETWEEN_CALLS_MS);
    if (call.step !== undefined && 'answer' in outcome) answers.set(call.step, outcome.answer);
    const reason = difference(call, outcome, bindings);
    if (reason !== undefined) return `call ${index + 1}, ${call.op}: ${reason}`;
  }
  return undefined;
}

async function outcomeOf(run: () => unknown): Promise<Outcome | NotSimulated> {
  try {
    return { answer: await run() };
  } catch (error) {
    if (error instanceof AwsError) return { refusal: error };
    if (error instanceof NotSimulated) return error;
    throw error;
  }
}

/** Params with `<stepN.X>` replaced by member X of an earlier answer. */
function withAnswers(value: unknown, answers: ReadonlyMap<number, unknown>): unknown {
  if (typeof value === 'string') {
    return value.replace(/<step(\d+)\.([\w.]+)>/g, (_match, step: string, path: string) =>
      String(path.split('.').reduce(memberOf, answers.get(Number(step)))),
    );
  }
  if (Array.isArray(value)) return value.map((item) => withAnswers(item, answers));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, withAnswers(member, answers)]),
  );
}

/** These recordings name some placeholders without the angle brackets. */
function withBrackets(value: unknown): unknown {
  if (typeof value === 'string') return /^target-(arn|id)(-\w+)?$/.test(value) ? `<${value}>` : value;
  if (Array.isArray(value)) return value.map(withBrackets);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withBrackets(member)]));
}

const memberOf = (value: unknown, name: string): unknown =>
  (value as Readonly<Record<string, unknown>> | undefined)?.[name];

function difference({ then }: RecordedCall, outcome: Outcome, bindings: Bindings): string | undefined {
  if (then?.error) {
    if (!('refusal' in outcome)) return `went through; recorded ${JSON.stringify(then.error)}`;
    const { code, message } = outcome.refusal;
    const isSame =
      (then.error.code === undefined || then.error.code === code) &&
      (then.error.message === undefined || textMatches(then.error.message, message, bindings));
    return isSame ? undefined : `refused with ${code}: ${message}; recorded ${JSON.stringify(then.error)}`;
  }
  if ('refusal' in outcome) return `refused with ${outcome.refusal.code}: ${outcome.refusal.message}`;
  if (then?.response === undefined) return undefined;
  const actual = then.at === undefined ? outcome.answer : memberOf(outcome.answer, then.at);
  if (answerMatches(withBrackets(then.response), actual, bindings)) return undefined;
  return `answered ${JSON.stringify(actual)}; recorded ${JSON.stringify(then.response)}`;
}
