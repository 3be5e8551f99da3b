import { parseTemplateBody } from '../../simulator/cloudformation/template/body.ts';
import type { Account } from './cloudformation-account.ts';

export type Template = string | Readonly<Record<string, unknown>>;

export const bodyOf = (template: Template): string =>
  typeof template === 'string' ? template : JSON.stringify(template);

/** The resource types that a template names; none where it cannot be read. */
export function typesIn(template: Template): string[] {
  try {
    const raw = typeof template === 'string' ? parseTemplateBody(template) : template;
    const { Resources = {} } = raw as {
      readonly Resources?: Readonly<Record<string, { readonly Type?: unknown }>>;
    };
    return Object.values(Resources).flatMap(({ Type }) => (typeof Type === 'string' ? [Type] : []));
  } catch {
    return [];
  }
}

interface ChangeSetRequest {
  readonly stackName: string;
  readonly type: 'CREATE' | 'UPDATE';
  readonly template: Template;
  readonly parameters?: Readonly<Record<string, string>>;
}

/** Makes a change set and waits for it; the recordings were made with every capability. */
export async function makeChangeSet(account: Account, request: ChangeSetRequest): Promise<string> {
  const outcome = await account.call('cloudformation:CreateChangeSet', {
    StackName: request.stackName,
    ChangeSetName: `change-set-${request.type.toLowerCase()}`,
    ChangeSetType: request.type,
    TemplateBody: bodyOf(request.template),
    Capabilities: ['CAPABILITY_AUTO_EXPAND', 'CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'],
    Parameters: Object.entries(request.parameters ?? {}).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    })),
  });
  if ('refusal' in outcome) throw outcome.refusal;
  await account.settle();
  return (outcome.answer as { readonly Id: string }).Id;
}

export interface Deployed {
  readonly StackName: string;
  readonly StackId: string;
  readonly Outputs: Readonly<Record<string, string>>;
}

/** Creates or updates a stack by a change set and waits for the end. */
export async function deploy(account: Account, request: ChangeSetRequest): Promise<Deployed> {
  const ChangeSetName = await makeChangeSet(account, request);
  const outcome = await account.call('cloudformation:ExecuteChangeSet', { ChangeSetName });
  if ('refusal' in outcome) throw outcome.refusal;
  await account.settle();
  const { StackId, StackName, Outputs = [] } = await describeStack(account, request.stackName);
  return {
    StackId,
    StackName,
    Outputs: Object.fromEntries(Outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue])),
  };
}

export interface DescribedStack extends Readonly<Record<string, unknown>> {
  readonly StackId: string;
  readonly StackName: string;
  readonly StackStatus: string;
  readonly Outputs?: readonly { readonly OutputKey: string; readonly OutputValue: string }[];
}

export async function describeStack(account: Account, StackName: string): Promise<DescribedStack> {
  const outcome = await account.call('cloudformation:DescribeStacks', { StackName });
  if ('refusal' in outcome) throw outcome.refusal;
  const [stack] = (outcome.answer as { readonly Stacks: readonly DescribedStack[] }).Stacks;
  if (!stack) throw new Error(`no stack ${StackName}`);
  return stack;
}
