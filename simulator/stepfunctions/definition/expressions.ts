import { NotSimulated } from '../../aws-error.ts';
import { compile, expressionOf } from '../expression.ts';
import { type Fields, isObject, type Report } from './finding.ts';

/** A node of jsonata's syntax tree, as far as the walk below needs it. */
interface SyntaxNode {
  readonly type?: string;
  readonly value?: unknown;
  readonly [member: string]: unknown;
}

const NESTED = new Set(['Branches', 'ItemProcessor']);

/**
 * Checks each `{% … %}` of a state: it must parse, must not read the context item at the top level (there is
 * none), and of `$states` only what exists there: `errorOutput` in a Catcher alone.
 */
export function checkExpressions(value: unknown, at: string, report: Report, inCatch = false): void {
  if (typeof value === 'string') {
    const source = expressionOf(value);
    if (source !== undefined) checkExpression(source, at, report, inCatch);
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) checkExpressions(item, `${at}[${index}]`, report, inCatch);
  } else if (isObject(value)) {
    for (const [name, item] of Object.entries(value)) {
      if (!NESTED.has(name)) checkExpressions(item, `${at}/${name}`, report, inCatch || name === 'Catch');
    }
  }
}

function checkExpression(source: string, location: string, report: Report, inCatch: boolean): void {
  let tree: SyntaxNode;
  try {
    tree = compile(source).expression.ast() as unknown as SyntaxNode;
  } catch (error) {
    report({ code: 'INVALID_JSONATA_EXPRESSION', message: (error as Error).message, location });
    return;
  }
  const messages = new Set<string>();
  walk(tree, true, (message) => messages.add(message), inCatch);
  for (const message of messages) report({ code: 'UNSUPPORTED_JSONATA_EXPRESSION', message, location });
}

/** `isTop` while the context item is still that of the whole expression; steps and predicates have their own. */
function walk(node: unknown, isTop: boolean, found: (message: string) => void, inCatch: boolean): void {
  if (Array.isArray(node)) {
    for (const one of node) walk(one, isTop, found, inCatch);
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
      const known = ['input', 'context', 'result', ...(inCatch ? ['errorOutput'] : [])];
      if (!known.includes(String(second.value)))
        found(`Field '$states.${String(second.value)}' does not exist.`);
    }
    walk(first, isTop, found, inCatch);
    walk(steps.slice(1), false, found, inCatch);
  }
  walk([stages, predicate, group], false, found, inCatch);
  const isStep = type === 'sort' || type === 'filter' || type === 'transform';
  for (const other of Object.values(others)) walk(other, isTop && !isStep, found, inCatch);
}

const topLevel = (name: string): string => `Reference to '${name}' at the top level is not supported.`;

/** In a state free of either language no member may be a path (`"name.$"`). */
export function refusePaths(value: unknown, at: string): void {
  if (!isObject(value) && !Array.isArray(value)) return;
  for (const [name, item] of Object.entries(value as Fields)) {
    if (NESTED.has(name)) continue;
    if (name.endsWith('.$')) throw new NotSimulated(`The JSONPath field ${at}/${name}`);
    refusePaths(item, `${at}/${name}`);
  }
}
