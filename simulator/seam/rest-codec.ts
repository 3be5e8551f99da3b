import type { NormalizedSchema } from '@smithy/core/schema';
import type { SimRequest, SimResponse } from './http.ts';
import type { OperationIndex, OperationSchema } from './operation-index.ts';
import { type ShapeCodec, toBytes } from './shape-codec.ts';
import { decodedText, malformedXml, requireJson } from './wire-faults.ts';

/** HTTP bindings of REST protocols (Smithy specification, "HTTP binding traits"). */
interface BindingTraits {
  readonly httpLabel?: unknown;
  readonly httpQuery?: string;
  readonly httpQueryParams?: unknown;
  readonly httpHeader?: string;
  readonly httpPrefixHeaders?: string;
  readonly httpPayload?: unknown;
  readonly httpResponseCode?: unknown;
  readonly xmlName?: string;
}

const traitsOf = (schema: NormalizedSchema): BindingTraits => schema.getMergedTraits() as BindingTraits;

interface MatchedRoute {
  readonly operation: OperationSchema;
  readonly labels: Readonly<Record<string, string>>;
}

export function matchRoute(index: OperationIndex, request: SimRequest): MatchedRoute | undefined {
  for (const route of index.routes) {
    if (route.method !== request.method) continue;
    const match = route.path.exec(request.path);
    if (!match) continue;
    const hasQuery = route.query.every(([key, value]) => {
      // The JavaScript SDK says by `x-id` which operation of S3 it means; to other clients it is unknown.
      if (key === 'x-id' && !(key in request.query))
        return route.bound.every(
          ({ header = '', query = '' }) => header in request.headers || query in request.query,
        );
      return key in request.query && (value === '' || request.query[key] === value);
    });
    if (!hasQuery) continue;
    const labels = Object.fromEntries(
      route.labels.map((name, position) => [name, decodedText(match[position + 1] as string)]),
    );
    return { operation: route.operation, labels };
  }
  return undefined;
}

/** S3 puts the bucket before its host name (S3 guide, "Virtual hosting of buckets"): a label that no path holds. */
const hostLabel = (request: SimRequest): string => request.hostname.split(/\.s3[.-]/)[0] ?? '';

function readQueryMember(
  codec: ShapeCodec,
  member: NormalizedSchema,
  value: string | readonly string[] | undefined,
): unknown {
  if (value === undefined) return undefined;
  if (member.isListSchema()) {
    const texts = typeof value === 'string' ? [value] : value;
    return texts.map((text) => codec.readText(member.getValueSchema(), text));
  }
  return codec.readText(member, typeof value === 'string' ? value : (value[0] ?? ''));
}

function readPrefixHeaders(request: SimRequest, prefix: string): Record<string, string> | undefined {
  const lower = prefix.toLowerCase();
  const found = Object.entries(request.headers).filter(([name]) => name.startsWith(lower));
  if (found.length === 0) return undefined;
  return Object.fromEntries(found.map(([name, value]) => [name.slice(lower.length), value]));
}

async function readBody(codec: ShapeCodec, schema: NormalizedSchema, body: Uint8Array): Promise<unknown> {
  if (schema.isBlobSchema()) return body;
  if (schema.isStringSchema()) return new TextDecoder().decode(body);
  if (codec.json) return codec.json.createDeserializer().read(schema, requireJson(schema, body));
  try {
    return await codec.xmlReader.read(schema, body);
  } catch {
    throw malformedXml();
  }
}

/** Reads a REST request's labels, query, headers and body into the operation's input. */
export async function decodeRest(
  codec: ShapeCodec,
  request: SimRequest,
  route: MatchedRoute,
): Promise<Record<string, unknown>> {
  const input: Record<string, unknown> = {};
  if (!route.operation.input.isStructSchema()) return input;
  const bodyMembers: string[] = [];
  let payload: readonly [string, NormalizedSchema] | undefined;
  for (const [name, member] of route.operation.input.structIterator()) {
    const traits = traitsOf(member);
    let value: unknown;
    if (traits.httpLabel) value = codec.readText(member, route.labels[name] ?? hostLabel(request));
    else if (traits.httpQuery) value = readQueryMember(codec, member, request.query[traits.httpQuery]);
    else if (traits.httpQueryParams) value = { ...request.query };
    else if (traits.httpHeader) {
      const header = request.headers[traits.httpHeader.toLowerCase()];
      value = header === undefined ? undefined : codec.readText(member, header);
    } else if (traits.httpPrefixHeaders) value = readPrefixHeaders(request, traits.httpPrefixHeaders);
    else if (traits.httpPayload) payload = [name, member];
    else bodyMembers.push(name);
    if (value !== undefined) input[name] = value;
  }
  if (request.body.length === 0) return input;
  if (payload) input[payload[0]] = await readBody(codec, payload[1], request.body);
  else if (bodyMembers.length > 0) {
    const body = (await readBody(codec, route.operation.input, request.body)) as Record<string, unknown>;
    for (const name of bodyMembers) if (body[name] !== undefined) input[name] = body[name];
  }
  return input;
}

function writePayload(
  codec: ShapeCodec,
  schema: NormalizedSchema,
  value: unknown,
  elementName: string,
): Uint8Array {
  if (schema.isBlobSchema() || schema.isStringSchema()) return toBytes(value as string | Uint8Array);
  if (codec.json) return codec.writeJson(schema, value);
  return toBytes(codec.writeXml(schema, value, elementName));
}

/** Whether a member of the output is the response's content type, as S3's objects have it. */
const bindsContentType = (output: NormalizedSchema): boolean =>
  [...output.structIterator()].some(
    ([, member]) => traitsOf(member).httpHeader?.toLowerCase() === 'content-type',
  );

/** Writes an output into a REST response's status, headers and body. */
export function encodeRest(
  codec: ShapeCodec,
  operation: OperationSchema,
  output: Record<string, unknown>,
): SimResponse {
  const headers: Record<string, string> = {};
  let statusCode = operation.statusCode;
  if (!operation.output.isStructSchema()) return { statusCode, headers, body: toBytes(undefined) };
  const bodyOutput: Record<string, unknown> = {};
  let payload: readonly [NormalizedSchema, unknown] | undefined;
  let hasBody = false;
  for (const [name, member] of operation.output.structIterator()) {
    const traits = traitsOf(member);
    const value = output[name];
    if (traits.httpHeader) {
      if (value !== undefined && value !== null) {
        codec.toText.write(member, value);
        headers[traits.httpHeader.toLowerCase()] = String(codec.toText.flush());
      }
    } else if (traits.httpPrefixHeaders) {
      for (const [key, text] of Object.entries((value ?? {}) as Record<string, string>)) {
        headers[`${traits.httpPrefixHeaders}${key}`.toLowerCase()] = text;
      }
    } else if (traits.httpResponseCode) statusCode = (value as number | undefined) ?? statusCode;
    else if (traits.httpPayload) payload = [member, value];
    else {
      hasBody = true;
      bodyOutput[name] = value;
    }
  }
  if (!bindsContentType(operation.output))
    headers['content-type'] = codec.json ? 'application/json' : 'application/xml';
  let body = toBytes(undefined);
  if (payload?.[1] !== undefined && payload[1] !== null) {
    body = writePayload(
      codec,
      payload[0],
      payload[1],
      traitsOf(payload[0]).xmlName ?? payload[0].getName() ?? 'Result',
    );
  } else if (hasBody) {
    body = codec.json
      ? codec.writeJson(operation.output, bodyOutput)
      : toBytes(
          codec.writeXml(
            operation.output,
            bodyOutput,
            traitsOf(operation.output).xmlName ?? `${operation.name}Result`,
          ),
        );
  }
  return { statusCode, headers, body };
}
