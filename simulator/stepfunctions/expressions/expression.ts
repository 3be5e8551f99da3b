import type jsonata from 'jsonata';
import type { Json } from '../asl.ts';
import { type Eventual, whenKnown } from '../eventual.ts';
import { EvaluationFailure } from '../failure.ts';
import { boundedExpression, failureText, jsonOf } from './bounds.ts';
import { type ExpressionNode, type QuickExpression, quickExpression, UNTOLD } from './quick-expression.ts';

/** The content of `$states`, the variables in scope, and the functions bound for every expression. */
export interface EvaluationContext {
  readonly states: { input: Json; context: Json; result?: Json; errorOutput?: Json };
  /** A prototype chain: an inner scope sees the outer one's variables (guide, "Variables", scope). */
  readonly variables: Readonly<Record<string, Json>>;
  readonly functions: Readonly<Record<string, unknown>>;
}

interface Compiled {
  readonly expression: jsonata.Expression;
  readonly quick: QuickExpression;
}

const compiled = new Map<string, Compiled>();

/** The expressions of templates by their whole texts; undefined of a text that is none. */
const expressions = new Map<string, string | undefined>();

/** The expression in `{% … %}` of a template, or undefined for any other string. */
export function expressionOf(text: string): string | undefined {
  if (!text.startsWith('{%')) return undefined;
  const known = expressions.get(text);
  if (known !== undefined) return known;
  const source = text.endsWith('%}') && text.length >= 4 ? text.slice(2, -2).trim() : undefined;
  expressions.set(text, source);
  return source;
}

/** Compiles once; throws jsonata's error for text that is not JSONata. */
export function compile(source: string): Compiled {
  let known = compiled.get(source);
  if (!known) {
    const expression = boundedExpression(source);
    known = { expression, quick: quickExpression(expression.ast() as unknown as ExpressionNode) };
    compiled.set(source, known);
  }
  return known;
}

export type JsonType = 'array' | 'boolean' | 'integer' | 'null' | 'number' | 'object' | 'string';

export function typeOf(value: Json): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value as JsonType;
}

/** Throws `EvaluationFailure` in AWS's words unless `value` is of one of the types. */
function expectType(value: Json, source: string, field: string, types: readonly JsonType[]): void {
  const found = typeOf(value);
  if (types.includes(found) || (types.includes('integer') && Number.isInteger(value))) return;
  throw new EvaluationFailure(
    `The JSONata expression '${source}' specified for the field '${field}' returned an unexpected result type. ` +
      `Expected '${types.join("' or '")}', but was '${found}' for value: ${JSON.stringify(value)}`,
    field,
  );
}

function allVariables(variables: Readonly<Record<string, Json>>): Record<string, Json> {
  const all: Record<string, Json> = {};
  for (const name in variables) all[name] = variables[name] as Json;
  return all;
}

/**
 * Evaluates one expression. Undefined, functions and JSONata's own errors fail the state with
 * States.QueryEvaluationError, worded as AWS words them (recorded executions; floci issues 2665, 2736).
 */
function evaluateExpression(source: string, field: string, context: EvaluationContext): Eventual<Json> {
  const value = compile(source).quick(context);
  if (value === UNTOLD) return evaluateByJsonata(source, field, context);
  // No copy: nobody changes the data of an execution, and tasks get copies of it.
  return value as Json;
}

async function evaluateByJsonata(source: string, field: string, context: EvaluationContext): Promise<Json> {
  const sentence = `The JSONata expression '${source}' specified for the field '${field}'`;
  let value: unknown;
  try {
    value = await compile(source).expression.evaluate(undefined, {
      ...context.functions,
      ...allVariables(context.variables),
      states: context.states,
    });
  } catch (error) {
    throw new EvaluationFailure(`${sentence} threw an error during evaluation${failureText(error)}`, field);
  }
  const json = jsonOf(value);
  if (json === undefined) throw new EvaluationFailure(`${sentence} returned nothing (undefined).`, field);
  return json;
}

/** Templates without an expression in them, which are their own result. */
const constants = new WeakMap<object, boolean>();

function isConstant(template: Json): boolean {
  if (typeof template === 'string') return expressionOf(template) === undefined;
  if (template === null || typeof template !== 'object') return true;
  const known = constants.get(template) ?? Object.values(template).every(isConstant);
  constants.set(template, known);
  return known;
}

/** The places of a template's members, as AWS names locations: `Output/a`, `Items[0]`. A template has one place. */
interface Places {
  readonly of: string;
  readonly keys: readonly string[];
  readonly names: readonly string[];
}

const places = new WeakMap<object, Places>();

function placesIn(template: object, of: string): Places {
  const known = places.get(template);
  if (known?.of === of) return known;
  const keys = Object.keys(template);
  const names = keys.map((key) => (Array.isArray(template) ? `${of}[${key}]` : `${of}/${key}`));
  const found = { of, keys, names };
  places.set(template, found);
  return found;
}

/** Evaluates every expression in a JSON template; `field` is where it is. */
export function evaluateTemplate(template: Json, field: string, context: EvaluationContext): Eventual<Json> {
  if (typeof template === 'string') {
    const source = expressionOf(template);
    return source === undefined ? template : evaluateExpression(source, field, context);
  }
  if (isConstant(template)) return template;
  const into = (Array.isArray(template) ? [] : {}) as Record<string, Json>;
  return evaluateMembers(
    template as Record<string, Json>,
    placesIn(template as object, field),
    context,
    into,
  );
}

/** Evaluates members one after the other, for as long as each is known at once in one go. */
function evaluateMembers(
  template: Readonly<Record<string, Json>>,
  members: Places,
  context: EvaluationContext,
  into: Record<string, Json>,
  start = 0,
): Eventual<Json> {
  const { keys, names } = members;
  for (let index = start; index < keys.length; index++) {
    const key = keys[index] as string;
    const value = evaluateTemplate(template[key] as Json, names[index] as string, context);
    if (value instanceof Promise)
      return value.then((known) => {
        into[key] = known;
        return evaluateMembers(template, members, context, into, index + 1);
      });
    into[key] = value;
  }
  return into;
}

/** As `evaluateTemplate`, for a field that takes only some types. */
export function evaluateTyped(
  template: Json,
  field: string,
  types: readonly JsonType[],
  context: EvaluationContext,
): Eventual<Json> {
  const source = typeof template === 'string' ? expressionOf(template) : undefined;
  const value = evaluateTemplate(template, field, context);
  if (source === undefined) return value;
  return whenKnown(value, (known) => {
    expectType(known, source, field, types);
    return known;
  });
}
