import { resolve, type Scope } from './intrinsics.ts';
import { functionOf, referencesOf } from './references.ts';
import { formatError, templateError } from './stack-errors.ts';
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
    if (name === 'Condition') return condition(String(argument));
    if (name === 'Fn::And') return list.every(truth);
    if (name === 'Fn::Or') return list.some(truth);
    if (name === 'Fn::Not') return !truth(list[0]);
    if (name === 'Fn::Equals') {
      if (list.length !== 2) throw templateError('Fn::Equals requires a list argument with two elements');
      const [left, right] = list.map((one) => comparable(resolve(one, full)));
      return left === right;
    }
    throw formatError('Every Condition member must be a string or a condition function.');
  };
  const undefinedNames = Object.values(template.Conditions)
    .flatMap((value) => referencesOf(value))
    .filter(({ name }) => !name.startsWith('AWS::') && !(name in template.Parameters))
    .map(({ name }) => name);
  if (undefinedNames.length > 0) {
    throw formatError(
      `Unresolved dependencies [${[...new Set(undefinedNames)].join(', ')}]. Cannot reference resources in the Conditions block of the template`,
    );
  }
  return condition;
}

/** Numbers and booleans equal their text, as parameters are text. */
function comparable(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value).replace(/^(-?[\d.]+|true|false)$/, '$1');
}
