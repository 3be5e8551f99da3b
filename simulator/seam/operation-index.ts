import { NormalizedSchema } from '@smithy/core/schema';
import type { StaticErrorSchema, StaticOperationSchema } from '@smithy/types';

/**
 * The operations and errors of an SDK client package, read from the runtime schemas that it exports.
 * The layouts of the arrays are semi-internal to the
 * SDK: `[9, namespace, name, traits, input, output]` and `[-3, namespace, name, traits, …]`; the SDK is pinned
 * and a round-trip fuzz in `tests/simulator/seam` is the canary.
 */
export interface OperationSchema {
  readonly name: string;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
  /** The names of required members of the input. */
  readonly required: readonly string[];
  /** The HTTP status of success, for REST protocols. */
  readonly statusCode: number;
}

interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly labels: readonly string[];
  readonly query: readonly (readonly [string, string])[];
  /** Required members that are sent as a header or in the query; by these operations of one path are told apart. */
  readonly bound: readonly { readonly header?: string; readonly query?: string }[];
  readonly weight: number;
  readonly operation: OperationSchema;
}

export interface OperationIndex {
  readonly byName: ReadonlyMap<string, OperationSchema>;
  /** Most specific first. */
  readonly routes: readonly Route[];
  readonly errors: ReadonlyMap<string, NormalizedSchema>;
}

const isOperation = (value: unknown): value is StaticOperationSchema =>
  Array.isArray(value) && value[0] === 9;
const isError = (value: unknown): value is StaticErrorSchema => Array.isArray(value) && value[0] === -3;

function requiredMembers(schema: unknown): readonly string[] {
  // A structure schema is [3, namespace, name, traits, memberNames, memberSchemas, requiredCount], required first.
  if (!Array.isArray(schema)) return [];
  const count = typeof schema[6] === 'number' ? schema[6] : 0;
  return (schema[4] as string[]).slice(0, count);
}

function requiredBindings(operation: OperationSchema): Route['bound'] {
  if (!operation.input.isStructSchema()) return [];
  return [...operation.input.structIterator()].flatMap(([name, member]): Route['bound'] => {
    if (!operation.required.includes(name)) return [];
    const { httpHeader, httpQuery } = member.getMergedTraits() as { httpHeader?: string; httpQuery?: string };
    if (httpHeader) return [{ header: httpHeader.toLowerCase() }];
    return httpQuery ? [{ query: httpQuery }] : [];
  });
}

function routeOf(operation: OperationSchema, method: string, uri: string): Route {
  const [path = '/', query = ''] = uri.split('?');
  const labels: string[] = [];
  let weight = 0;
  const pattern = path.split('/').map((segment) => {
    const label = /^\{(.+?)(\+?)\}$/.exec(segment);
    if (label) {
      labels.push(label[1] as string);
      return label[2] ? '(.+)' : '([^/]+)';
    }
    weight += 10;
    return segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  const pairs = [...new URLSearchParams(query)];
  const bound = requiredBindings(operation);
  return {
    method,
    path: new RegExp(`^${pattern.join('/')}/?$`),
    labels,
    query: pairs,
    bound,
    weight: weight + pairs.filter(([key]) => key !== 'x-id').length + bound.length / 10,
    operation,
  };
}

const httpOf = ([, , , traits]: StaticOperationSchema) =>
  typeof traits === 'object' ? traits.http : undefined;

/** An operation by the schema that its command carries. */
export function operationOf(schema: StaticOperationSchema): OperationSchema {
  const [, , name, , inputRef, outputRef] = schema;
  const input = typeof inputRef === 'function' ? inputRef() : inputRef;
  const output = typeof outputRef === 'function' ? outputRef() : outputRef;
  return {
    name,
    input: NormalizedSchema.of(input),
    output: NormalizedSchema.of(output),
    required: requiredMembers(input),
    statusCode: httpOf(schema)?.[2] ?? 200,
  };
}

/** Indexes the exports of a client package such as `@aws-sdk/client-eks`. */
export function indexOperations(clientPackage: Readonly<Record<string, unknown>>): OperationIndex {
  const byName = new Map<string, OperationSchema>();
  const routes: Route[] = [];
  const errors = new Map<string, NormalizedSchema>();
  for (const exported of Object.values(clientPackage)) {
    if (isError(exported)) errors.set(exported[2], NormalizedSchema.of(exported));
    if (!isOperation(exported)) continue;
    const operation = operationOf(exported);
    const { name } = operation;
    const http = httpOf(exported);
    byName.set(name, operation);
    if (http) routes.push(routeOf(operation, http[0], http[1]));
  }
  routes.sort((left, right) => right.weight - left.weight);
  return { byName, routes, errors };
}
