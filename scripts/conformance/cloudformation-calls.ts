import { AwsError, NotSimulated } from '../../simulator/aws-error.ts';
import { type Account, newAccount, type Outcome } from './cloudformation-account.ts';
import { bodyOf, deploy, describeStack, type Template, typesIn } from './cloudformation-deploy.ts';
import { sameAnswer, withBrackets } from './cloudformation-match.ts';
import { type Bindings, textMatches } from './placeholder-match.ts';

interface RecordedError {
  readonly code?: string;
  readonly message?: string;
  readonly status?: number;
}

export interface RecordedCall {
  readonly op: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly step?: number;
  readonly template?: Template;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly update?: string;
  readonly fails?: boolean;
  readonly then?: { readonly error?: RecordedError; readonly response?: unknown; readonly at?: string };
}

export interface CallsCase {
  readonly id: string;
  readonly when: readonly RecordedCall[];
}

/** Repeats the calls of a case; answers why it differs, `not served`, or nothing. */
export async function judgeCalls({ when }: CallsCase): Promise<string | undefined> {
  const account = newAccount();
  if (!when.every((call) => isServed(account, call))) return 'not served';
  const answers = new Map<number, unknown>();
  const bindings: Bindings = new Map();
  for (const [index, call] of when.entries()) {
    try {
      const outcome = await perform(account, call, answers, index);
      if (call.step !== undefined && 'answer' in outcome) answers.set(call.step, outcome.answer);
      const reason = differenceOf(call, outcome, bindings);
      if (reason !== undefined) return `call ${index + 1}, ${call.op}: ${reason}`;
    } catch (error) {
      if (error instanceof NotSimulated) return 'not served';
      throw error;
    }
  }
  return undefined;
}

function isServed(account: Account, { op, template, params }: RecordedCall): boolean {
  const body = template ?? params?.TemplateBody;
  const types = typeof body === 'string' || template !== undefined ? typesIn((body ?? '') as Template) : [];
  if (!types.every((type) => account.provides(type))) return false;
  return op === 'deploy' || op.startsWith('wait ') || account.serves(op);
}

async function perform(
  account: Account,
  call: RecordedCall,
  answers: ReadonlyMap<number, unknown>,
  index: number,
): Promise<Outcome> {
  const params = withAnswers(call.params ?? {}, answers) as Readonly<Record<string, unknown>>;
  if (call.op === 'deploy') return performDeploy(account, call, answers, index);
  if (call.op.startsWith('wait ')) return waitFor(account, call, params);
  return account.call(call.op, params);
}

async function performDeploy(
  account: Account,
  { template = {}, parameters = {}, update }: RecordedCall,
  answers: ReadonlyMap<number, unknown>,
  index: number,
): Promise<Outcome> {
  const stackName = update === undefined ? `deployed-${index}` : String(withAnswers(update, answers));
  try {
    const type = update === undefined ? 'CREATE' : 'UPDATE';
    return { answer: await deploy(account, { stackName, type, template: bodyOf(template), parameters }) };
  } catch (error) {
    if (error instanceof AwsError) return { refusal: error };
    throw error;
  }
}

/** Statuses with which the SDK's waiters succeed; any other last status is a failure. */
const WAITED_FOR: Readonly<Record<string, readonly string[]>> = {
  change_set_create_complete: ['CREATE_COMPLETE'],
  stack_create_complete: ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE'],
  stack_update_complete: ['UPDATE_COMPLETE'],
  stack_delete_complete: ['DELETE_COMPLETE'],
};

/** A waiter of the SDK: whether the stack or change set came to the state that it waits for. */
async function waitFor(
  account: Account,
  { op, fails = false }: RecordedCall,
  params: Readonly<Record<string, unknown>>,
): Promise<Outcome> {
  await account.settle();
  const status = op.includes('change_set')
    ? await changeSetStatus(account, params)
    : await stackStatus(account, params);
  const reached = WAITED_FOR[op.slice('wait '.length)]?.includes(status ?? '') ?? false;
  if (reached === !fails) return { answer: {} };
  return { refusal: new AwsError('WaiterError', `the waiter ended at ${status}`) };
}

async function changeSetStatus(
  account: Account,
  params: Readonly<Record<string, unknown>>,
): Promise<string | undefined> {
  const outcome = await account.call('cloudformation:DescribeChangeSet', params);
  return 'answer' in outcome ? (outcome.answer as { readonly Status: string }).Status : undefined;
}

async function stackStatus(
  account: Account,
  { StackName }: Readonly<Record<string, unknown>>,
): Promise<string> {
  try {
    return (await describeStack(account, String(StackName))).StackStatus;
  } catch (error) {
    if (error instanceof AwsError) return 'DELETE_COMPLETE';
    throw error;
  }
}

/** Params with `<stepN.X>` replaced by member X of an earlier answer. */
function withAnswers(value: unknown, answers: ReadonlyMap<number, unknown>): unknown {
  if (typeof value === 'string') {
    return value.replace(/<step(\d+)\.([\w.]+)>/g, (_match, step: string, path: string) =>
      String(at(answers.get(Number(step)), path)),
    );
  }
  if (Array.isArray(value)) return value.map((item) => withAnswers(item, answers));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, withAnswers(member, answers)]),
  );
}

export function at(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((held, name) => (held as Readonly<Record<string, unknown>> | undefined)?.[name], value);
}

function differenceOf({ op, then }: RecordedCall, outcome: Outcome, bindings: Bindings): string | undefined {
  if (then?.error) {
    if (!('refusal' in outcome)) return `went through; recorded ${JSON.stringify(then.error)}`;
    const { code, message, statusCode } = outcome.refusal;
    const isSame =
      (then.error.code === undefined || then.error.code === code) &&
      (then.error.message === undefined ||
        textMatches(withBrackets(then.error.message), message, bindings)) &&
      (then.error.status === undefined || statusCode === undefined || then.error.status === statusCode);
    return isSame ? undefined : `refused with ${code}: ${message}; recorded ${JSON.stringify(then.error)}`;
  }
  if ('refusal' in outcome) return `${op} refused with ${outcome.refusal.code}: ${outcome.refusal.message}`;
  if (then?.response === undefined) return undefined;
  const actual = then.at === undefined ? outcome.answer : at(outcome.answer, then.at);
  if (sameAnswer(then.response, actual, bindings)) return undefined;
  return `answered ${JSON.stringify(actual)}; recorded ${JSON.stringify(then.response)}`;
}
