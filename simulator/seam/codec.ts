import { XmlShapeDeserializer, XmlShapeSerializer } from '@aws-sdk/core/protocols';
import { FromStringShapeDeserializer, ToStringShapeSerializer } from '@smithy/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import type { AwsError } from '../aws-error.ts';
import type { SimRequest, SimResponse } from './http.ts';
import type { OperationIndex, OperationSchema } from './operation-index.ts';
import { parseQueryBody, readQuery } from './query-body.ts';
import { decodeRest, encodeRest, matchRoute } from './rest-codec.ts';
import { type PayloadCodec, type ShapeCodec, toBytes } from './shape-codec.ts';
import { requireJson, requireText, unknownOperation, unreadableText } from './wire-faults.ts';

/** The wire protocols of the SDK clients that the simulator answers. */
export type ProtocolKind = 'awsJson1_0' | 'awsJson1_1' | 'restJson1' | 'restXml' | 'awsQuery' | 'ec2Query';

/** The part of an SDK client's `config.protocol` that the codec needs; the SDK exports no type for it. */
export interface ClientProtocol {
  getShapeId(): string;
  getPayloadCodec(): PayloadCodec;
  readonly options?: { readonly xmlNamespace?: string };
}

/** An operation and its input, decoded from the wire. */
export interface Decoded {
  readonly operation: OperationSchema;
  readonly input: Record<string, unknown>;
}

const escapeXml = (text: string): string =>
  text.replace(/[<&>]/g, (character) => ({ '<': '&lt;', '&': '&amp;', '>': '&gt;' })[character] as string);

/** Serialises structures without the wrapper element that the SDK's request path would add. */
interface StructWriter {
  writeStruct(
    schema: NormalizedSchema,
    value: unknown,
    parentXmlns: undefined,
  ): { withName(name: string): unknown };
}

/** Timestamp formats of Smithy: 5 is date-time, 7 is epoch-seconds. */
const DATE_TIME = 5;
const EPOCH_SECONDS = 7;

/** Decodes requests to, and encodes answers of, one service, from the schemas of its SDK client. */
export class Codec implements ShapeCodec {
  readonly kind: ProtocolKind;
  readonly index: OperationIndex;
  readonly json: PayloadCodec | undefined;
  readonly #fromText: FromStringShapeDeserializer;
  readonly toText: ToStringShapeSerializer;
  readonly xmlWriter: XmlShapeSerializer;
  readonly xmlReader: XmlShapeDeserializer;
  readonly #xmlNamespace: string;

  constructor(index: OperationIndex, protocol: ClientProtocol) {
    this.index = index;
    this.kind = protocol.getShapeId().split('#')[1] as ProtocolKind;
    const isJson = /json/i.test(this.kind);
    this.#xmlNamespace = protocol.options?.xmlNamespace ?? '';
    const settings = {
      timestampFormat: { useTrait: true, default: isJson ? EPOCH_SECONDS : DATE_TIME },
      httpBindings: this.kind.startsWith('rest'),
      xmlNamespace: this.#xmlNamespace,
      serviceNamespace: '',
    } as const;
    this.#fromText = new FromStringShapeDeserializer(settings);
    this.toText = new ToStringShapeSerializer(settings);
    this.xmlWriter = new XmlShapeSerializer(settings);
    this.xmlReader = new XmlShapeDeserializer(settings);
    this.json = isJson ? protocol.getPayloadCodec() : undefined;
  }

  /** The operation and input of a request. Throws the service's refusal of one that it cannot read, or has no operation for. */
  async decode(request: SimRequest): Promise<Decoded> {
    const decoded = await this.#decode(request);
    if (decoded) return decoded;
    const isQuery = this.kind === 'awsQuery' || this.kind === 'ec2Query';
    throw unknownOperation(
      this.kind,
      new URLSearchParams(isQuery ? new TextDecoder().decode(request.body) : ''),
    );
  }

  async #decode(request: SimRequest): Promise<Decoded | undefined> {
    if (this.kind.startsWith('awsJson')) return this.#decodeJsonRpc(request);
    if (this.kind === 'awsQuery' || this.kind === 'ec2Query') return this.#decodeQuery(request);
    const route = matchRoute(this.index, request);
    return route && { operation: route.operation, input: await decodeRest(this, request, route) };
  }

  encode(operation: OperationSchema, output: Record<string, unknown>, requestId: string): SimResponse {
    const headers = { 'x-amzn-requestid': requestId };
    if (this.kind.startsWith('awsJson')) {
      const body = operation.output.isStructSchema()
        ? this.writeJson(operation.output, output)
        : toBytes('{}');
      return { statusCode: 200, headers: { ...headers, 'content-type': this.#jsonContentType() }, body };
    }
    if (this.kind === 'awsQuery' || this.kind === 'ec2Query') {
      const body = toBytes(this.#queryBody(operation, output, requestId));
      return { statusCode: 200, headers: { ...headers, 'content-type': 'text/xml' }, body };
    }
    const rest = encodeRest(this, operation, output);
    return { ...rest, headers: { ...headers, ...rest.headers } };
  }

  /** `queryMode`: the client knows the service's errors by the codes of the Query protocol that it left. */
  encodeError(error: AwsError, requestId: string, queryMode = false): SimResponse {
    const schema = this.index.errors.get(error.code);
    const traits = (schema?.getMergedTraits() ?? {}) as {
      readonly awsQueryError?: readonly [string, number];
      readonly httpError?: number;
      readonly error?: string;
    };
    // The JSON protocols have one status for a client's fault and one for a server's (Smithy, "AWS JSON 1.1").
    const modelled = this.kind.startsWith('awsJson')
      ? undefined
      : (traits.awsQueryError?.[1] ?? traits.httpError);
    const statusCode = error.statusCode ?? modelled ?? (traits.error === 'server' ? 500 : 400);
    if (this.json) {
      const members = schema ? this.#jsonErrorMembers(schema, error) : {};
      const body = JSON.stringify({ ...members, __type: error.code, message: error.message });
      const headers = {
        'x-amzn-requestid': requestId,
        'x-amzn-errortype': error.code,
        // Smithy, "AWS query compatible".
        ...(queryMode && traits.awsQueryError
          ? {
              'x-amzn-query-error': `${traits.awsQueryError[0]};${statusCode >= 500 ? 'Receiver' : 'Sender'}`,
            }
          : {}),
        'content-type': this.#jsonContentType(),
      };
      return { statusCode, headers, body: toBytes(body) };
    }
    const code = traits.awsQueryError?.[0] ?? error.code;
    const fault = statusCode >= 500 ? 'Receiver' : 'Sender';
    const members = schema ? this.#xmlErrorMembers(schema, error) : '';
    const words = `<Code>${escapeXml(code)}</Code><Message>${escapeXml(error.message)}</Message>`;
    const inner = `<Error><Type>${fault}</Type>${words}${members}</Error>`;
    return {
      statusCode,
      headers: { 'x-amzn-requestid': requestId, 'content-type': 'text/xml' },
      body: toBytes(this.#xmlErrorBody(inner, `${words}${members}`, requestId)),
    };
  }

  readText(schema: NormalizedSchema, text: string): unknown {
    requireText(schema, text, this.kind);
    try {
      return this.#fromText.read(schema, text);
    } catch {
      throw unreadableText(text, this.kind, 'the format of its member');
    }
  }

  writeJson(schema: NormalizedSchema, value: unknown): Uint8Array {
    if (!this.json) throw new TypeError(`${this.kind} has no JSON payloads`);
    const serializer = this.json.createSerializer();
    serializer.write(schema, value);
    return toBytes(serializer.flush());
  }

  writeXml(schema: NormalizedSchema, value: unknown, elementName: string): string {
    const writer = this.xmlWriter as unknown as StructWriter;
    return String(writer.writeStruct(schema, value, undefined).withName(elementName));
  }

  #jsonContentType(): string {
    return this.kind === 'restJson1'
      ? 'application/json'
      : `application/x-amz-json-${this.kind === 'awsJson1_0' ? '1.0' : '1.1'}`;
  }

  async #decodeJsonRpc(request: SimRequest): Promise<Decoded | undefined> {
    const operation = this.index.byName.get((request.headers['x-amz-target'] ?? '').split('.')[1] ?? '');
    if (!operation) return undefined;
    if (request.body.length === 0 || !operation.input.isStructSchema()) return { operation, input: {} };
    const body = requireJson(operation.input, request.body);
    const input = await this.json?.createDeserializer().read(operation.input, body);
    return { operation, input: input as Record<string, unknown> };
  }

  #decodeQuery(request: SimRequest): Decoded | undefined {
    const tree = parseQueryBody(new TextDecoder().decode(request.body));
    const operation = this.index.byName.get(typeof tree.Action === 'string' ? tree.Action : '');
    if (!operation) return undefined;
    if (!operation.input.isStructSchema()) return { operation, input: {} };
    const input = readQuery(operation.input, tree, {
      ec2: this.kind === 'ec2Query',
      readScalar: (schema, text) => this.readText(schema, text),
    });
    return { operation, input: input as Record<string, unknown> };
  }

  #queryBody(operation: OperationSchema, output: Record<string, unknown>, requestId: string): string {
    const isUnit = !operation.output.isStructSchema();
    const element = this.kind === 'ec2Query' ? `${operation.name}Response` : `${operation.name}Result`;
    const inner = isUnit ? '' : this.writeXml(operation.output, output, element).replace(/^<\w+\/>$/, '');
    if (this.kind === 'ec2Query') return inner || `<${element}></${element}>`;
    const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
    const result = inner || `<${element}/>`;
    return `<${operation.name}Response xmlns="${this.#xmlNamespace}">${result}${metadata}</${operation.name}Response>`;
  }

  #jsonErrorMembers(schema: NormalizedSchema, error: AwsError): Record<string, unknown> {
    const members = { ...error.members, message: error.message, Message: error.message };
    return JSON.parse(new TextDecoder().decode(this.writeJson(schema, members))) as Record<string, unknown>;
  }

  #xmlErrorMembers(schema: NormalizedSchema, error: AwsError): string {
    const { message: _, Message: __, ...members } = error.members;
    return this.writeXml(schema, members, 'Error').replace(/^<Error[^>]*>|<\/Error>$/g, '');
  }

  #xmlErrorBody(inner: string, words: string, requestId: string): string {
    if (this.kind === 'ec2Query')
      return `<Response><Errors>${inner}</Errors><RequestID>${requestId}</RequestID></Response>`;
    if (this.kind === 'restXml') return `<Error>${words}<RequestId>${requestId}</RequestId></Error>`;
    return `<ErrorResponse>${inner}<RequestId>${requestId}</RequestId></ErrorResponse>`;
  }
}
