/** Typed JSONata: where a value comes from is text; what it is, is a type. */
const TEXT = Symbol('text');
declare const TYPE: unique symbol;

/** A JSONata expression whose value is a `T`. */
export interface Expression<out T> {
  readonly [TEXT]: string;
  readonly [TYPE]?: T;
}

type Primitive = string | number | boolean | null | undefined;
type Members<T> = T extends Primitive | readonly unknown[]
  ? unknown
  : { readonly [K in keyof T]-?: Reference<T[K]> };
/** An expression whose members can be reached: `answer.network.vpcId` is `$states.input.network.vpcId`. */
export type Reference<T> = Expression<T> & Members<T>;

type Literal<T> = T extends Primitive
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Given<Item>[]
    : T extends object
      ? { readonly [K in keyof T]: Given<T[K]> }
      : never;
/** A value as a state machine gives it: a literal, an expression, or an object with expressions in it. */
export type Given<T> = Expression<T> | Literal<T>;

const isExpression = (value: unknown): value is Expression<unknown> =>
  typeof value === 'object' && value !== null && typeof (value as Expression<unknown>)[TEXT] === 'string';

export function reference<T>(text: string): Reference<T> {
  const target = { [TEXT]: text };
  return new Proxy(target, {
    get: (_, member) =>
      typeof member === 'symbol'
        ? target[member as typeof TEXT]
        : reference(`${text}.${/^\w+$/.test(member) ? member : `\`${member}\``}`),
  }) as unknown as Reference<T>;
}

/** A state machine's variables by their types: `$.since` is `$since`. */
export const variables = <V extends object>(): { readonly [K in keyof V]-?: Reference<V[K]> } =>
  new Proxy({} as { readonly [K in keyof V]-?: Reference<V[K]> }, {
    get: (_, name) => reference(`$${String(name)}`),
  });

/** Any other expression; an expression in `${}` is written as it is. */
export const jsonata = <T>(
  parts: TemplateStringsArray,
  ...values: readonly (Expression<unknown> | string | number)[]
): Reference<T> =>
  reference<T>(String.raw({ raw: parts.raw }, ...values.map((one) => (isExpression(one) ? one[TEXT] : one))));
export const condition = jsonata<boolean>;
export const text = jsonata<string>;
/** JSONata takes a list of one item for the item. */
export const list = <T extends readonly unknown[]>(of: Expression<T>) => jsonata<T>`[${of}]`;
/** An empty text: as a literal it would be a literal of the States language. */
export const empty = text`''`;

export const now = reference<string>('$states.context.State.EnteredTime');
/** An error, as a Catch gives it. */
export interface Caught {
  readonly Error: string;
  readonly Cause?: string;
}
export const errorOutput = reference<Caught>('$states.errorOutput');
export const execution = reference<{ Id: string; Name: string; StartTime: string; Input: unknown }>(
  '$states.context.Execution',
);
/** The input of a state; an answer is marked with the Choice that reads it, for `npm run generate` to check. */
export const input = <T>(of?: string) => reference<T>(`${of === undefined ? '' : `‹${of}›`}$states.input`);
export const payload = <T>() => reference<T>('$states.result.Payload');
/** The Cause of a failure, of a caught error. */
export const told = (caught: Reference<Caught>) =>
  text`${caught.Error} & ': ' & ($exists(${caught.Cause}) ? ${caught.Cause} : '')`;

/** The variable that an expression is, if it is one. */
export const variableOf = (value: unknown): string | undefined =>
  isExpression(value) ? /^\$(\w+)$/.exec(value[TEXT])?.[1] : undefined;

/**
 * The value as the States language writes it, without members that are undefined. A null is an expression: a template
 * of CloudFormation has none, and the member would be lost on the way.
 */
export function render(value: unknown): unknown {
  if (isExpression(value)) return `{% ${value[TEXT]} %}`;
  if (value === null) return '{% null %}';
  if (Array.isArray(value)) return value.map(render);
  if (typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) =>
      member === undefined ? [] : [[name, render(member)] as const],
    ),
  );
}
