import { describe, expect, it } from '@jest/globals';
import type { Codec } from '../../../simulator/seam/codec.ts';
import { codecOf } from '../../../simulator/seam/codec-of.ts';
import { World } from '../../../simulator/world.ts';
import { standInKernel } from '../stand-in-region.ts';

const world = new World({
  kernel: standInKernel().kernel,
  accountId: '111122223333',
  regionNames: ['us-west-2'],
  load: () => Promise.reject(new Error('nothing runs here')),
});
const codecNamed = (key: string): Promise<Codec> => {
  const entry = world.entries.find((one) => one.key === key);
  if (!entry) throw new Error(`no service ${key}`);
  return codecOf(entry);
};

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly target?: string;
  readonly body: string | Uint8Array;
}

/** The refusal of a request, as code and words; what was read of it, where there is none. */
async function answerTo(key: string, { method = 'POST', path = '/', target, body }: Sent): Promise<unknown> {
  const codec = await codecNamed(key);
  const request = {
    ...{ method, path, hostname: 'x.amazonaws.com', query: {} },
    headers: target === undefined ? {} : { 'x-amz-target': target },
    body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
  };
  return codec.decode(request).then(
    ({ input }) => input,
    (error: { code: string; message: string }) => `${error.code}: ${error.message}`,
  );
}

const GET = 'DynamoDB_20120810.GetItem';

describe('a request that cannot be read', () => {
  it.each([
    ['{', 'SerializationException: Unexpected token received from parser'],
    ['[]', 'SerializationException: Start of list found where not expected'],
    ['"x"', 'SerializationException: Unexpected field type'],
    ['{"TableName":1}', 'SerializationException: NUMBER_VALUE can not be converted to a String'],
    ['{"TableName":{}}', 'SerializationException: Start of structure or map found where not expected.'],
    ['{"ConsistentRead":"yes"}', 'SerializationException: STRING_VALUE can not be converted to a Boolean'],
    ['{"Key":{"id":{"B":"!!"}}}', 'SerializationException: Invalid Base64 character'],
    [new Uint8Array([0x7b, 0xff, 0x7d]), 'SerializationException: Unexpected token received from parser'],
  ])('as JSON is refused as one: %s', async (body, refusal) => {
    expect(await answerTo('dynamodb', { target: GET, body })).toBe(refusal);
  });

  it('has members that are null left out, and no list with a null in it', async () => {
    expect(await answerTo('dynamodb', { target: GET, body: '{"TableName":null,"Key":{}}' })).toEqual({
      Key: {},
    });
    expect(await answerTo('dynamodb', { target: GET, body: 'null' })).toEqual({});
    expect(await answerTo('dynamodb', { target: GET, body: '{"AttributesToGet":["a",null]}' })).toMatch(
      /^ValidationException: .*Member must not be null/,
    );
  });

  it('by its path or its XML is refused in the words of its service', async () => {
    expect(await answerTo('eks', { method: 'GET', path: '/clusters/a%zz', body: '' })).toBe(
      "SerializationException: 'a%zz' is not a valid URL encoding",
    );
    const path = '/2013-04-01/healthcheck';
    expect(await answerTo('route53', { path, body: '<CreateHealthCheckRequest><a>' })).toMatch(
      /^MalformedXML: /,
    );
  });

  it('as a form is refused by the parameter', async () => {
    const form = (more: string) => `Version=2016-11-15&Action=DescribeVpcs&${more}`;
    expect(await answerTo('ec2', { body: form('MaxResults=many') })).toMatch(
      /^InvalidParameterValue: Value \(many\)/,
    );
    expect(await answerTo('iam', { body: 'Version=2010-05-08&Action=ListRoles&MaxItems=many' })).toMatch(
      /^MalformedInput: 'many'/,
    );
  });

  it('reaches no object of the process by a name that all objects have', async () => {
    await answerTo('iam', { body: 'Version=2010-05-08&Action=ListRoles&__proto__.polluted=1' });
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
  });
});

describe('an operation that the service does not have', () => {
  it.each([
    [
      'iam',
      { body: 'Action=Sing&Version=2010-05-08' },
      'InvalidAction: Could not find operation Sing for version 2010-05-08',
    ],
    ['iam', { body: 'a=b' }, 'MissingAction: The request must contain the parameter Action'],
    ['ec2', { body: 'Action=Sing' }, 'InvalidAction: The action Sing is not valid for this web service.'],
    ['dynamodb', { target: 'DynamoDB_20120810.Sing', body: '{}' }, 'UnknownOperationException: '],
    ['eks', { path: '/songs', body: '{}' }, 'UnknownOperationException: '],
  ])('is refused by %s', async (key, sent, refusal) => {
    expect(await answerTo(key, sent)).toBe(refusal);
  });
});
