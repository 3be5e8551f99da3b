import type { NormalizedSchema } from '@smithy/core/schema';
import type { ProtocolKind } from '../codec.ts';
import type { OperationSchema } from '../operation-index.ts';
import { jsonShape } from './json-shape.ts';
import { queryInputShape, xmlOutputShape } from './query-shape.ts';
import { type Shape, unshaped } from './shape.ts';

/** The changes to an operation's input on its way to the service, and to its output on the way back. */
export interface OperationShapes {
  readonly input: Shape;
  readonly output: Shape;
  /** The member that the client makes up where it is not given. */
  readonly token: string | undefined;
}

interface MemberTraits {
  readonly httpLabel?: unknown;
  readonly httpQuery?: unknown;
  readonly httpQueryParams?: unknown;
  readonly httpHeader?: unknown;
  readonly httpPrefixHeaders?: unknown;
  readonly httpPayload?: unknown;
  readonly httpResponseCode?: unknown;
  readonly idempotencyToken?: unknown;
}

const traitsOf = (schema: NormalizedSchema): MemberTraits => schema.getMergedTraits() as MemberTraits;
const membersOf = (schema: NormalizedSchema): readonly [string, NormalizedSchema][] =>
  schema.isStructSchema() ? [...schema.structIterator()] : [];

const shapeUnit: Shape = () => ({});

/** Whether a member is in a header, a status or a stream, where other rules hold than in a body. */
const isBound = (member: NormalizedSchema): boolean => {
  if (member.isStreaming()) return true;
  const { httpHeader, httpPrefixHeaders, httpPayload, httpResponseCode } = traitsOf(member);
  return Boolean(httpHeader || httpPrefixHeaders || httpPayload || httpResponseCode);
};

/** Members of a path and a query: a label that is empty is refused by the SDK, and an empty list is no part of a query. */
function checkBound(name: string, member: NormalizedSchema): (input: Record<string, unknown>) => void {
  const { httpLabel, httpQuery, httpQueryParams } = traitsOf(member);
  if (httpQueryParams || isBound(member)) return (input) => void (input[name] !== undefined && unshaped());
  if (httpLabel)
    return (input) => void (typeof input[name] !== 'string' || input[name] === '' ? unshaped() : 0);
  if (!httpQuery) return () => undefined;
  if (!member.isListSchema())
    return (input) => void (member.isTimestampSchema() && input[name] !== undefined && unshaped());
  return (input) => {
    if ((input[name] as readonly unknown[] | undefined)?.length === 0) delete input[name];
  };
}

function restInputShape(schema: NormalizedSchema): Shape {
  // A body that is one member alone is there, empty, where that member is not given.
  if (membersOf(schema).some(([, member]) => traitsOf(member).httpPayload)) return unshaped;
  const shape = jsonShape(schema);
  const checks = membersOf(schema).map(([name, member]) => checkBound(name, member));
  return (value) => {
    const input = shape(value) as Record<string, unknown>;
    for (const check of checks) check(input);
    return input;
  };
}

/** The protocols whose bodies are no streams. */
export type DirectKind = Exclude<ProtocolKind, 'restXml'>;

/** The shapes of an operation by the protocol that its client speaks. */
export function operationShapes(kind: DirectKind, operation: OperationSchema): OperationShapes {
  const { input, output } = operation;
  const token = membersOf(input).find(([, member]) => traitsOf(member).idempotencyToken)?.[0];
  const outputOf = (make: (schema: NormalizedSchema) => Shape): Shape =>
    !output.isStructSchema()
      ? shapeUnit
      : membersOf(output).some(([, m]) => isBound(m))
        ? unshaped
        : make(output);
  const inputOf = (make: (schema: NormalizedSchema) => Shape): Shape =>
    input.isStructSchema() ? make(input) : shapeUnit;
  switch (kind) {
    case 'awsJson1_0':
    case 'awsJson1_1':
      return { input: inputOf(jsonShape), output: outputOf(jsonShape), token };
    case 'restJson1':
      return { input: inputOf(restInputShape), output: outputOf(jsonShape), token };
    case 'awsQuery':
    case 'ec2Query':
      return {
        input: inputOf((schema) => queryInputShape(schema, kind)),
        output: outputOf(xmlOutputShape),
        token,
      };
  }
}
