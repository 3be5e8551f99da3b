import { assertConstraints, assertTableName, type Constraints } from '../constraints.ts';
import { invalidParameter, validationError } from '../errors.ts';
import { type AttributeTypes, type KeySchemaElement, keyNamesOf } from '../items/key-schema.ts';
import type { Projection, SecondaryIndex, Throughput } from './table.ts';

export interface AttributeDefinition {
  readonly AttributeName: string;
  readonly AttributeType: 'S' | 'N' | 'B';
}

export interface IndexDefinition {
  readonly IndexName: string;
  readonly KeySchema: readonly KeySchemaElement[];
  readonly Projection: Projection;
  readonly ProvisionedThroughput?: Throughput;
}

/** The members that define a table; the same in the API and in CloudFormation. */
export interface TableDefinition {
  readonly TableName: string;
  readonly AttributeDefinitions: readonly AttributeDefinition[];
  readonly KeySchema: readonly KeySchemaElement[];
  readonly LocalSecondaryIndexes?: readonly IndexDefinition[];
  readonly GlobalSecondaryIndexes?: readonly IndexDefinition[];
  readonly BillingMode?: 'PROVISIONED' | 'PAY_PER_REQUEST';
  readonly ProvisionedThroughput?: Throughput;
}

/** Members of an index's definition that are modelled. */
export const INDEX_MEMBERS = ['IndexName', 'KeySchema', 'Projection', 'ProvisionedThroughput'];

const LOCAL_INDEXES_MAX = 5;
const GLOBAL_INDEXES_MAX = 20;
/** "Multi-attribute keys" of global secondary indexes: up to four of each kind. */
const INDEX_KEYS_MAX = 8;

export function attributeTypesOf(definitions: readonly AttributeDefinition[]): AttributeTypes {
  return new Map(definitions.map(({ AttributeName, AttributeType }) => [AttributeName, AttributeType]));
}

export function secondaryIndex(
  kind: SecondaryIndex['kind'],
  definition: IndexDefinition,
  status: SecondaryIndex['status'],
): SecondaryIndex {
  return {
    kind,
    name: definition.IndexName,
    schema: definition.KeySchema,
    keys: keyNamesOf(definition.KeySchema),
    projection: definition.Projection,
    status,
    throughput: definition.ProvisionedThroughput,
  };
}

/**
 * Judges a definition as CreateTable does: the model's constraints first, then members that depend on one another.
 */
export function assertTableDefinition(definition: TableDefinition): void {
  assertTableName(definition.TableName);
  assertConstraints((constraints) => assertDefinitionConstraints(constraints, definition));
  const types = attributeTypesOf(definition.AttributeDefinitions);
  if (definition.KeySchema.length > definition.AttributeDefinitions.length) {
    throw validationError('Invalid KeySchema: Some index key attribute have no definition');
  }
  assertThroughput(definition.BillingMode, definition.ProvisionedThroughput);
  assertKeySchema(definition.KeySchema, types, definition.AttributeDefinitions, false);
  const locals = definition.LocalSecondaryIndexes ?? [];
  const globals = definition.GlobalSecondaryIndexes ?? [];
  assertIndexes(definition, locals, globals, types);
  assertAllDefinitionsUsed(definition, [...locals, ...globals]);
}

function assertDefinitionConstraints(constraints: Constraints, definition: TableDefinition): void {
  constraints.required('attributeDefinitions', definition.AttributeDefinitions);
  constraints.required('keySchema', definition.KeySchema);
  constraints.length('keySchema', definition.KeySchema, 1, 2, shownSchema(definition.KeySchema));
  constraints.oneOf('billingMode', definition.BillingMode, ['PROVISIONED', 'PAY_PER_REQUEST']);
  for (const [at, { AttributeType }] of (definition.AttributeDefinitions ?? []).entries()) {
    constraints.oneOf(`attributeDefinitions.${at + 1}.member.attributeType`, AttributeType, ['B', 'N', 'S']);
  }
  keySchemaConstraints(constraints, 'keySchema', definition.KeySchema);
  indexConstraints(constraints, 'globalSecondaryIndexes', definition.GlobalSecondaryIndexes);
  indexConstraints(constraints, 'localSecondaryIndexes', definition.LocalSecondaryIndexes);
  for (const member of ['ReadCapacityUnits', 'WriteCapacityUnits'] as const) {
    const path = `provisionedThroughput.${member.charAt(0).toLowerCase()}${member.slice(1)}`;
    const throughput = definition.ProvisionedThroughput;
    if (throughput) constraints.required(path, throughput[member]);
    constraints.atLeast(path, throughput?.[member], 1);
  }
}

/** A key schema as AWS prints it in refusals. */
function shownSchema(schema: readonly KeySchemaElement[] | undefined): string {
  const elements = (schema ?? []).map(
    ({ AttributeName, KeyType }) => `KeySchemaElement(attributeName=${AttributeName}, keyType=${KeyType})`,
  );
  return `[${elements.join(', ')}]`;
}

function keySchemaConstraints(
  constraints: Constraints,
  path: string,
  schema: readonly KeySchemaElement[] | undefined,
): void {
  for (const [at, { KeyType }] of (schema ?? []).entries()) {
    constraints.oneOf(`${path}.${at + 1}.member.keyType`, KeyType, ['HASH', 'RANGE']);
  }
}

function indexConstraints(
  constraints: Constraints,
  member: string,
  indexes: readonly IndexDefinition[] | undefined,
): void {
  for (const [at, index] of (indexes ?? []).entries()) {
    const path = `${member}.${at + 1}.member`;
    constraints.required(`${path}.indexName`, index.IndexName);
    constraints.length(`${path}.indexName`, index.IndexName, 3, 255);
    constraints.pattern(`${path}.indexName`, index.IndexName, '[a-zA-Z0-9_.-]+');
    constraints.required(`${path}.keySchema`, index.KeySchema);
    constraints.length(`${path}.keySchema`, index.KeySchema, 1, INDEX_KEYS_MAX, shownSchema(index.KeySchema));
    constraints.required(`${path}.projection`, index.Projection);
    const { NonKeyAttributes } = index.Projection ?? {};
    constraints.length(`${path}.projection.nonKeyAttributes`, NonKeyAttributes, 1, 20);
    constraints.oneOf(`${path}.projection.projectionType`, index.Projection?.ProjectionType, [
      'ALL',
      'INCLUDE',
      'KEYS_ONLY',
    ]);
    keySchemaConstraints(constraints, `${path}.keySchema`, index.KeySchema);
  }
}

export function assertThroughput(
  billingMode: TableDefinition['BillingMode'],
  throughput: Throughput | undefined,
): void {
  if (billingMode === 'PAY_PER_REQUEST' && throughput) {
    throw invalidParameter(
      'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
    );
  }
  if (billingMode !== 'PAY_PER_REQUEST' && !throughput) {
    throw invalidParameter(
      'ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED',
    );
  }
  assertBounds(throughput);
}

const CAPACITY_UNITS_MAX = 1_000_000_000_000;

export function assertBounds(throughput: Throughput | undefined): void {
  for (const member of ['ReadCapacityUnits', 'WriteCapacityUnits'] as const) {
    const units = throughput?.[member] ?? 0;
    if (units > CAPACITY_UNITS_MAX)
      throw validationError(`Given value ${units} for ${member} is out of bounds`);
  }
}

function assertKeySchema(
  schema: readonly KeySchemaElement[],
  types: AttributeTypes,
  definitions: readonly AttributeDefinition[],
  isMultiAttribute: boolean,
): void {
  const names = schema.map(({ AttributeName }) => AttributeName);
  if (schema[0]?.KeyType !== 'HASH') {
    throw validationError('Invalid KeySchema: The first KeySchemaElement is not a HASH key type');
  }
  if (new Set(names).size !== names.length) {
    throw invalidParameter('Both the Hash Key and the Range Key element in the KeySchema have the same name');
  }
  if (!isMultiAttribute && schema[1] && schema[1].KeyType !== 'RANGE') {
    throw validationError('Invalid KeySchema: The second KeySchemaElement is not a RANGE key type');
  }
  const undefinedNames = names.filter((name) => !types.has(name));
  if (undefinedNames.length > 0) {
    const defined = definitions.map(({ AttributeName }) => AttributeName).join(', ');
    throw invalidParameter(
      `Some index key attributes are not defined in AttributeDefinitions. Keys: [${undefinedNames.join(', ')}], AttributeDefinitions: [${defined}]`,
    );
  }
}

function assertProjection({ Projection: projection }: IndexDefinition): void {
  if (!projection?.ProjectionType) throw invalidParameter('Unknown ProjectionType: null');
  const { ProjectionType, NonKeyAttributes } = projection;
  if (ProjectionType === 'INCLUDE' && !NonKeyAttributes) {
    throw invalidParameter('ProjectionType is INCLUDE, but NonKeyAttributes is not specified');
  }
  if (ProjectionType !== 'INCLUDE' && NonKeyAttributes) {
    throw invalidParameter(`ProjectionType is ${ProjectionType}, but NonKeyAttributes is specified`);
  }
}

function assertIndexes(
  definition: TableDefinition,
  locals: readonly IndexDefinition[],
  globals: readonly IndexDefinition[],
  types: AttributeTypes,
): void {
  if (locals.length > LOCAL_INDEXES_MAX) {
    throw invalidParameter(`Number of LocalSecondaryIndexes exceeds per-table limit of ${LOCAL_INDEXES_MAX}`);
  }
  if (globals.length > GLOBAL_INDEXES_MAX) {
    throw invalidParameter(`GlobalSecondaryIndex count exceeds the per-table limit of ${GLOBAL_INDEXES_MAX}`);
  }
  for (const member of ['LocalSecondaryIndexes', 'GlobalSecondaryIndexes'] as const) {
    if (definition[member]?.length === 0) throw invalidParameter(`List of ${member} is empty`);
  }
  const seen = new Set<string>();
  for (const index of [...locals, ...globals]) {
    if (seen.has(index.IndexName)) throw invalidParameter(`Duplicate index name: ${index.IndexName}`);
    seen.add(index.IndexName);
    assertKeySchema(index.KeySchema, types, definition.AttributeDefinitions, globals.includes(index));
    assertProjection(index);
  }
  for (const index of locals) assertLocalIndex(definition, index);
  for (const index of globals) {
    if (definition.BillingMode !== 'PAY_PER_REQUEST' && !index.ProvisionedThroughput) {
      throw invalidParameter(`ProvisionedThroughput is not specified for index: ${index.IndexName}`);
    }
    if (definition.BillingMode === 'PAY_PER_REQUEST' && index.ProvisionedThroughput) {
      throw invalidParameter(
        `ProvisionedThroughput should not be specified for index: ${index.IndexName} when BillingMode is PAY_PER_REQUEST`,
      );
    }
  }
}

function assertLocalIndex(definition: TableDefinition, index: IndexDefinition): void {
  const table = keyNamesOf(definition.KeySchema);
  const keys = keyNamesOf(index.KeySchema);
  if (table.range.length === 0) {
    throw invalidParameter(
      'Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex',
    );
  }
  if (keys.hash[0] !== table.hash[0]) {
    throw invalidParameter(
      `Index KeySchema does not have the same leading hash key as table KeySchema for index: ${index.IndexName}. index hash key: ${keys.hash[0]}, table hash key: ${table.hash[0]}`,
    );
  }
  if (keys.range.length === 0) {
    throw invalidParameter(`Index KeySchema does not have a range key for index: ${index.IndexName}`);
  }
}

function assertAllDefinitionsUsed(definition: TableDefinition, indexes: readonly IndexDefinition[]): void {
  const used = [definition.KeySchema, ...indexes.map(({ KeySchema }) => KeySchema)].flatMap(
    (schema) => keyNamesOf(schema).all,
  );
  const defined = definition.AttributeDefinitions.map(({ AttributeName }) => AttributeName);
  const isTwice = indexes.length === 0 && defined.length !== definition.KeySchema.length;
  if (!isTwice && defined.every((name) => used.includes(name))) return;
  if (indexes.length === 0) {
    throw invalidParameter(
      'Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions',
    );
  }
  throw invalidParameter(
    `Some AttributeDefinitions are not used. AttributeDefinitions: [${defined.join(', ')}], keys used: [${[...new Set(used)].join(', ')}]`,
  );
}
