import jsonata from 'jsonata';
import type { Json } from './asl.ts';
import { EvaluationFailure } from './failure.ts';

/** What `$states` holds, the variables in scope, and the functions bound for every expression. */
export interface EvaluationContext {
  readonly states: { input: Json; context: Json; result?: Json; errorOutput?: Json };
  /** A prototype chain: an inner scope sees the outer one's variables (guide, "Variables", scope). */
  readonly variables: Readonly<Record<string, Json>>;
  readonly functions: Readonly<Record<string, unknown>>;
}

const compiled = new Map<string, jsonata.Expression>();

/** The expression in `{% … %}`, or undefined for any other string. */
export function expressionOf(text: string): string | undefined {
  return text.startsWith('{%') && text.endsWith('%}') && text.length >= 4
    ? text.slice(2, -2).trim()
    : undefined;
}

/** Compiles once; throws jsonata's error for text that is not JSONata. */
export function compile(source: string): jsonata.Expression {
  let expression = compiled.get(source);
  if (!expression) {
    expression = jsonata(source);
    compiled.set(source, expression);
  }
  return expression;
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
async function evaluateExpression(source: string, field: string, context: EvaluationContext): Promise<Json> {
  const sentence = `The JSONata expression '${source}' specified for the field '${field}'`;
  let value: unknown;
  try {
    value = await compile(source).evaluate(undefined, {
      ...context.functions,
      ...allVariables(context.variables),
      states: context.states,
    });
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    const what = code ? `. ${code}: ${message}` : `: ${message}`;
    throw new EvaluationFailure(`${sentence} threw an error during evaluation${what}`, field);
  }
  const text = typeof value === 'function' ? undefined : JSON.stringify(value);
  if (text === undefined) throw new EvaluationFailure(`${sentence} returned nothing (undefined).`, field);
  return JSON.parse(text) as Json;
}

/** Evaluates every expression in a JSON template; `field` grows as AWS names locations: `Output/a`, `Items[0]`. */
export async function evaluateTemplate(
  template: Json,
  field: string,
  context: EvaluationContext,
): Promise<Json> {
  if (typeof template === 'string') {
    const source = expressionOf(template);
    return source === undefined ? template : evaluateExpression(source, field, context);
  }
  if (Array.isArray(template)) {
    const list: Json[] = [];
    for (const [index, item] of template.entries()) {
      list.push(await evaluateTemplate(item, `${field}[${index}]`, context));
    }
    return list;
  }
  if (template !== null && typeof template === 'object') {
    const object: { [key: string]: Json } = {};
    for (const [key, item] of Object.entries(template)) {
      object[key] = await evaluateTemplate(item, `${field}/${key}`, context);
    }
    return object;
  }
  return template;
}

/** As `evaluateTemplate`, for a field that takes only some types. */
export async function evaluateTyped(
  template: Json,
  field: string,
  types: readonly JsonType[],
  context: EvaluationContext,
): Promise<Json> {
  const value = await evaluateTemplate(template, field, context);
  const source = typeof template === 'string' ? expressionOf(template) : undefined;
  if (source !== undefined) expectType(value, source, field, types);
  return value;
}
