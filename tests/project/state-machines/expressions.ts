import jsonata from 'jsonata';

/** A node of JSONata's syntax tree; its package types it loosely, so it is read as plain data. */
type Node = Readonly<Record<string, unknown>>;

/** The expression inside `{% %}`, or undefined for a plain value. */
export function expressionOf(value: unknown): string | undefined {
  const match = typeof value === 'string' ? /^\{%([\s\S]*)%\}$/.exec(value) : null;
  return match?.[1]?.trim();
}

/** Every expression inside a value of any shape. */
export function expressionsIn(value: unknown): readonly string[] {
  const own = expressionOf(value);
  if (own !== undefined) return [own];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(expressionsIn) : [];
}

/** Step Functions' own functions and the ones of JSONata, which need no declaration. */
const functions = new Set(
  `abs append assert average boolean base64decode base64encode ceil contains count decodeUrl decodeUrlComponent
   distinct each encodeUrl encodeUrlComponent error exists filter floor formatBase formatInteger formatNumber
   fromMillis hash join keys length lookup lowercase map match max merge millis min not now number pad parse
   parseInteger partition power random range reduce replace reverse round shuffle sift single sort split spread
   sqrt string substring substringAfter substringBefore sum toMillis trim type uppercase uuid zip states`.split(
    /\s+/,
  ),
);

/**
 * The workflow variables that an expression reads: not `$states`, functions, or variables that it declares itself.
 */
export function variablesRead(expression: string): ReadonlySet<string> {
  const read = new Set<string>();
  visit(jsonata(expression).ast() as unknown, new Set(), read);
  return read;
}

function visit(node: unknown, declared: ReadonlySet<string>, read: Set<string>): void {
  if (Array.isArray(node)) {
    for (const item of node) visit(item, declared, read);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  const { type, value } = node as Node;
  if (type === 'variable' && typeof value === 'string' && value !== '' && value !== '$') {
    if (!declared.has(value) && !functions.has(value)) read.add(value);
  }
  if (type === 'lambda') {
    const { arguments: parameters, body } = node as Node;
    const names = (parameters as readonly Node[]).map(({ value }) => String(value));
    visit(body, new Set([...declared, ...names]), read);
    return;
  }
  if (type === 'block') {
    visitBlock((node as Node).expressions as readonly Node[], declared, read);
    return;
  }
  const skipped = type === 'bind' ? 'lhs' : undefined;
  for (const [key, child] of Object.entries(node)) if (key !== skipped) visit(child, declared, read);
}

/** In a block, the later expressions see the variable that one binds; a function sees itself. */
function visitBlock(expressions: readonly Node[], declared: ReadonlySet<string>, read: Set<string>): void {
  const names = new Set(declared);
  for (const expression of expressions) {
    if (expression.type === 'bind') names.add(String((expression.lhs as Node).value));
    visit(expression, names, read);
  }
}

/** The variables of each `<`, `<=`, `>` or `>=` that stands alone or among conditions joined by `operator`. */
export function orderComparisons(expression: string, operator: 'and' | 'or'): readonly ReadonlySet<string>[] {
  const joined = (node: Node): readonly Node[] =>
    node.type === 'binary' && node.value === operator
      ? [...joined(node.lhs as Node), ...joined(node.rhs as Node)]
      : [node];
  return joined(jsonata(expression).ast() as unknown as Node)
    .filter(({ type, value }) => type === 'binary' && ['<', '<=', '>', '>='].includes(String(value)))
    .map((node) => {
      const read = new Set<string>();
      visit(node, new Set(), read);
      return read;
    });
}

/** A comparison of a path with a literal: `$progress.outcome = 'Done'`. */
export interface Comparison {
  /** `['$progress', 'outcome']` */
  readonly path: readonly string[];
  readonly literal: string | number | boolean;
}

/** Every `=`, `!=` or `in` between a path and literals in an expression. */
export function comparisons(expression: string): readonly Comparison[] {
  const found: Comparison[] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, value, lhs, rhs } = node as Node;
    if (type === 'binary' && ['=', '!=', 'in'].includes(String(value))) {
      for (const [path, other] of [
        [pathOf(lhs), rhs],
        [pathOf(rhs), lhs],
      ] as const) {
        if (path) found.push(...literalsOf(other).map((literal) => ({ path, literal })));
      }
    }
    for (const child of Object.values(node)) walk(child);
  };
  walk(jsonata(expression).ast());
  return found;
}

function pathOf(node: unknown): readonly string[] | undefined {
  if (typeof node !== 'object' || node === null) return undefined;
  const { type, steps, value } = node as Node;
  if (type === 'variable') return [`$${String(value)}`];
  if (type !== 'path') return undefined;
  return (steps as readonly Node[]).map(
    ({ type, value }) => `${type === 'variable' ? '$' : ''}${String(value)}`,
  );
}

function literalsOf(node: unknown): readonly (string | number | boolean)[] {
  if (typeof node !== 'object' || node === null) return [];
  const { type, value, expressions } = node as Node;
  if (type === 'string' || type === 'number') return [value as string | number];
  if (type === 'value' && typeof value === 'boolean') return [value];
  return type === 'unary' && value === '[' ? (expressions as readonly unknown[]).flatMap(literalsOf) : [];
}
