import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../aws-error.ts';

/*
 * Refusals of requests that cannot be read. AWS's JSON services answer a SerializationException, whose words name the
 * token that was found ("NUMBER_VALUE can not be converted to a String", "Start of structure or map found where not
 * expected."), as public threads about them show. Query services answer MalformedInput and EC2 InvalidParameterValue
 * ("Common errors" of IAM's and EC2's API references), S3 MalformedXML ("Error responses" of its API reference).
 */

export const serializationFault = (message: string): AwsError =>
  new AwsError('SerializationException', message, { statusCode: 400 });

export const malformedXml = (): AwsError =>
  new AwsError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
    { statusCode: 400 },
  );

/** A text of a path, a query or a form without its percent encoding; one that is no encoding is refused. */
export function decodedText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw serializationFault(`'${text}' is not a valid URL encoding`);
  }
}

/** The same, where it only has to be compared: what is no encoding stands for itself. */
export function leniently(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A token as the parser of AWS's services calls it. */
function tokenOf(value: unknown): string {
  if (typeof value === 'string') return 'STRING_VALUE';
  if (typeof value === 'number') return 'NUMBER_VALUE';
  return value ? 'TRUE_VALUE' : 'FALSE_VALUE';
}

function unexpected(value: unknown, wanted: string): AwsError {
  if (Array.isArray(value)) return serializationFault('Start of list found where not expected');
  if (typeof value === 'object')
    return serializationFault('Start of structure or map found where not expected.');
  return serializationFault(
    wanted === '' ? 'Unexpected field type' : `${tokenOf(value)} can not be converted to ${wanted}`,
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function requireScalar(schema: NormalizedSchema, value: unknown): void {
  if (schema.isTimestampSchema()) {
    const isTime =
      typeof value === 'number' || (typeof value === 'string' && !Number.isNaN(Date.parse(value)));
    if (!isTime) throw unexpected(value, 'milliseconds since epoch');
    if (typeof value === 'number' && Math.abs(value) > 8.64e12)
      throw serializationFault(`${value} is out of the range of timestamps`);
  } else if (schema.isBlobSchema()) {
    if (typeof value !== 'string') throw unexpected(value, 'Blob');
    if (!BASE64.test(value)) throw serializationFault('Invalid Base64 character');
  } else if (schema.isStringSchema()) {
    if (typeof value !== 'string') throw unexpected(value, 'a String');
  } else if (schema.isBooleanSchema()) {
    if (typeof value !== 'boolean') throw unexpected(value, 'a Boolean');
  } else if (schema.isNumericSchema() || schema.isBigIntegerSchema() || schema.isBigDecimalSchema()) {
    if (typeof value !== 'number' && !isNumberInWords(value)) throw unexpected(value, 'a Number');
  }
}

/** The numbers that JSON has no form for. */
const isNumberInWords = (value: unknown): boolean =>
  value === 'NaN' || value === 'Infinity' || value === '-Infinity';

const isSparse = (schema: NormalizedSchema): boolean =>
  (schema.getMergedTraits() as { readonly sparse?: unknown }).sparse !== undefined;

const nullInside = (values: readonly unknown[]): AwsError =>
  new AwsError(
    'ValidationException',
    `1 validation error detected: Value '[${values.join(', ')}]' failed to satisfy constraint: Member must satisfy constraint: [Member must not be null]`,
    { statusCode: 400 },
  );

/** Refuses a JSON value that is not of the shape; a null stands for a member that is not there. */
export function requireShape(schema: NormalizedSchema, value: unknown): void {
  if (value === null || value === undefined || schema.isDocumentSchema()) return;
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) throw unexpected(value, '');
    if (value.includes(null) && !isSparse(schema)) throw nullInside(value);
    for (const each of value) requireShape(schema.getValueSchema(), each);
  } else if (schema.isMapSchema()) {
    if (!isObject(value)) throw unexpected(value, '');
    const values = Object.values(value);
    if (values.includes(null) && !isSparse(schema)) throw nullInside(values);
    for (const each of values) requireShape(schema.getValueSchema(), each);
  } else if (schema.isStructSchema()) {
    if (!isObject(value)) throw unexpected(value, '');
    for (const [name, member] of schema.structIterator()) {
      const { jsonName } = member.getMergedTraits() as { readonly jsonName?: string };
      requireShape(member, value[jsonName ?? name]);
    }
  } else requireScalar(schema, value);
}

/** The JSON of a body, which has to be one of the shape. */
export function requireJson(schema: NormalizedSchema, body: Uint8Array): Uint8Array {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body));
  } catch {
    throw serializationFault('Unexpected token received from parser');
  }
  if (value === null) return EMPTY_OBJECT;
  requireShape(schema, value);
  return body;
}

const EMPTY_OBJECT = new TextEncoder().encode('{}');

/** Refuses the text of a scalar of a form, a path, a query or a header that is not of the shape. */
export function requireText(schema: NormalizedSchema, text: string, protocol: string): void {
  const wanted = wantedText(schema, text);
  if (wanted !== undefined) throw unreadableText(text, protocol, wanted);
}

/** The refusal of a text that is not what is wanted in its place, in the words of the protocol. */
export function unreadableText(text: string, protocol: string, wanted: string): AwsError {
  if (/json/i.test(protocol)) return serializationFault(`STRING_VALUE can not be converted to ${wanted}`);
  if (protocol === 'ec2Query')
    return new AwsError(
      'InvalidParameterValue',
      `Value (${text}) for parameter is invalid. Expected ${wanted}`,
      {
        statusCode: 400,
      },
    );
  return new AwsError('MalformedInput', `'${text}' can not be converted to ${wanted}`, { statusCode: 400 });
}

/** The kind of scalar that a text is not; undefined where it is one. */
function wantedText(schema: NormalizedSchema, text: string): string | undefined {
  if (schema.isTimestampSchema()) return Number.isNaN(timeIn(text)) ? 'a timestamp' : undefined;
  if (schema.isBooleanSchema()) return /^(?:true|false)$/i.test(text) ? undefined : 'a Boolean';
  if (schema.isNumericSchema())
    return text.trim() === '' || Number.isNaN(Number(text)) ? 'a Number' : undefined;
  return schema.isBlobSchema() && !BASE64.test(text) ? 'Blob' : undefined;
}

const timeIn = (text: string): number => (/^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : Date.parse(text));

const refusal = (code: string, message: string, statusCode = 400): AwsError =>
  new AwsError(code, message, { statusCode });

/**
 * The refusal of an operation that the service does not have at all ("Common errors" of the Query APIs' references, STS's own
 * answers, S3's "Error responses", and Smithy's "AWS JSON 1.1" for the others). `form` is the body of the Query protocols.
 */
export function unknownOperation(protocol: string, form: URLSearchParams): AwsError {
  const action = form.get('Action');
  switch (protocol) {
    case 'awsQuery':
      return action === null
        ? refusal('MissingAction', 'The request must contain the parameter Action')
        : refusal(
            'InvalidAction',
            `Could not find operation ${action} for version ${form.get('Version') ?? 'NO_VERSION_SPECIFIED'}`,
          );
    case 'ec2Query':
      return action === null
        ? refusal('MissingParameter', 'The request must contain the parameter Action')
        : refusal('InvalidAction', `The action ${action} is not valid for this web service.`);
    case 'restXml':
      return refusal('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405);
    default:
      return refusal('UnknownOperationException', '', protocol === 'restJson1' ? 404 : 400);
  }
}
