import { NotSimulated } from '../../simulator/aws-error.ts';
import { type Account, newAccount } from './cloudformation-account.ts';
import { deploy, describeStack, makeChangeSet, type Template, typesIn } from './cloudformation-deploy.ts';
import { sameAnswer } from './cloudformation-match.ts';
import type { Bindings } from './placeholder-match.ts';

interface Version {
  readonly template: Template;
  readonly parameters?: Readonly<Record<string, string>>;
}

type Change = Readonly<Record<string, unknown>>;
/** A status, or a status and the physical id that stood beside it. */
type RecordedEvent = string | readonly [status: string, physicalId: string];

export interface UpdateCase {
  readonly id: string;
  readonly given: Version;
  readonly when: Version;
  readonly then: {
    readonly changeSet: {
      readonly changes?: readonly Change[];
      readonly status?: string;
      readonly executionStatus?: string;
    };
    readonly afterCreate?: Readonly<Record<string, unknown>>;
    readonly afterUpdate?: Readonly<Record<string, unknown>>;
    readonly events?: Readonly<Record<string, readonly RecordedEvent[]>>;
  };
}

interface StackEvent {
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId: string;
  readonly ResourceStatus: string;
  readonly ResourceType: string;
}

const STACK = 'recorded-stack';
const CLEANUP = 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS';

/** Makes the stack, the change set and the update of a case; answers where they differ. */
export async function judgeUpdate({ given, when, then }: UpdateCase): Promise<string | undefined> {
  const account = newAccount();
  const types = [...typesIn(given.template), ...typesIn(when.template)];
  if (!types.every((type) => account.provides(type))) return 'not served';
  const bindings: Bindings = new Map();
  try {
    const { StackId } = await deploy(account, { stackName: STACK, type: 'CREATE', ...given });
    const created = await stackDifference(account, STACK, then.afterCreate, bindings);
    if (created !== undefined) return `after create: ${created}`;
    const changeSet = await makeChangeSet(account, { stackName: STACK, type: 'UPDATE', ...when });
    const changes = await changeSetDifference(account, changeSet, then.changeSet, bindings);
    if (changes !== undefined) return `change set: ${changes}`;
    await account.call('cloudformation:ExecuteChangeSet', { ChangeSetName: changeSet });
    await account.settle();
    const updated = await stackDifference(account, STACK, then.afterUpdate, bindings);
    if (updated !== undefined) return `after update: ${updated}`;
    await account.call('cloudformation:DeleteStack', { StackName: STACK });
    await account.settle();
    return await eventDifference(account, StackId, then.events ?? {}, bindings);
  } catch (error) {
    if (error instanceof NotSimulated) return 'not served';
    throw error;
  }
}

async function stackDifference(
  account: Account,
  name: string,
  expected: Readonly<Record<string, unknown>> = {},
  bindings: Bindings,
): Promise<string | undefined> {
  const stack = await describeStack(account, name);
  for (const [member, value] of Object.entries(expected)) {
    if (!sameAnswer(value, stack[member], bindings)) {
      return `${member} is ${JSON.stringify(stack[member])}; recorded ${JSON.stringify(value)}`;
    }
  }
  return undefined;
}

async function changeSetDifference(
  account: Account,
  ChangeSetName: string,
  expected: UpdateCase['then']['changeSet'],
  bindings: Bindings,
): Promise<string | undefined> {
  const outcome = await account.call('cloudformation:DescribeChangeSet', {
    ChangeSetName,
    IncludePropertyValues: true,
  });
  if ('refusal' in outcome) return outcome.refusal.message;
  const answer = outcome.answer as {
    readonly Changes: readonly { readonly ResourceChange: Change }[];
    readonly Status: string;
    readonly ExecutionStatus: string;
  };
  const changes = answer.Changes.map(({ ResourceChange }) => ResourceChange);
  if (expected.changes && !sameAnswer(expected.changes, changes, bindings)) {
    return `${JSON.stringify(changes)}; recorded ${JSON.stringify(expected.changes)}`;
  }
  if (expected.status !== undefined && expected.status !== answer.Status) return `status ${answer.Status}`;
  if (expected.executionStatus !== undefined && expected.executionStatus !== answer.ExecutionStatus) {
    return `execution status ${answer.ExecutionStatus}`;
  }
  return undefined;
}

async function eventDifference(
  account: Account,
  StackName: string,
  expected: Readonly<Record<string, readonly RecordedEvent[]>>,
  bindings: Bindings,
): Promise<string | undefined> {
  const outcome = await account.call('cloudformation:DescribeStackEvents', { StackName });
  if ('refusal' in outcome) return outcome.refusal.message;
  const { StackEvents } = outcome.answer as { readonly StackEvents: readonly StackEvent[] };
  for (const [name, recorded] of Object.entries(expected)) {
    const actual = statusesOf(StackEvents, name);
    const kept = recorded.some((event) => event === CLEANUP)
      ? actual
      : actual.filter(([status]) => status !== CLEANUP);
    const matches = recorded.every((event, index) => {
      const [status, physicalId] = typeof event === 'string' ? [event, undefined] : event;
      const [actualStatus, actualId] = kept[index] ?? [];
      if (status !== actualStatus) return false;
      return physicalId === undefined || sameAnswer(physicalId, actualId, bindings);
    });
    if (!matches)
      return `events of ${name} are ${JSON.stringify(kept)}; recorded ${JSON.stringify(recorded)}`;
  }
  return undefined;
}

/** Statuses of a resource (or `Stack`), oldest first; of repeats of one the last. */
function statusesOf(events: readonly StackEvent[], name: string): (readonly [string, string])[] {
  const own = [...events]
    .reverse()
    .filter(({ ResourceType, LogicalResourceId }) =>
      name === 'Stack' ? ResourceType === 'AWS::CloudFormation::Stack' : LogicalResourceId === name,
    );
  return own
    .filter(({ ResourceStatus }, index) => own[index + 1]?.ResourceStatus !== ResourceStatus)
    .map(({ ResourceStatus, PhysicalResourceId }) => [ResourceStatus, PhysicalResourceId] as const);
}
