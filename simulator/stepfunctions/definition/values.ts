import { expressionOf } from '../expressions/expression.ts';
import { momentOf } from '../expressions/timestamp.ts';
import type { Fields, Report } from './finding.ts';

interface Bounds {
  readonly least: number;
  readonly most: number;
}

/** States language and guide, "Wait" and "Task": whole seconds, 99,999,999 at most. */
const SECONDS_MAX = 99_999_999;
const timeout: Bounds = { least: 1, most: SECONDS_MAX };
const count: Bounds = { least: 0, most: Number.POSITIVE_INFINITY };

/** Fields that are numbers, by the bounds that the language gives them. */
const NUMBERS: Readonly<Record<string, Bounds>> = {
  TimeoutSeconds: timeout,
  HeartbeatSeconds: timeout,
  Seconds: { least: 0, most: SECONDS_MAX },
  MaxConcurrency: count,
  ToleratedFailureCount: count,
  ToleratedFailurePercentage: { least: 0, most: 100 },
};

const isExpression = (value: unknown): boolean =>
  typeof value === 'string' && expressionOf(value) !== undefined;

/**
 * Checks values that the definition itself gives. AWS's wording for a bound is known
 * (github.com/aws-cloudformation/cfn-lint issue 4075), the other wordings are ours.
 */
export function checkValues(fields: Fields, at: string, report: Report): void {
  const fail = (name: string, message: string) =>
    report({ code: 'SCHEMA_VALIDATION_FAILED', message, location: `${at}/${name}` });
  for (const [name, { least, most }] of Object.entries(NUMBERS)) {
    const value = fields[name];
    if (value === undefined || isExpression(value)) continue;
    const isWhole = name === 'ToleratedFailurePercentage' || Number.isInteger(value);
    if (typeof value !== 'number' || !isWhole) fail(name, 'Expected value of type Integer');
    else if (value < least) fail(name, `Minimum value is ${least}`);
    else if (value > most) fail(name, `Maximum value is ${most}`);
  }
  const { TimeoutSeconds: whole, HeartbeatSeconds: beat } = fields;
  if (typeof whole === 'number' && typeof beat === 'number' && beat >= whole)
    fail('HeartbeatSeconds', 'HeartbeatSeconds must be smaller than TimeoutSeconds');
  const { Timestamp, Items, Error: error, Cause } = fields;
  if (Timestamp !== undefined && !isExpression(Timestamp) && !isMoment(Timestamp)) {
    fail('Timestamp', `Value is not a valid ISO-8601 timestamp: ${String(Timestamp)}`);
  }
  if (Items !== undefined && !isExpression(Items) && !Array.isArray(Items))
    fail('Items', 'Expected value of type Array');
  for (const [name, text] of Object.entries({ Error: error, Cause }))
    if (text !== undefined && typeof text !== 'string') fail(name, 'Expected value of type String');
}

const isMoment = (value: unknown): boolean => typeof value === 'string' && momentOf(value) !== undefined;

/** A rule of a JSONata Choice asks an expression, or says true or false. */
export function checkCondition(condition: unknown, at: string, report: Report): void {
  if (typeof condition === 'boolean' || isExpression(condition)) return;
  const message = 'Expected a JSONata expression';
  report({ code: 'SCHEMA_VALIDATION_FAILED', message, location: `${at}/Condition` });
}
