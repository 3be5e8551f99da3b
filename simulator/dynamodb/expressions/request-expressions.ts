import { AwsError } from '../../aws-error.ts';
import { validationError } from '../errors.ts';
import { checkedValue } from '../items/attribute-validation.ts';
import type { AttributeValue } from '../items/attribute-value.ts';
import type { Condition } from './condition.ts';
import { resolveCondition } from './condition-operands.ts';
import { parseConditionSyntax } from './condition-syntax.ts';
import { type KeyCondition, keyConditionsOf } from './key-condition.ts';
import { type Path, Placeholders } from './placeholders.ts';
import { parseProjection } from './projection.ts';
import { parseUpdate, type UpdateClause } from './update.ts';

const MEMBERS = [
  'UpdateExpression',
  'ConditionExpression',
  'KeyConditionExpression',
  'FilterExpression',
  'ProjectionExpression',
] as const;
type ExpressionMember = (typeof MEMBERS)[number];

/** The members of a request that this module reads, and the ones of the time before expressions. */
export interface ExpressionInput {
  readonly UpdateExpression?: string;
  readonly ConditionExpression?: string;
  readonly KeyConditionExpression?: string;
  readonly FilterExpression?: string;
  readonly ProjectionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<Record<string, AttributeValue>>;
}

type Members = ExpressionInput & Readonly<Record<string, unknown>>;

export interface RequestExpressions {
  readonly update?: readonly UpdateClause[];
  readonly condition?: Condition;
  readonly keyConditions?: readonly KeyCondition[];
  readonly filter?: Condition;
  readonly projection?: readonly Path[];
}

/** The expressions of a request without any, as most reads of one item are. */
const NONE: RequestExpressions = {};

/**
 * Parses and checks all expressions of a request, before anything else in it: AWS refuses them even where the table
 * does not exist. `expressions` are the members that the operation takes, in the order in which AWS mentions them;
 * `nonExpressions` the older members that may not stand beside them.
 */
export function parseRequestExpressions(
  input: ExpressionInput,
  expressions: readonly ExpressionMember[],
  nonExpressions: readonly string[],
): RequestExpressions {
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: given } = input;
  if (!names && !given && MEMBERS.every((member) => input[member] === undefined)) return NONE;
  assertMembersAgree(input as Members, expressions, nonExpressions);
  assertPlaceholderForms(input);
  const placeholders = new Placeholders(names, checkedValues(given));
  const update = parsed(input, 'UpdateExpression', (text) => parseUpdate(text, placeholders));
  const condition = parsed(input, 'ConditionExpression', (text) => parseCondition(text, placeholders));
  const keyCondition = parsed(input, 'KeyConditionExpression', (text) => parseCondition(text, placeholders));
  const filter = parsed(input, 'FilterExpression', (text) => parseCondition(text, placeholders));
  const projection = parsed(input, 'ProjectionExpression', (text) => parseProjection(text, placeholders));
  placeholders.assertAllUsed();
  return {
    ...(update && { update }),
    ...(condition && { condition }),
    ...(keyCondition && { keyConditions: keyConditionsOf(keyCondition) }),
    ...(filter && { filter }),
    ...(projection && { projection }),
  };
}

function parseCondition(expression: string, placeholders: Placeholders): Condition {
  if (expression === '') throw validationError('The expression can not be empty;');
  return resolveCondition(parseConditionSyntax(expression), placeholders);
}

/** Puts the member's name before an error. */
function parsed<T>(
  input: ExpressionInput,
  member: ExpressionMember,
  parse: (text: string) => T,
): T | undefined {
  const text = input[member];
  if (text === undefined) return undefined;
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof AwsError) throw validationError(`Invalid ${member}: ${error.message}`);
    throw error;
  }
}

function assertMembersAgree(
  input: Members,
  expressions: readonly ExpressionMember[],
  nonExpressions: readonly string[],
): void {
  const given = expressions.filter((member) => input[member] !== undefined);
  const older = nonExpressions.filter(
    (member) =>
      input[member] !== undefined &&
      !(member === 'KeyConditions' && input.KeyConditionExpression === undefined),
  );
  if (given.length > 0 && older.length > 0) {
    throw validationError(
      `Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {${older.join(', ')}} Expression parameters: {${given.join(', ')}}`,
    );
  }
  if (input.ExpressionAttributeNames && given.length === 0) {
    const only = expressions.length === 1 ? `: ${expressions[0]} is null` : '';
    throw validationError(`ExpressionAttributeNames can only be specified when using expressions${only}`);
  }
  const withValues = expressions.filter((member) => member !== 'ProjectionExpression');
  if (input.ExpressionAttributeValues && withValues.every((member) => input[member] === undefined)) {
    throw validationError(
      `ExpressionAttributeValues can only be specified when using expressions: ${withValues.join(' and ')} ${withValues.length > 1 ? 'are' : 'is'} null`,
    );
  }
}

const PLACEHOLDER_FORMS = [
  ['ExpressionAttributeNames', /^#[0-9a-zA-Z_]+$/],
  ['ExpressionAttributeValues', /^:[0-9a-zA-Z_]+$/],
] as const;

function assertPlaceholderForms(input: ExpressionInput): void {
  for (const [member, form] of PLACEHOLDER_FORMS) {
    const keys = input[member] && Object.keys(input[member]);
    if (keys?.length === 0) throw validationError(`${member} must not be empty`);
    const wrong = keys?.find((key) => !form.test(key));
    if (wrong !== undefined) {
      throw validationError(`${member} contains invalid key: Syntax error; key: "${wrong}"`);
    }
  }
}

function checkedValues(
  values: Readonly<Record<string, AttributeValue>> | undefined,
): Readonly<Record<string, AttributeValue>> | undefined {
  if (!values) return undefined;
  const checked: Record<string, AttributeValue> = {};
  for (const key in values) {
    try {
      checked[key] = checkedValue(values[key] as AttributeValue, 'nested');
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      // AWS puts the place before most of these refusals, but not before that of an empty set (recorded).
      if (error.message.endsWith('may not be empty')) throw error;
      throw validationError(
        `ExpressionAttributeValues contains invalid value: ${error.message} for key ${key}`,
      );
    }
  }
  return checked;
}
