import { AwsError, NotSimulated } from '../aws-error.ts';
import type { Region } from '../region.ts';
import type { Caller, ResourceProvider } from '../service.ts';
import { formatError, templateError, validationError } from './errors.ts';
import { circleIn } from './schedule.ts';
import type { Deployment, Stack } from './stacks/stack.ts';
import { resolve, type Scope, UNKNOWN } from './template/intrinsics.ts';
import { type ParameterInput, resolveParameters } from './template/parameters.ts';
import { isRecord } from './template/record.ts';
import { functionOf, PSEUDO_PARAMETERS, referencesOf } from './template/references.ts';
import { type StackIdentity, templateScope } from './template/scope.ts';
import {
  checkInlineBody,
  type ResourceDefinition,
  readTemplate,
  type Template,
} from './template/template.ts';

/** Members that CreateStack, UpdateStack and CreateChangeSet share. */
export interface DeploymentInput {
  readonly TemplateBody?: string;
  readonly TemplateURL?: string;
  readonly UsePreviousTemplate?: boolean;
  readonly Parameters?: readonly ParameterInput[];
  readonly Capabilities?: readonly string[];
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
  readonly NotificationARNs?: readonly string[];
  readonly ResourceTypes?: readonly string[];
}

export type Providers = (type: string) => ResourceProvider | undefined;

/** Reads, checks and evaluates a template for a stack; throws before anything is changed. */
export async function prepareDeployment(
  region: Region,
  providers: Providers,
  input: DeploymentInput,
  target: { readonly identity: StackIdentity; readonly before: Stack | undefined; readonly caller: Caller },
): Promise<Deployment> {
  const { identity, before, caller } = target;
  const body = await bodyOf(region, input, target);
  const template = readTemplate(body);
  checkResourceTypes(template, providers, input.ResourceTypes);
  const parameters = await resolveParameters(
    template,
    input.Parameters ?? [],
    before?.deployment?.parameters,
    (name) => readSsmParameter(region, name, caller),
  );
  const notificationArns = input.NotificationARNs ?? before?.deployment?.notificationArns ?? [];
  const scope = templateScope(region, identity, template, parameters, notificationArns);
  const active = new Map(
    Object.entries(template.Resources).filter(([, { Condition }]) => {
      if (Condition === undefined) return true;
      if (!(Condition in template.Conditions)) {
        throw formatError(
          `Unresolved condition dependency ${Condition} in the Resources block of the template`,
        );
      }
      return scope.condition(Condition);
    }),
  );
  for (const name of Object.keys(template.Conditions)) scope.condition(name);
  const dependsOn = checkedDependencies(template, active, scope.condition);
  for (const { Properties } of active.values()) resolve(Properties ?? {}, scope);
  checkOutputs(template, active, scope);
  checkCapabilities(active, input.Capabilities ?? []);
  return {
    body,
    template,
    parameters,
    condition: scope.condition,
    capabilities: input.Capabilities ?? [],
    tags: input.Tags
      ? Object.fromEntries(input.Tags.map(({ Key, Value }) => [Key, Value]))
      : (before?.deployment?.tags ?? {}),
    notificationArns,
    active,
    dependsOn,
    imports: new Map(
      [...active].map(([logicalId, { Properties }]) => [
        logicalId,
        importsOf(Properties, (value) => resolve(value, scope)),
      ]),
    ),
  };
}

async function bodyOf(
  region: Region,
  input: DeploymentInput,
  { before, caller }: { readonly before: Stack | undefined; readonly caller: Caller },
): Promise<string> {
  if (input.UsePreviousTemplate && (input.TemplateBody ?? input.TemplateURL) !== undefined) {
    throw validationError('You cannot specify both usePreviousTemplate and Template Body/Template URL.');
  }
  if (input.TemplateURL !== undefined) return readTemplateUrl(region, input.TemplateURL, caller);
  if (input.UsePreviousTemplate && before?.deployment) {
    return before.deployment.body;
  }
  if (input.TemplateBody === undefined) {
    throw validationError('Either Template URL or Template Body must be specified.');
  }
  checkInlineBody(input.TemplateBody);
  return input.TemplateBody;
}

/** A template in S3 may be 1 MB; it is read with the caller's own permissions (CloudFormation guide, "Template quotas"). */
const TEMPLATE_BYTES_MAX = 1_000_000;

async function readTemplateUrl(region: Region, url: string, caller: Caller): Promise<string> {
  const match = /^https:\/\/([^.]+)\.s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com\/(.+)$/.exec(url);
  if (!match) throw validationError('TemplateURL must be a supported URL.');
  const [, Bucket = '', Key = ''] = match;
  try {
    const { Body } = (await region.call('s3', 'GetObject', { Bucket, Key }, caller)) as {
      readonly Body: Uint8Array;
    };
    if (Body.length <= TEMPLATE_BYTES_MAX) return new TextDecoder().decode(Body);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw validationError(`S3 error: ${error.message}`);
  }
  throw validationError('Template may not exceed 1000000 bytes in size.');
}

async function readSsmParameter(region: Region, name: string, caller: Caller): Promise<string> {
  try {
    const answer = await region.call('ssm', 'GetParameters', { Names: [name] }, caller);
    const { Parameters = [] } = answer as { Parameters?: readonly { readonly Value: string }[] };
    const [parameter] = Parameters;
    if (parameter) return parameter.Value;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw validationError(error.message);
  }
  throw validationError(`Unable to fetch parameters [${name}] from parameter store for this account.`);
}

function checkResourceTypes(
  template: Template,
  providers: Providers,
  allowed: readonly string[] | undefined,
): void {
  for (const { Type } of Object.values(template.Resources)) {
    const fits = (pattern: string) =>
      pattern.endsWith('*') ? Type.startsWith(pattern.slice(0, -1)) : pattern === Type;
    if (allowed && !allowed.some(fits)) {
      throw validationError(
        `Resource type ${Type} is not allowed by parameter ResourceTypes [${allowed.join(', ')}]`,
      );
    }
    if (!providers(Type)) throw new NotSimulated(`the resource type ${Type}`);
  }
}

const dependsOnOf = ({ DependsOn }: ResourceDefinition): readonly string[] =>
  typeof DependsOn === 'string' ? [DependsOn] : (DependsOn ?? []);

function checkedDependencies(
  template: Template,
  active: ReadonlyMap<string, ResourceDefinition>,
  condition: (name: string) => boolean,
): ReadonlyMap<string, readonly string[]> {
  const dependencies = new Map<string, readonly string[]>();
  const unresolved = new Set<string>();
  for (const [logicalId, definition] of active) {
    const references = referencesOf(definition.Properties, condition).filter(
      ({ name }) => !isParameter(template, name),
    );
    for (const { name, getAtt } of references) {
      if (active.has(name)) continue;
      if (getAtt && !(name in template.Resources)) {
        throw templateError(`instance of Fn::GetAtt references undefined resource ${name}`);
      }
      unresolved.add(name);
    }
    for (const name of dependsOnOf(definition)) if (!(name in template.Resources)) unresolved.add(name);
    const names = [...references.map(({ name }) => name), ...dependsOnOf(definition)];
    dependencies.set(
      logicalId,
      [...new Set(names)].filter((name) => active.has(name)),
    );
  }
  if (unresolved.size > 0) {
    throw formatError(
      `Unresolved resource dependencies [${[...unresolved].join(', ')}] in the Resources block of the template`,
    );
  }
  const circle = circleIn([...active.keys()], (name) => dependencies.get(name) ?? []);
  if (circle) throw validationError(`Circular dependency between resources: [${circle.join(', ')}]`);
  return dependencies;
}

const isParameter = (template: Template, name: string): boolean =>
  PSEUDO_PARAMETERS.includes(name) || name in template.Parameters;

/** Refuses an output that is no text. A value that is not known yet passes: it may become one. */
function assertText(key: string, value: unknown): void {
  if (value === UNKNOWN || ['string', 'number', 'boolean'].includes(typeof value)) return;
  throw formatError(
    `Output ${key} is malformed. The Value field of every Outputs member must evaluate to a String.`,
  );
}

function checkOutputs(
  template: Template,
  active: ReadonlyMap<string, ResourceDefinition>,
  scope: Scope,
): void {
  for (const [key, { Value, Condition, Export }] of Object.entries(template.Outputs)) {
    if (Condition !== undefined && !(Condition in template.Conditions)) {
      throw formatError(`Unresolved condition dependency ${Condition} in the Outputs block of the template`);
    }
    if (Condition !== undefined && !scope.condition(Condition)) continue;
    for (const { name, getAtt } of referencesOf([Value, Export?.Name], scope.condition)) {
      if (isParameter(template, name) || active.has(name)) continue;
      if (getAtt && !(name in template.Resources)) {
        throw templateError(`instance of Fn::GetAtt references undefined resource ${name}`);
      }
      throw formatError(`Unresolved resource dependencies [${name}] in the Outputs block of the template`);
    }
    assertText(key, resolve(Value, scope));
  }
}

/** IAM types, with a name of the template's own or without one (CreateStack's reference, `Capabilities`). */
const IAM_NAMES: Readonly<Record<string, string | undefined>> = {
  'AWS::IAM::AccessKey': undefined,
  'AWS::IAM::Group': 'GroupName',
  'AWS::IAM::InstanceProfile': 'InstanceProfileName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Policy': undefined,
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::RolePolicy': undefined,
  'AWS::IAM::User': 'UserName',
  'AWS::IAM::UserToGroupAddition': undefined,
};

function checkCapabilities(active: ReadonlyMap<string, ResourceDefinition>, given: readonly string[]): void {
  const iam = [...active.values()].filter(({ Type }) => Type in IAM_NAMES);
  const named = iam.some(({ Type, Properties }) => {
    const member = IAM_NAMES[Type];
    return member !== undefined && Properties?.[member] !== undefined;
  });
  const enough = named ? ['CAPABILITY_NAMED_IAM'] : ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'];
  if (iam.length === 0 || enough.some((capability) => given.includes(capability))) return;
  const wanted = named ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM';
  throw new AwsError('InsufficientCapabilitiesException', `Requires capabilities : [${wanted}]`, {
    statusCode: 400,
  });
}

function importsOf(value: unknown, resolved: (value: unknown) => unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => importsOf(item, resolved));
  const call = functionOf(value);
  if (call?.[0] === 'Fn::ImportValue') {
    const name = resolved(call[1]);
    return typeof name === 'string' ? [name] : [];
  }
  return isRecord(value) ? Object.values(value).flatMap((item) => importsOf(item, resolved)) : [];
}
