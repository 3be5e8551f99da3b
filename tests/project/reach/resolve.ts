import type { Resource } from '../../../scripts/rules/resources.ts';

export const ACCOUNT = '111122223333';
export const REGION = 'us-east-1';

export interface CompiledTemplate {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Parameters?: Readonly<Record<string, { readonly Default?: unknown }>>;
}

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': REGION,
  'AWS::AccountId': ACCOUNT,
  'AWS::URLSuffix': 'amazonaws.com',
};

/** Kinds of our resources that have a property for their name. */
const KINDS = [
  'Alarm',
  'Function',
  'LogGroup',
  'ManagedPolicy',
  'Queue',
  'Role',
  'StateMachine',
  'Table',
  'Topic',
];
const NAMES = ['', ...KINDS].map((kind) => `${kind}Name`);

/** The ARN of a type's resource, by its name; for other types the name stands for the resource. */
const ARNS: Readonly<Record<string, (name: string, path: string) => string>> = {
  'AWS::IAM::Role': (name, path) => `arn:aws:iam::${ACCOUNT}:role${path}${name}`,
  'AWS::IAM::ManagedPolicy': (name, path) => `arn:aws:iam::${ACCOUNT}:policy${path}${name}`,
  'AWS::Lambda::Function': (name) => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`,
  'AWS::StepFunctions::StateMachine': (name) => `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${name}`,
  'AWS::Events::EventBus': (name) => `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/${name}`,
  'AWS::SQS::Queue': (name) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`,
  'AWS::SNS::Topic': (name) => `arn:aws:sns:${REGION}:${ACCOUNT}:${name}`,
  'AWS::DynamoDB::Table': (name) => `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${name}`,
  'AWS::DynamoDB::GlobalTable': (name) => `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${name}`,
};

/** A template's values with their intrinsics filled in, for one account and region. */
export function resolver({ Resources, Parameters = {} }: CompiledTemplate) {
  const nameOf = (id: string): string => {
    const properties = Resources[id]?.Properties ?? {};
    const given = NAMES.flatMap((member) => properties[member] ?? [])[0];
    return given === undefined ? id : String(resolve(given));
  };
  const arnOf = (id: string): string => {
    const resource = Resources[id];
    const path = String(resource?.Properties?.Path ?? '/');
    return ARNS[resource?.Type ?? '']?.(nameOf(id), path) ?? `arn:aws:other:::${id}`;
  };
  /** A managed policy's Ref is its ARN; a role's is its name. */
  const referred = (id: string): unknown => {
    if (PSEUDO[id] !== undefined) return PSEUDO[id];
    if (Parameters[id]) return parameter(Parameters[id].Default);
    return Resources[id]?.Type === 'AWS::IAM::ManagedPolicy' ? arnOf(id) : nameOf(id);
  };
  const parameter = (value: unknown): unknown =>
    typeof value === 'string' && value.includes(',') ? value.split(',').map((one) => one.trim()) : value;
  const filled = (text: string): string =>
    text.replace(/\$\{([^}]+)\}/g, (_whole, name: string) => {
      const [id = '', attribute] = name.split('.');
      return attribute === 'Arn' ? arnOf(id) : String(referred(id));
    });
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    const { Ref, 'Fn::GetAtt': attribute, 'Fn::Sub': sub } = value as Record<string, unknown>;
    if (typeof Ref === 'string') return referred(Ref);
    if (attribute !== undefined)
      return arnOf(String(Array.isArray(attribute) ? attribute[0] : String(attribute).split('.')[0]));
    if (typeof sub === 'string') return filled(sub);
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, resolve(member)]));
  };
  const ofType = (type: string) =>
    Object.entries(Resources)
      .filter(([, resource]) => resource.Type === type)
      .map(([id, { Properties = {} }]) => ({
        arn: arnOf(id),
        name: nameOf(id),
        properties: resolve(Properties) as Readonly<Record<string, unknown>>,
      }));
  return { ofType };
}
