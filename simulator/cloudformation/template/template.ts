import { NotSimulated } from '../../aws-error.ts';
import { remembered } from '../../remembered.ts';
import { formatError, validationError } from '../errors.ts';
import { parseTemplateBody } from './body.ts';
import { checkMappings } from './check-mappings.ts';
import { checkOutputs } from './check-outputs.ts';
import { checkParameters } from './check-parameters.ts';
import { isRecord } from './record.ts';

export interface ParameterDefinition {
  readonly Type: string;
  readonly Default?: unknown;
  readonly NoEcho?: unknown;
  readonly AllowedValues?: readonly unknown[];
  readonly AllowedPattern?: string;
  readonly ConstraintDescription?: string;
  readonly Description?: string;
  readonly MinLength?: unknown;
  readonly MaxLength?: unknown;
  readonly MinValue?: unknown;
  readonly MaxValue?: unknown;
}

export interface ResourceDefinition {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Condition?: string;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Metadata?: unknown;
  readonly UpdatePolicy?: Readonly<Record<string, unknown>>;
}

export interface OutputDefinition {
  readonly Value: unknown;
  readonly Description?: string;
  readonly Condition?: string;
  readonly Export?: { readonly Name: unknown };
}

/** A template as written, checked for form; intrinsics are not resolved. */
export interface Template {
  readonly Description?: string;
  readonly Metadata?: unknown;
  readonly AWSTemplateFormatVersion?: string;
  readonly Parameters: Readonly<Record<string, ParameterDefinition>>;
  readonly Mappings: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly Conditions: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, ResourceDefinition>>;
  readonly Outputs: Readonly<Record<string, OutputDefinition>>;
}

/** Limits of the CloudFormation guide, "Understand CloudFormation quotas". */
const BODY_BYTES_MAX = 51_200;
const RESOURCES_MAX = 500;
const DESCRIPTION_MAX = 1024;

const SECTIONS = [
  'AWSTemplateFormatVersion',
  'Conditions',
  'Description',
  'Mappings',
  'Metadata',
  'Outputs',
  'Parameters',
  'Resources',
  'Rules',
  'Transform',
  'Hooks',
];
const RESOURCE_MEMBERS = [
  'Type',
  'Properties',
  'Condition',
  'DependsOn',
  'DeletionPolicy',
  'UpdateReplacePolicy',
  'Metadata',
  'CreationPolicy',
  'UpdatePolicy',
];
const POLICIES = ['Delete', 'Retain', 'Snapshot', 'RetainExceptOnCreate'];

const sectionOf = (
  template: Readonly<Record<string, unknown>>,
  name: string,
): Readonly<Record<string, unknown>> => {
  const section = template[name] ?? {};
  if (!isRecord(section)) throw formatError('unsupported structure.');
  return section;
};

/** A body that is sent inline is shorter than one that is read from S3. */
export function checkInlineBody(body: string): void {
  if (Buffer.byteLength(body) <= BODY_BYTES_MAX) return;
  throw validationError(
    `1 validation error detected: Value '${body}' at 'templateBody' failed to satisfy constraint: ` +
      `Member must have length less than or equal to ${BODY_BYTES_MAX}`,
  );
}

/** Templates are long, and those that come again are the fleet's own. */
const TEMPLATES_KEPT = 100;

/**
 * Reads and checks a template. Throws `ValidationError` in CloudFormation's words, and `NotSimulated` for
 * macros, rules, hooks and creation or update policies.
 */
export const readTemplate = remembered((body): Template => {
  const raw = parseTemplateBody(body);
  if (!isRecord(raw)) throw formatError('unsupported structure.');
  const [nullAt] = nullsIn(raw);
  if (nullAt !== undefined) throw validationError(`[${nullAt}] 'null' values are not allowed in templates`);
  const unknown = Object.keys(raw).filter((name) => !SECTIONS.includes(name));
  if (unknown.length > 0)
    throw validationError(`Invalid template property or properties [${unknown.join(', ')}]`);
  for (const name of ['Transform', 'Rules', 'Hooks']) {
    if (raw[name] !== undefined) throw new NotSimulated(`the ${name} section of CloudFormation templates`);
  }
  const version = raw.AWSTemplateFormatVersion;
  if (version !== undefined && version !== '2010-09-09') {
    throw formatError(`${String(version)} is not a supported value for AWSTemplateFormatVersion.`);
  }
  const description = raw.Description;
  if (description !== undefined && typeof description !== 'string') {
    throw formatError('Description must be a string.');
  }
  if ((description?.length ?? 0) > DESCRIPTION_MAX) {
    throw formatError(`'Description' length is greater than ${DESCRIPTION_MAX}.`);
  }
  checkParameters(sectionOf(raw, 'Parameters'));
  checkMappings(sectionOf(raw, 'Mappings'));
  checkResources(sectionOf(raw, 'Resources'));
  checkOutputs(sectionOf(raw, 'Outputs'), sectionOf(raw, 'Resources'));
  return {
    ...raw,
    Parameters: sectionOf(raw, 'Parameters') as Template['Parameters'],
    Mappings: sectionOf(raw, 'Mappings') as Template['Mappings'],
    Conditions: sectionOf(raw, 'Conditions'),
    Resources: sectionOf(raw, 'Resources') as Template['Resources'],
    Outputs: sectionOf(raw, 'Outputs') as Template['Outputs'],
  };
}, TEMPLATES_KEPT);

/** JSON pointers of the nulls in a template, which CloudFormation takes nowhere. */
function nullsIn(value: unknown, path = ''): string[] {
  if (value === null) return [path];
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, item]) => nullsIn(item, `${path}/${key}`));
}

function checkResources(resources: Readonly<Record<string, unknown>>): void {
  const names = Object.keys(resources);
  if (names.length === 0) throw formatError('At least one Resources member must be defined.');
  if (names.length > RESOURCES_MAX) {
    throw formatError(
      `Number of resources, ${names.length}, is greater than maximum allowed, ${RESOURCES_MAX}`,
    );
  }
  for (const [name, definition] of Object.entries(resources)) {
    if (name.startsWith('Fn::ForEach')) throw new NotSimulated('Fn::ForEach');
    if (!/^[a-zA-Z0-9]+$/.test(name)) throw formatError(`Resource name ${name} is non alphanumeric.`);
    if (!isRecord(definition)) throw formatError(`[/Resources/${name}] resource definition is malformed`);
    checkType(name, definition.Type);
    for (const member of Object.keys(definition)) {
      if (!RESOURCE_MEMBERS.includes(member))
        throw validationError(`Invalid template resource property '${member}'`);
    }
    if (definition.CreationPolicy !== undefined)
      throw new NotSimulated('CreationPolicy of a CloudFormation resource');
    checkUpdatePolicy(definition.UpdatePolicy);
    if (definition.Properties !== undefined && !isRecord(definition.Properties)) {
      throw formatError(`[/Resources/${name}/Properties] Properties must be an object.`);
    }
    for (const member of ['DeletionPolicy', 'UpdateReplacePolicy']) checkPolicy(member, definition[member]);
  }
}

/** Types are texts, of names with colons between (observed: cfn-lint#1630, Sceptre#677). */
function checkType(name: string, type: unknown): void {
  if (type === undefined) {
    throw formatError(`[/Resources/${name}] Every Resources object must contain a Type member.`);
  }
  if (typeof type !== 'string') {
    throw formatError(`[/Resources/${name}] Every Type member must be a string.`);
  }
  if (!/^(?:Custom::[\w@-]+|\w+(?:::\w+)+)$/.test(type)) {
    throw formatError(`Unrecognized resource types: [${type}]`);
  }
}

/** Refuses update policies, except the one that leaves sizes alone which the template has not changed. */
function checkUpdatePolicy(policy: unknown): void {
  if (policy === undefined) return;
  if (!isRecord(policy)) throw formatError('Every UpdatePolicy member must be an object.');
  for (const name of Object.keys(policy)) {
    if (name !== 'AutoScalingScheduledAction')
      throw new NotSimulated(`UpdatePolicy ${name} of a CloudFormation resource`);
  }
}

function checkPolicy(member: string, policy: unknown): void {
  if (policy === undefined) return;
  if (typeof policy !== 'string' || !POLICIES.includes(policy)) {
    throw formatError(`Unrecognized ${member} ${String(policy)} for resource.`);
  }
  if (policy === 'Snapshot') throw new NotSimulated(`${member} Snapshot`);
}
