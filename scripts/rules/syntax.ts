import { parseSync } from '@swc/core';

/** A node of a syntax tree, read as plain data. */
export type Node = { readonly type: string } & Readonly<Record<string, unknown>>;

/** By text, because several rules read the same. */
const known = new Map<string, Node>();

export function syntaxOf(text: string): Node {
  const tree =
    known.get(text) ?? (parseSync(text, { syntax: 'typescript', target: 'es2024' }) as unknown as Node);
  known.set(text, tree);
  return tree;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

/** A node with those around it, from the inside out. */
export interface Found {
  readonly node: Node;
  readonly around: readonly Node[];
}

/** Every node of a tree, in the order of the text. */
export function nodesIn(node: unknown): readonly Found[] {
  const found: Found[] = [];
  collect(node, [], found);
  return found;
}

function collect(node: unknown, around: readonly Node[], found: Found[]): void {
  if (typeof node !== 'object' || node === null) return;
  const inner = isNode(node) ? [node, ...around] : around;
  if (isNode(node)) found.push({ node, around });
  for (const value of Object.values(node)) collect(value, inner, found);
}

/** `ports.eks.change` of such an expression, as far as it is names alone: `[ports, eks, change]`. */
export function namesOf(node: unknown): readonly string[] {
  if (!isNode(node)) return [];
  if (node.type === 'Identifier' || node.type === 'PrivateName')
    return [String(node.value ?? (node.id as Node | undefined)?.value)];
  if (node.type === 'ThisExpression') return ['this'];
  if (node.type === 'OptionalChainingExpression') return namesOf(node.base);
  if (node.type === 'MemberExpression') return [...namesOf(node.object), ...namesOf(node.property)];
  return [];
}

export const calleeOf = ({ type, callee }: Node): readonly string[] =>
  type === 'CallExpression' || type === 'NewExpression' ? namesOf(callee) : [];

/** The arguments of a call or a `new`, each without its wrapping. */
export const argumentsOf = (node: Node): readonly Node[] =>
  ((node.arguments ?? []) as readonly { readonly expression: Node }[]).map(({ expression }) => expression);

/** The name of a function, a method, or a variable that is a function; undefined for other nodes. */
export function nameOfFunction(node: Node): string | undefined {
  if (node.type === 'FunctionDeclaration') return namesOf(node.identifier)[0];
  if (node.type === 'ClassMethod' || node.type === 'PrivateMethod') return namesOf(node.key)[0];
  const isFunction = (node.init as Node | undefined)?.type === 'ArrowFunctionExpression';
  return node.type === 'VariableDeclarator' && isFunction ? namesOf(node.id)[0] : undefined;
}

/** The innermost named function around a node. */
export const functionAround = (around: readonly Node[]): Node | undefined =>
  around.find((one) => nameOfFunction(one) !== undefined);

/** The names that a module imports, by their names there, with their names at home and their module. */
export function importsOf(tree: Node): ReadonlyMap<string, { readonly name: string; readonly from: string }> {
  const found = new Map<string, { readonly name: string; readonly from: string }>();
  for (const node of tree.body as readonly Node[]) {
    if (node.type !== 'ImportDeclaration') continue;
    const from = String((node.source as Node).value);
    for (const one of node.specifiers as readonly Node[]) {
      const [local = ''] = namesOf(one.local);
      found.set(local, { name: namesOf(one.imported)[0] ?? local, from });
    }
  }
  return found;
}

/** Names of members that an object has wherever in it: `{ a: 1, ...(b ? { c } : {}) }` has a and c. */
export const membersIn = (node: unknown): ReadonlySet<string> =>
  new Set(
    nodesIn(node).flatMap(({ node: one }) => {
      if (one.type === 'KeyValueProperty') return namesOf(one.key);
      return one.type === 'Identifier' && !('typeAnnotation' in one) ? [String(one.value)] : [];
    }),
  );
