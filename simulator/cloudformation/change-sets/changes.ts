import type { Properties } from '../../service.ts';
import type { Engine } from '../engine.ts';
import { providerOf } from '../resources/actions.ts';
import type { ChangeDetail, Deployment, ResourceChange, Stack, StackResource } from '../stacks/stack.ts';
import { containsUnknown, resolve, type Scope, UNKNOWN } from '../template/intrinsics.ts';
import { isRecord } from '../template/record.ts';
import { type Reference, referencesOf } from '../template/references.ts';
import { resourceScope, templateScope } from '../template/scope.ts';
import { changedProperties, needsReplacement, sameValue } from './property-changes.ts';

/** A change set's word for a value that only the execution will know. */
const KNOWN_AFTER_APPLY = '{{changeSet:KNOWN_AFTER_APPLY}}';

const shown = (value: unknown): unknown => {
  if (value === UNKNOWN) return KNOWN_AFTER_APPLY;
  if (Array.isArray(value)) return value.map(shown);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shown(item)]));
};

const shownText = (value: unknown): string => {
  const plain = shown(value);
  return typeof plain === 'string' ? plain : JSON.stringify(plain);
};

const contextText = (properties: unknown): string => JSON.stringify({ Properties: shown(properties) });

/**
 * The changes that an update would make to each resource, with property values, as DescribeChangeSet shows them. A
 * reference to a resource that is made or replaced has no value yet. A resource that is changed in place keeps its
 * values, so that resources that refer to it are not listed.
 */
export function changesOf(engine: Engine, stack: Stack, next: Deployment): ResourceChange[] {
  const replaced = new Set<string>();
  const scope = resourceScope(
    templateScope(engine.region, stack, next.template, next.parameters, next.notificationArns),
    (logicalId) => (replaced.has(logicalId) ? undefined : stack.resources.get(logicalId)?.physical),
    () => UNKNOWN,
  );
  const changes = new Map<string, ResourceChange>();
  for (const logicalId of inOrder(next)) {
    const change = changeOf(engine, stack, next, logicalId, { scope, replaced });
    if (change) changes.set(logicalId, change);
  }
  for (const resource of stack.resources.values()) {
    if (resource.physical && !next.active.has(resource.logicalId)) {
      changes.set(resource.logicalId, removal(engine, stack, resource));
    }
  }
  return [...changes.values()];
}

/** Logical ids, each after those that it depends on. */
function inOrder({ active, dependsOn }: Deployment): string[] {
  const ordered = new Set<string>();
  const visit = (logicalId: string): void => {
    if (ordered.has(logicalId)) return;
    for (const needed of dependsOn.get(logicalId) ?? []) visit(needed);
    ordered.add(logicalId);
  };
  for (const logicalId of active.keys()) visit(logicalId);
  return [...ordered];
}

function changeOf(
  engine: Engine,
  stack: Stack,
  next: Deployment,
  logicalId: string,
  { scope, replaced }: { readonly scope: Scope; readonly replaced: Set<string> },
): ResourceChange | undefined {
  const definition = next.active.get(logicalId);
  if (!definition) return undefined;
  const properties = resolve(definition.Properties ?? {}, scope) as Properties;
  const resource = stack.resources.get(logicalId);
  const physical = resource?.physical;
  const common = { LogicalResourceId: logicalId, ResourceType: definition.Type };
  if (!resource || !physical) {
    return { Action: 'Add', ...common, Scope: [], Details: [], AfterContext: contextText(properties) };
  }
  const provider = providerOf(engine, definition.Type);
  const before = physical.properties;
  const changed = changedProperties(before, properties);
  const typeChanged = physical.type !== definition.Type;
  const tagsChanged = stack.deployment !== undefined && !sameValue(stack.deployment.tags, next.tags);
  const metadataChanged = !sameValue(resource.definition.Metadata, definition.Metadata);
  if (changed.length === 0 && !typeChanged && !tagsChanged && !metadataChanged) return undefined;
  const replace = typeChanged || needsReplacement(provider.replacementProperties, before, properties);
  if (replace) replaced.add(logicalId);
  const retain = resource.definition.UpdateReplacePolicy?.startsWith('Retain');
  return {
    Action: 'Modify',
    PhysicalResourceId: physical.physicalId,
    ...common,
    Replacement: replace ? 'True' : 'False',
    ...(replace ? { PolicyAction: retain ? 'ReplaceAndRetain' : 'ReplaceAndDelete' } : {}),
    Scope: [
      ...(changed.length > 0 ? ['Properties'] : []),
      ...(tagsChanged ? ['Tags'] : []),
      ...(metadataChanged ? ['Metadata'] : []),
    ],
    Details: changed.flatMap((name) =>
      detailsOf(stack, next, {
        name,
        expression: definition.Properties?.[name],
        before: before[name],
        after: properties[name],
        recreation: needsReplacement(
          provider.replacementProperties.filter((path) => path.split(/[./]/)[0] === name),
          before,
          properties,
        ),
        isNew: (reference) => replaced.has(reference) || !stack.resources.get(reference)?.physical,
      }),
    ),
    BeforeContext: contextText(before),
    AfterContext: contextText(properties),
  };
}

interface PropertyChange {
  readonly name: string;
  /** The property as the next template writes it. */
  readonly expression: unknown;
  readonly before: unknown;
  readonly after: unknown;
  readonly recreation: boolean;
  /** Whether a resource is made or replaced by this update. */
  isNew(logicalId: string): boolean;
}

/** The entries of one property: its new value, and each parameter or resource that causes the change. */
function detailsOf(stack: Stack, next: Deployment, change: PropertyChange): ChangeDetail[] {
  const { name, before, after } = change;
  const changeType = before === undefined ? 'Add' : after === undefined ? 'Remove' : 'Modify';
  const Target: Record<string, string> = {
    Attribute: 'Properties',
    Name: name,
    RequiresRecreation: change.recreation ? 'Always' : 'Never',
    Path: `/Properties/${name}`,
    AttributeChangeType: changeType,
    ...(before === undefined ? {} : { BeforeValue: shownText(before) }),
    ...(after === undefined ? {} : { AfterValue: shownText(after) }),
  };
  const causes = referencesOf(change.expression, next.condition).flatMap((reference) =>
    causeOf(stack, next, change, reference),
  );
  const direct: ChangeDetail = {
    Target,
    Evaluation: causes.length > 0 ? 'Dynamic' : 'Static',
    ChangeSource: 'DirectModification',
  };
  return [direct, ...causes.map((cause): ChangeDetail => ({ Target, Evaluation: 'Static', ...cause }))];
}

function causeOf(
  stack: Stack,
  next: Deployment,
  change: PropertyChange,
  { name, attribute }: Reference,
): Pick<ChangeDetail, 'ChangeSource' | 'CausingEntity'>[] {
  const parameter = next.parameters.get(name);
  if (parameter) {
    const unchanged = sameValue(stack.deployment?.parameters.get(name)?.resolved, parameter.resolved);
    return unchanged ? [] : [{ ChangeSource: 'ParameterReference', CausingEntity: name }];
  }
  if (!next.active.has(name) || !change.isNew(name) || !containsUnknown(change.after)) return [];
  return attribute === undefined
    ? [{ ChangeSource: 'ResourceReference', CausingEntity: name }]
    : [{ ChangeSource: 'ResourceAttribute', CausingEntity: `${name}.${attribute}` }];
}

/** A removed resource, shown as its template wrote it: its references are not resolved again. */
function removal({ region }: Engine, stack: Stack, resource: StackResource): ResourceChange {
  const before = stack.deployment;
  const properties =
    before &&
    resolve(
      resource.definition.Properties ?? {},
      templateScope(region, stack, before.template, before.parameters, before.notificationArns),
    );
  const retain = resource.definition.DeletionPolicy?.startsWith('Retain');
  return {
    Action: 'Remove',
    LogicalResourceId: resource.logicalId,
    PhysicalResourceId: resource.physical?.physicalId ?? '',
    ResourceType: resource.type,
    PolicyAction: retain ? 'Retain' : 'Delete',
    Scope: [],
    Details: [],
    BeforeContext: contextText(properties ?? resource.physical?.properties),
  };
}
