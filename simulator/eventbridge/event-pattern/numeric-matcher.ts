import type { JsonNode } from './json-reader.ts';
import type { LeafValue } from './leaf-value.ts';
import { refusePattern } from './refusal.ts';

const LIMIT = 5e9;
const MILLIONTHS = 1e6;

/**
 * A number in millionths, or undefined where EventBridge cannot compare it: beyond ±5,000,000,000 or with more
 * than six decimals (EventBridge user guide, "Numeric matching").
 */
export function comparableNumber(value: number): number | undefined {
  if (!(Math.abs(value) <= LIMIT)) return undefined;
  const scaled = Math.round(value * MILLIONTHS);
  return scaled / MILLIONTHS === value ? scaled : undefined;
}

interface Bound {
  readonly value: number;
  readonly open: boolean;
}

/** `numeric`: an equality, one bound, or a lower bound and then an upper one; nothing else is accepted. */
export function numericMatcher(node: JsonNode): (value: LeafValue) => boolean {
  if (node.kind !== 'array') return refusePattern('Value of numeric must be an array.', node.at);
  const operator = node.items[0];
  if (operator?.kind !== 'string') return refusePattern('Invalid member in numeric match: ', node.at);
  const sign = operator.value;
  if (!['=', '<', '<=', '>', '>='].includes(sign)) {
    return refusePattern(`Unrecognized numeric range operator: ${sign}`, operator.at);
  }
  const bound = numberOf(node.items[1], sign === '=' ? 'equals' : sign, operator.at);
  const rest = node.items.slice(2);
  if (sign === '=' || sign === '<' || sign === '<=') {
    if (rest[0]) refusePattern('Too many elements in numeric expression', rest[0].at);
    if (sign === '=') return within({ value: bound, open: false }, { value: bound, open: false });
    return within(undefined, { value: bound, open: sign === '<' });
  }
  const bottom = { value: bound, open: sign === '>' };
  return within(bottom, rest[0] ? upperBound(rest[0], rest.slice(1), bottom.value) : undefined);
}

function upperBound(operator: JsonNode, rest: readonly JsonNode[], bottom: number): Bound {
  if (operator.kind !== 'string') return refusePattern('Bad value in numeric range: ', operator.at);
  if (operator.value !== '<' && operator.value !== '<=') {
    return refusePattern(`Bad numeric range operator: ${operator.value}`, operator.at);
  }
  const value = numberOf(rest[0], operator.value, operator.at);
  if (rest[1]) refusePattern('Too many terms in numeric range expression', rest[1].at);
  if (bottom >= value) refusePattern('Bottom must be less than top', rest[0]?.at ?? operator.at);
  return { value, open: operator.value === '<' };
}

function numberOf(node: JsonNode | undefined, name: string, at: number): number {
  if (node?.kind !== 'number') return refusePattern(`Value of ${name} must be numeric`, node?.at ?? at);
  const value = comparableNumber(node.value);
  return value ?? refusePattern('Value must be between -5.0E9 and 5.0E9, inclusive', node.at);
}

function within(bottom: Bound | undefined, top: Bound | undefined): (value: LeafValue) => boolean {
  return (found) => {
    const value = typeof found === 'number' ? comparableNumber(found) : undefined;
    if (value === undefined) return false;
    if (bottom && (bottom.open ? value <= bottom.value : value < bottom.value)) return false;
    return !top || (top.open ? value < top.value : value <= top.value);
  };
}
