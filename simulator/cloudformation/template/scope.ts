import { zonesOf } from '../../ec2/zones.ts';
import type { Region } from '../../region.ts';
import { templateError, validationError } from '../errors.ts';
import type { Physical } from '../stacks/stack.ts';
import { conditionsOf } from './conditions.ts';
import { type Scope, UNKNOWN } from './intrinsics.ts';
import type { StackParameter } from './parameters.ts';
import { isRecord } from './record.ts';
import type { Template } from './template.ts';

/** The stack's id and name, for the pseudo parameters. */
export interface StackIdentity {
  readonly stackId: string;
  readonly stackName: string;
}

function pseudoParameters(
  region: Region,
  stack: StackIdentity,
  notificationArns: readonly string[],
): Readonly<Record<string, unknown>> {
  return {
    'AWS::AccountId': region.accountId,
    'AWS::NotificationARNs': [...notificationArns],
    'AWS::Partition': region.partition,
    'AWS::Region': region.name,
    'AWS::StackId': stack.stackId,
    'AWS::StackName': stack.stackName,
    'AWS::URLSuffix': 'amazonaws.com',
  };
}

/** The scope of a template's own parts: parameters, mappings and conditions; resources are unknown. */
export function templateScope(
  region: Region,
  stack: StackIdentity,
  template: Template,
  parameters: ReadonlyMap<string, StackParameter>,
  notificationArns: readonly string[],
): Scope {
  const pseudo = pseudoParameters(region, stack, notificationArns);
  const base: Omit<Scope, 'condition'> = {
    mappings: template.Mappings,
    parameter: (name) => pseudo[name] ?? parameters.get(name)?.resolved,
    ref: () => UNKNOWN,
    getAtt: () => UNKNOWN,
    importValue: () => UNKNOWN,
    availabilityZones: (name) =>
      (zonesOf(name) ?? []).filter(({ type }) => type === 'availability-zone').map(({ name: zone }) => zone),
  };
  return { ...base, condition: conditionsOf(template, base) };
}

/** The same with resources that exist; `find` answers undefined where one is not there yet. */
export function resourceScope(
  scope: Scope,
  find: (logicalId: string) => Physical | undefined,
  importValue: (name: string) => unknown,
): Scope {
  return {
    ...scope,
    importValue,
    ref: (logicalId) => find(logicalId)?.ref ?? UNKNOWN,
    getAtt: (logicalId, attribute) => {
      const physical = find(logicalId);
      return physical ? attributeOf(logicalId, physical, attribute) : UNKNOWN;
    },
  };
}

/** An attribute of a resource; a property that the template set is readable too, under its own name. */
function attributeOf(logicalId: string, physical: Physical, attribute: string): unknown {
  const value = at(physical.attributes, attribute) ?? at(physical.properties, attribute);
  if (value === undefined) {
    throw templateError(`resource ${logicalId} does not support attribute type ${attribute} in Fn::GetAtt`);
  }
  return value;
}

function at(record: Readonly<Record<string, unknown>>, path: string): unknown {
  if (path in record) return record[path];
  return path.split('.').reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), record);
}

export const noExport = (name: string) => validationError(`No export named ${name} found.`);
