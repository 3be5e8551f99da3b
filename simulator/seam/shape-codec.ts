import type { XmlShapeDeserializer } from '@aws-sdk/core/protocols';
import type { ToStringShapeSerializer } from '@smithy/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';

export interface PayloadCodec {
  createSerializer(): { write(schema: unknown, value: unknown): void; flush(): string | Uint8Array };
  createDeserializer(): { read(schema: unknown, data: Uint8Array): unknown };
}

/** Reads and writes single shapes of a service, in its payloads and in the texts of headers and paths. */
export interface ShapeCodec {
  /** Absent where payloads are XML. */
  readonly json: PayloadCodec | undefined;
  readonly toText: ToStringShapeSerializer;
  readonly xmlReader: XmlShapeDeserializer;
  /** A scalar of a path, a query, a header or a form. Throws the refusal of a text that is none. */
  readText(schema: NormalizedSchema, text: string): unknown;
  writeJson(schema: NormalizedSchema, value: unknown): Uint8Array;
  /** A structure as XML under the element name given. */
  writeXml(schema: NormalizedSchema, value: unknown, elementName: string): string;
}

export const toBytes = (body: string | Uint8Array | undefined): Uint8Array =>
  body === undefined ? new Uint8Array() : typeof body === 'string' ? new TextEncoder().encode(body) : body;
