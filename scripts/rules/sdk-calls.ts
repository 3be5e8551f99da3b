import type { Product } from './product.ts';
import {
  argumentsOf,
  calleeOf,
  functionAround,
  importsOf,
  membersIn,
  type Node,
  nameOfFunction,
  namesOf,
  nodesIn,
  syntaxOf,
} from './syntax.ts';

/** A call of AWS as an adapter writes it. */
export interface SdkCall {
  readonly file: string;
  /** The function or method that makes it. */
  readonly within: string;
  /** `@aws-sdk/client-eks` */
  readonly client: string;
  readonly operation: string;
  /** By the SDK's paginator, which reads every page. */
  readonly isPaginated: boolean;
  /** Names of members that its input may have. */
  readonly members: ReadonlySet<string>;
  /** The text of its input's literal members, `ConsistentRead: true`. */
  readonly literals: ReadonlyMap<string, unknown>;
  /** Every name that stands in the function which makes it. */
  readonly namesAround: ReadonlySet<string>;
}

/**
 * The parts of an input: an object, the variable that holds it, the function that makes it, and the things that these
 * name.
 */
function inputOf(given: Node | undefined, tree: Node): readonly unknown[] {
  const named = new Map(
    nodesIn(tree).flatMap(({ node }) => {
      const name =
        nameOfFunction(node) ?? (node.type === 'VariableDeclarator' ? namesOf(node.id)[0] : undefined);
      return name === undefined ? [] : [[name, node] as const];
    }),
  );
  const parts: Node[] = given ? [given] : [];
  for (const part of parts)
    for (const { node } of nodesIn(part)) {
      const found = named.get(namesOf(node).at(-1) ?? '');
      if (found && !parts.includes(found) && parts.length < 20) parts.push(found);
    }
  return parts;
}

const literalsOf = (input: readonly unknown[]): ReadonlyMap<string, unknown> =>
  new Map(
    nodesIn(input).flatMap(({ node }) => {
      if (node.type !== 'KeyValueProperty') return [];
      const { value, key } = node as unknown as { readonly value: Node; readonly key: Node };
      return value.type === 'BooleanLiteral' ? [[String(key.value), value.value] as const] : [];
    }),
  );

function callsIn(file: string, text: string): readonly SdkCall[] {
  const tree = syntaxOf(text);
  const imports = importsOf(tree);
  return nodesIn(tree).flatMap(({ node, around }): readonly SdkCall[] => {
    const [callee = ''] = calleeOf(node);
    const { name = callee, from = '' } = imports.get(callee) ?? {};
    const paginated = /^paginate(\w+)$/.exec(name)?.[1];
    const operation = paginated ?? /^(\w+)Command$/.exec(name)?.[1];
    if (operation === undefined || !from.startsWith('@aws-sdk/client-')) return [];
    const within = functionAround(around);
    const input = inputOf(argumentsOf(node)[paginated ? 1 : 0], tree);
    return [
      {
        file,
        within: (within && nameOfFunction(within)) ?? 'the module',
        client: from,
        operation,
        isPaginated: paginated !== undefined,
        members: membersIn(input),
        literals: literalsOf(input),
        namesAround: membersIn(within),
      },
    ];
  });
}

/** By text, because several rules ask. */
const known = new Map<string, readonly SdkCall[]>();

/** Every call of AWS that the adapters make. */
export function sdkCallsIn({ sources }: Product): readonly SdkCall[] {
  return [...sources].flatMap(([file, text]) => {
    if (!file.startsWith('aws/')) return [];
    const found = known.get(text) ?? callsIn(file, text);
    known.set(text, found);
    return found;
  });
}

/** The members of an operation's input, as the SDK's own schema has them. */
export async function inputMembers(client: string, operation: string): Promise<readonly string[]> {
  const module = (await import(client)) as Readonly<Record<string, unknown>>;
  const schema = module[`${operation}$`] as readonly unknown[] | undefined;
  const input = schema?.[4];
  const structure = (typeof input === 'function' ? input() : input) as readonly unknown[] | undefined;
  return (structure?.[4] ?? []) as readonly string[];
}

/** True where the SDK knows the operation as one that answers in pages. */
export async function isPaged(client: string, operation: string): Promise<boolean> {
  const module = (await import(client)) as Readonly<Record<string, unknown>>;
  return `paginate${operation}` in module;
}
