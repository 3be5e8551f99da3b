import { formatError, templateError } from '../errors.ts';
import { resolve, type Scope } from './intrinsics.ts';
import { functionOf, PSEUDO_PARAMETERS, referencesOf } from './references.ts';
import type { Template } from './template.ts';

/**
 * The conditions of a template, evaluated when first asked for. A condition may use parameters, mappings and
 * other conditions, never resources (CloudFormation guide, "Condition functions").
 */
export function conditionsOf(template: Template, scope: Omit<Scope, 'condition'>): (name: string) => boolean {
  const known = new Map<string, boolean>();
  const underWay = new Set<string>();
  const condition = (name: string): boolean => {
    const cached = known.get(name);
    if (cached !== undefined) return cached;
    if (!(name in template.Conditions)) {
      throw templateError(`unresolved condition dependency ${name} in Fn::If`);
    }
    if (underWay.has(name)) throw formatError(`Circular dependency in condition: ${name}`);
    underWay.add(name);
    const holds = truth(template.Conditions[name]);
    underWay.delete(name);
    known.set(name, holds);
    return holds;
  };
  const full: Scope = { ...scope, condition };
  const truth = (value: unknown): boolean => {
    const [name, argument] = functionOf(value) ?? [];
    const list = Array.isArray(argument) ? argument : [];
    assertOperands(name, list.length);
    if (name === 'Condition') return condition(String(argument));
    if (name === 'Fn::And') return list.every(truth);
    if (name === 'Fn::Or') return list.some(truth);
    if (name === 'Fn::Not') return !truth(list[0]);
    if (name === 'Fn::Equals') {
      const [left, right] = list.map((one) => comparable(resolve(one, full)));
      return left === right;
    }
    throw formatError('Every Condition member must be a string or a condition function.');
  };
  const undefinedNames = Object.values(template.Conditions)
    .flatMap((value) => referencesOf(value))
    .filter(({ name }) => !PSEUDO_PARAMETERS.includes(name) && !(name in template.Parameters))
    .map(({ name }) => name);
  if (undefinedNames.length > 0) {
    throw formatError(
      `Unresolved dependencies [${[...new Set(undefinedNames)].join(', ')}]. Cannot reference resources in the Conditions block of the template`,
    );
  }
  return condition;
}

/** The number of operands of each function, and CloudFormation's words for another number. */
const OPERANDS: Readonly<Record<string, readonly [least: number, most: number, wanted: string]>> = {
  'Fn::And': [2, 10, 'a list of at least 2 and at most 10 boolean parameters'],
  'Fn::Or': [2, 10, 'a list of at least 2 and at most 10 boolean parameters'],
  'Fn::Not': [1, 1, 'one boolean parameter'],
  'Fn::Equals': [2, 2, 'a list of 2 string parameters'],
};

function assertOperands(name: string | undefined, count: number): void {
  const [least, most, wanted] = OPERANDS[name ?? ''] ?? [0, count, ''];
  if (count >= least && count <= most) return;
  throw templateError(`every ${name} object requires ${wanted}.`);
}

/** Numbers and booleans equal their text, as parameters are text. */
function comparable(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value).replace(/^(-?[\d.]+|true|false)$/, '$1');
}
