import { BlockList, isIPv6 } from 'node:net';
import { remembered } from '../../remembered.ts';
import type { RequestContext } from './request-context.ts';
import { matchesArn, matchesWildcard } from './wildcard.ts';

/** The Condition element: operator → key → values. */
export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

type Compare = (actual: string, expected: string) => boolean;

const time = (text: string): number => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text));

const numeric =
  (holds: (actual: number, expected: number) => boolean): Compare =>
  (actual, expected) =>
    holds(Number(actual), Number(expected));

const date =
  (holds: (actual: number, expected: number) => boolean): Compare =>
  (actual, expected) =>
    holds(time(actual), time(expected));

const sameCase = (text: string): string => text.toLowerCase();

const rangeOf = remembered((range): BlockList => {
  const [network = '', prefix] = range.split('/');
  const family = isIPv6(network) ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  list.addSubnet(network, prefix === undefined ? (family === 'ipv6' ? 128 : 32) : Number(prefix), family);
  return list;
});

const inAddressRange = (address: string, range: string): boolean =>
  rangeOf(range).check(address, isIPv6(address) ? 'ipv6' : 'ipv4');

/** Positive operators by name (IAM guide, "IAM JSON policy elements: Condition operators"). */
const COMPARE: Readonly<Record<string, Compare>> = {
  StringEquals: (actual, expected) => actual === expected,
  StringEqualsIgnoreCase: (actual, expected) => sameCase(actual) === sameCase(expected),
  StringLike: (actual, expected) => matchesWildcard(expected, actual),
  NumericEquals: numeric((actual, expected) => actual === expected),
  NumericLessThan: numeric((actual, expected) => actual < expected),
  NumericLessThanEquals: numeric((actual, expected) => actual <= expected),
  NumericGreaterThan: numeric((actual, expected) => actual > expected),
  NumericGreaterThanEquals: numeric((actual, expected) => actual >= expected),
  DateEquals: date((actual, expected) => actual === expected),
  DateLessThan: date((actual, expected) => actual < expected),
  DateLessThanEquals: date((actual, expected) => actual <= expected),
  DateGreaterThan: date((actual, expected) => actual > expected),
  DateGreaterThanEquals: date((actual, expected) => actual >= expected),
  Bool: (actual, expected) => sameCase(actual) === sameCase(expected),
  BinaryEquals: (actual, expected) => actual === expected,
  IpAddress: inAddressRange,
  ArnEquals: (actual, expected) => matchesArn(expected, actual),
  ArnLike: (actual, expected) => matchesArn(expected, actual),
};

/** The negated operators; they also hold where the key is absent. */
const NEGATED: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
};

interface Operator {
  readonly quantifier: 'ForAllValues' | 'ForAnyValue' | undefined;
  readonly compare: Compare;
  readonly negated: boolean;
  readonly ifExists: boolean;
}

/** `Null`, or the parts of an operator's name; undefined where IAM has no such operator. */
export function parseOperator(name: string): Operator | 'Null' | undefined {
  if (name === 'Null') return 'Null';
  const [, quantifier, rest = ''] = /^(?:(ForAllValues|ForAnyValue):)?(.*)$/.exec(name) ?? [];
  const ifExists = rest.endsWith('IfExists');
  const base = ifExists ? rest.slice(0, -'IfExists'.length) : rest;
  const positive = NEGATED[base];
  const compare = COMPARE[positive ?? base];
  if (!compare) return undefined;
  return {
    quantifier: quantifier as Operator['quantifier'],
    compare,
    negated: positive !== undefined,
    ifExists,
  };
}

function holds(
  operator: Operator,
  actual: readonly string[] | undefined,
  expected: readonly string[],
): boolean {
  const matchesOne = (value: string) =>
    expected.some((wanted) => operator.compare(value, wanted)) !== operator.negated;
  if (operator.quantifier === 'ForAllValues') return (actual ?? []).every(matchesOne);
  if (actual === undefined)
    return operator.ifExists || (operator.negated && operator.quantifier === undefined);
  if (operator.quantifier === 'ForAnyValue' || !operator.negated) return actual.some(matchesOne);
  return actual.every(matchesOne);
}

/** One key of a block, made ready for many requests. */
export interface Condition {
  /** Undefined where IAM has no such operator. */
  readonly operator: Operator | 'Null' | undefined;
  /** The key in lower case. */
  readonly key: string;
  /** The expected values for one request: variables in them differ from request to request. */
  expected(context: RequestContext): readonly string[];
}

/** A block's conditions; `resolver` makes a function of values that gives them for a request. */
export function conditionsIn(
  block: ConditionBlock,
  resolver: (values: readonly string[]) => Condition['expected'],
): readonly Condition[] {
  return Object.entries(block).flatMap(([name, keys]) => {
    const operator = parseOperator(name);
    return Object.entries(keys).map(([key, values]) => ({
      operator,
      key: key.toLowerCase(),
      expected: resolver(values),
    }));
  });
}

/** Whether every condition holds. */
export function conditionsHold(conditions: readonly Condition[], context: RequestContext): boolean {
  return conditions.every(({ operator, key, expected }) => {
    if (operator === undefined) return false;
    const actual = context.get(key);
    if (operator === 'Null')
      return expected(context).some((value) => (value === 'true') === (actual === undefined));
    return holds(operator, actual, expected(context));
  });
}
