import { AwsError } from '../../aws-error.ts';
import { remembered } from '../../remembered.ts';
import { type ConditionBlock, parseOperator } from '../evaluation/condition.ts';

/** The place of a policy, which decides which members its statements must and must not have. */
export type PolicyKind = 'identity' | 'trust' | 'resource';

/** A principal element: values by kind (`AWS`, `Service`, `Federated`, `CanonicalUser`), or `*` for everyone. */
export type Principals = '*' | Readonly<Record<string, readonly string[]>>;

export interface Statement {
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[] | undefined;
  readonly notActions: readonly string[] | undefined;
  readonly resources: readonly string[] | undefined;
  readonly notResources: readonly string[] | undefined;
  readonly principals: Principals | undefined;
  readonly notPrincipals: Principals | undefined;
  readonly conditions: ConditionBlock;
}

export interface PolicyDocument {
  readonly version: '2012-10-17' | '2008-10-17';
  readonly statements: readonly Statement[];
}

const malformed = (message: string): AwsError =>
  new AwsError('MalformedPolicyDocument', message, { statusCode: 400 });

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const STATEMENT_FIELDS = new Set([
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Principal',
  'NotPrincipal',
  'Condition',
]);

/**
 * Reads a policy as IAM does on writing it: refuses what IAM refuses, in IAM's words (`MalformedPolicyDocument`).
 * The grammar is the IAM guide's "Grammar of the IAM JSON policy language".
 */
export function parsePolicy(document: unknown, kind: PolicyKind): PolicyDocument {
  return typeof document === 'string' ? OF_TEXT[kind](document) : policyOf(document, kind);
}

/** A fleet's roles have the same few hundred policies in every world of a process. */
const OF_TEXT: Readonly<Record<PolicyKind, (text: string) => PolicyDocument>> = {
  identity: remembered((text) => policyOf(jsonOf(text), 'identity')),
  trust: remembered((text) => policyOf(jsonOf(text), 'trust')),
  resource: remembered((text) => policyOf(jsonOf(text), 'resource')),
};

function policyOf(policy: unknown, kind: PolicyKind): PolicyDocument {
  if (!isRecord(policy)) throw malformed('Syntax errors in policy.');
  if (Object.keys(policy).some((field) => !['Version', 'Id', 'Statement'].includes(field))) {
    throw malformed('Syntax errors in policy.');
  }
  const version = policy.Version ?? '2008-10-17';
  if (version !== '2012-10-17' && version !== '2008-10-17') {
    throw malformed('Policy document must be version 2012-10-17 or greater.');
  }
  // A managed or inline policy needs the newer version; trust and resource policies may leave it out.
  if (version !== '2012-10-17' && kind === 'identity') {
    throw malformed('Policy document must be version 2012-10-17 or greater.');
  }
  const statements = isRecord(policy.Statement) ? [policy.Statement] : policy.Statement;
  if (!Array.isArray(statements) || statements.length === 0) throw malformed('Syntax errors in policy.');
  const parsed = statements.map((statement) => parseStatement(statement, kind));
  const sids = parsed.map(({ sid }) => sid).filter((sid) => sid !== undefined && sid !== '');
  if (new Set(sids).size !== sids.length)
    throw malformed('Statement IDs (SID) in a single policy must be unique.');
  return { version, statements: parsed };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('This policy contains invalid Json');
  }
}

function parseStatement(statement: unknown, kind: PolicyKind): Statement {
  if (!isRecord(statement)) throw malformed('Syntax errors in policy.');
  if (Object.keys(statement).some((field) => !STATEMENT_FIELDS.has(field)))
    throw malformed('Syntax errors in policy.');
  const { Sid, Effect } = statement;
  if (Effect !== 'Allow' && Effect !== 'Deny') throw malformed('Syntax errors in policy.');
  if (Sid !== undefined && typeof Sid !== 'string') throw malformed('Syntax errors in policy.');
  if (kind === 'identity' && Sid !== undefined && !/^[0-9A-Za-z]*$/.test(Sid)) {
    throw malformed(
      `Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*`,
    );
  }
  const parsed: Statement = {
    sid: Sid,
    effect: Effect,
    actions: textsOf(statement.Action),
    notActions: textsOf(statement.NotAction),
    resources: textsOf(statement.Resource),
    notResources: textsOf(statement.NotResource),
    principals: principalsOf(statement.Principal),
    notPrincipals: principalsOf(statement.NotPrincipal),
    conditions: conditionsOf(statement.Condition),
  };
  checkFields(parsed, kind);
  checkActions(parsed, kind);
  checkResources(parsed);
  return parsed;
}

function textsOf(value: unknown): readonly string[] | undefined {
  if (value === undefined) return undefined;
  const values = Array.isArray(value) ? value : [value];
  if (values.some((one) => typeof one !== 'string')) throw malformed('Syntax errors in policy.');
  return values;
}

function principalsOf(value: unknown): Principals | undefined {
  if (value === undefined || value === '*') return value;
  if (!isRecord(value)) throw malformed('Syntax errors in policy.');
  return Object.fromEntries(Object.entries(value).map(([kind, names]) => [kind, textsOf(names) ?? []]));
}

function conditionsOf(value: unknown): ConditionBlock {
  if (value === undefined) return {};
  if (!isRecord(value)) throw malformed('Syntax errors in policy.');
  return Object.fromEntries(
    Object.entries(value).map(([operator, keys]) => {
      if (parseOperator(operator) === undefined) throw malformed(`Invalid Condition type : ${operator}.`);
      if (!isRecord(keys)) throw malformed('Syntax errors in policy.');
      const values = Object.entries(keys).map(([key, given]) => {
        const list = (Array.isArray(given) ? given : [given]).map((one) => String(one));
        return [key, list];
      });
      return [operator, Object.fromEntries(values)];
    }),
  );
}

function checkFields(statement: Statement, kind: PolicyKind): void {
  const { actions, notActions, resources, notResources, principals, notPrincipals } = statement;
  if (actions && notActions) throw malformed('Syntax errors in policy.');
  if (resources && notResources) throw malformed('Syntax errors in policy.');
  if (principals && notPrincipals) throw malformed('Syntax errors in policy.');
  if (!actions?.length && !notActions?.length) throw malformed('Policy statement must contain actions.');
  const hasResources = resources !== undefined || notResources !== undefined;
  const hasPrincipals = principals !== undefined || notPrincipals !== undefined;
  if (kind === 'trust') {
    if (hasResources) throw malformed('Has prohibited field Resource');
    if (!hasPrincipals) throw malformed('Missing required field Principal');
    return;
  }
  if (kind === 'identity' && hasPrincipals)
    throw malformed('Policy document should not specify a principal.');
  if (kind === 'resource' && !hasPrincipals) throw malformed('Missing required field Principal');
  if (!(resources ?? notResources)?.length) throw malformed('Policy statement must contain resources.');
}

function checkActions(statement: Statement, kind: PolicyKind): void {
  for (const action of statement.actions ?? statement.notActions ?? []) {
    if (action === '*') continue;
    const [vendor = '', name] = action.split(':');
    if (name === undefined) {
      throw malformed('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
    }
    if (!/^[a-zA-Z0-9-]+$/.test(vendor)) throw malformed(`Vendor ${vendor} is not valid`);
    if (kind === 'trust' && vendor.toLowerCase() !== 'sts') {
      throw malformed('AssumeRole policy may only specify STS AssumeRole actions.');
    }
  }
}

function checkResources(statement: Statement): void {
  for (const resource of statement.resources ?? statement.notResources ?? []) {
    if (resource === '*') continue;
    const [prefix, partition = ''] = resource.split(':');
    if (prefix !== 'arn') throw malformed(`Resource ${resource} must be in ARN format or "*".`);
    if (!/^(aws|aws-cn|aws-us-gov|\*)$/.test(partition) && !partition.includes('*')) {
      throw malformed(`Partition "${partition}" is not valid for resource "${resource}".`);
    }
  }
}
