import { NotSimulated } from '../../aws-error.ts';
import { compile, expressionOf } from '../expressions/expression.ts';
import { type Fields, isObject, type Report } from './finding.ts';

/** A node of jsonata's syntax tree, as far as the walk below needs it. */
interface SyntaxNode {
  readonly type?: string;
  readonly value?: unknown;
  readonly [member: string]: unknown;
}

const NESTED = new Set(['Branches', 'ItemProcessor']);

const WITH_RESULT = new Set<unknown>(['Task', 'Parallel', 'Map']);

/**
 * Checks each `{% … %}` of a state. It must parse. At the top level it must not read the context item (there is
 * none). Of `$states` it may read only what exists there: `errorOutput` in a Catcher alone, `result` in the Assign
 * and Output of a state that has one ("will be caught at creation": guide, "Passing data between states with
 * variables").
 */
export function checkExpressions(state: Fields, at: string, report: Report): void {
  for (const [name, item] of Object.entries(state)) {
    if (NESTED.has(name)) continue;
    const hasResult = WITH_RESULT.has(state.Type) && (name === 'Assign' || name === 'Output');
    const known = ['input', 'context', ...(hasResult ? ['result'] : [])];
    if (name === 'Catch') known.push('errorOutput');
    checkValue(item, `${at}/${name}`, report, known);
  }
}

function checkValue(value: unknown, at: string, report: Report, known: readonly string[]): void {
  if (typeof value === 'string') {
    const source = expressionOf(value);
    if (source !== undefined) checkExpression(source, at, report, known);
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) checkValue(item, `${at}[${index}]`, report, known);
  } else if (isObject(value)) {
    for (const [name, item] of Object.entries(value)) checkValue(item, `${at}/${name}`, report, known);
  }
}

function checkExpression(source: string, location: string, report: Report, known: readonly string[]): void {
  let tree: SyntaxNode;
  try {
    tree = compile(source).expression.ast() as unknown as SyntaxNode;
  } catch (error) {
    report({ code: 'INVALID_JSONATA_EXPRESSION', message: (error as Error).message, location });
    return;
  }
  const messages = new Set<string>();
  walk(tree, true, (message) => messages.add(message), known);
  for (const operator of newerOperators(tree, source))
    messages.add(`The operator '${operator}' is not supported.`);
  for (const message of messages) report({ code: 'UNSUPPORTED_JSONATA_EXPRESSION', message, location });
}

/**
 * Operators that came after JSONata 2.0.6, on which Step Functions is based (guide, "Transforming data with JSONata";
 * repost.aws QUjbMZmvsUSP-L54CZCpycFg). The tree shows them as the conditions that they stand for.
 */
function newerOperators(node: unknown, source: string): readonly string[] {
  if (node === null || typeof node !== 'object') return [];
  const { type, position } = node as SyntaxNode;
  const operator = type === 'condition' ? source.slice(Number(position) - 2, Number(position)) : '';
  const within = Object.values(node).flatMap((other) => newerOperators(other, source));
  return operator === '??' || operator === '?:' ? [operator, ...within] : within;
}

/** `isTop` while the context item is still that of the whole expression; steps and predicates have their own. */
function walk(
  node: unknown,
  isTop: boolean,
  found: (message: string) => void,
  known: readonly string[],
): void {
  if (Array.isArray(node)) {
    for (const one of node) walk(one, isTop, found, known);
    return;
  }
  if (node === null || typeof node !== 'object') return;
  const { type, value, steps, stages, predicate, group, ...others } = node as SyntaxNode;
  if (isTop && (type === 'name' || type === 'wildcard' || type === 'descendant'))
    found(topLevel(String(value)));
  if (isTop && type === 'variable' && (value === '$' || value === ''))
    found(topLevel(value === '' ? '$' : '$$'));
  if (Array.isArray(steps)) {
    const [first, second] = steps as SyntaxNode[];
    if (first?.type === 'variable' && first.value === 'states' && second?.type === 'name') {
      if (!known.includes(String(second.value)))
        found(`Field '$states.${String(second.value)}' does not exist.`);
    }
    walk(first, isTop, found, known);
    walk(steps.slice(1), false, found, known);
  }
  walk([stages, predicate, group], false, found, known);
  const isStep = type === 'sort' || type === 'filter' || type === 'transform';
  for (const other of Object.values(others)) walk(other, isTop && !isStep, found, known);
}

const topLevel = (name: string): string => `Reference to '${name}' at the top level is not supported.`;

/** Refuses paths (`"name.$"`) in a state that names no query language. */
export function refusePaths(value: unknown, at: string): void {
  if (!isObject(value) && !Array.isArray(value)) return;
  for (const [name, item] of Object.entries(value as Fields)) {
    if (NESTED.has(name)) continue;
    if (name.endsWith('.$')) throw new NotSimulated(`The JSONPath field ${at}/${name}`);
    refusePaths(item, `${at}/${name}`);
  }
}
