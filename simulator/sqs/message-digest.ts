import { createHash } from 'node:crypto';
import type { MessageAttributeValue } from '@aws-sdk/client-sqs';

/** The MD5 that SDKs hold a message's body against. */
export const md5OfBody = (body: string): string => createHash('md5').update(body).digest('hex');

const sized = (bytes: Uint8Array): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

/**
 * The MD5 of a message's attributes: name, type and value of each in order of name, with lengths before them (SQS
 * developer guide, "Calculating the MD5 message digest for message attributes").
 */
export function md5OfAttributes(
  attributes: Readonly<Record<string, MessageAttributeValue>>,
): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  for (const name of names) {
    const { DataType = '', StringValue, BinaryValue } = attributes[name] as MessageAttributeValue;
    const isBinary = DataType.startsWith('Binary');
    hash.update(sized(Buffer.from(name))).update(sized(Buffer.from(DataType)));
    hash.update(Buffer.from([isBinary ? 2 : 1]));
    hash.update(sized(isBinary ? (BinaryValue ?? new Uint8Array()) : Buffer.from(StringValue ?? '')));
  }
  return hash.digest('hex');
}
