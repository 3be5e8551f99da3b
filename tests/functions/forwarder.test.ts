import type { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { describe, expect, it, jest } from '@jest/globals';
import { Sha256 } from '@smithy/core/checksum';
import { forward, type Sender } from '../../aws/kubernetes/forwarder.ts';
import { EksKubernetes } from '../../aws/kubernetes/kubernetes.ts';
import type { ApiAnswer, ForwardedRequest } from '../../domain/forwarder/request.ts';
import { handler } from '../../functions/access/forward-request.ts';

const REQUEST = {
  method: 'GET',
  endpoint: 'https://0123.gr7.us-east-1.eks.amazonaws.com',
  target: '/api/v1/nodes',
  token: 'k8s-aws-v1.secret',
  certificateAuthority: 'Y2E=',
} as const;
const OPERATION = {
  id: 'op-1',
  kind: 'scale',
  cluster: { name: 'shop', region: 'us-east-1', arn: 'arn:aws:eks:us-east-1:111122223333:cluster/shop' },
  epoch: 3,
} as const;

const encoded = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

/** A forwarder that gives this answer, or is refused; its requests are kept. */
function senderOf(answer: (asked: ForwardedRequest) => object, remainingMs = 30_000) {
  const asked: ForwardedRequest[] = [];
  const send = async ({ input }: InvokeCommand): Promise<object> => {
    const request = JSON.parse(new TextDecoder().decode(input.Payload as Uint8Array)) as ForwardedRequest;
    asked.push(request);
    return answer(request);
  };
  const sender: Sender = {
    lambda: () => ({ send }) as unknown as LambdaClient,
    remainingMs: () => remainingMs,
    operation: () => OPERATION,
  };
  return { asked, sender };
}
const answering = (answer: ApiAnswer) => () => ({ Payload: encoded(answer) });
const refusing = (name: string) => (): never => {
  throw Object.assign(new Error('refused'), { name });
};

describe('a request by a forwarder', () => {
  it('carries what is signed, and on whose behalf', async () => {
    const { asked, sender } = senderOf(answering({ outcome: 'Answered', statusCode: 200, text: '{}' }));
    expect(await forward('fn', REQUEST, sender)).toEqual({
      outcome: 'Answered',
      statusCode: 200,
      text: '{}',
    });
    expect(asked).toEqual([{ ...REQUEST, operation: OPERATION }]);
  });

  it('is not begun where it could outlive the task that waits for it', async () => {
    const { asked, sender } = senderOf(
      answering({ outcome: 'Answered', statusCode: 200, text: '{}' }),
      14_999,
    );
    await expect(forward('fn', REQUEST, sender)).rejects.toMatchObject({ name: 'ServiceUnavailable' });
    expect(asked).toEqual([]);
  });

  it.each([
    ['there is none', refusing('ResourceNotFoundException'), 'KubernetesUnreachable'],
    ['its interfaces are coming back', refusing('ResourceNotReadyException'), 'ServiceUnavailable'],
    ['all of them are busy', refusing('TooManyRequestsException'), 'Throttled'],
    ['the role may not', refusing('AccessDeniedException'), 'AccessDenied'],
    [
      'it takes too long',
      () => ({ FunctionError: 'Unhandled', Payload: encoded({ errorType: 'Sandbox.Timedout' }) }),
      'ServiceUnavailable',
    ],
    [
      'it refuses',
      () => ({ FunctionError: 'Unhandled', Payload: encoded({ errorType: 'InvalidInput' }) }),
      'Unexpected',
    ],
    ['it answers something else', () => ({ Payload: encoded({ outcome: 'Nothing' }) }), 'Unexpected'],
  ])('fails by name where %s', async (_why, answer, name) => {
    await expect(forward('fn', REQUEST, senderOf(answer).sender)).rejects.toMatchObject({ name });
  });
});

describe('a list by a forwarder', () => {
  const api = { ...REQUEST, clusterName: 'shop', forwarder: 'fn' };
  const signing = {
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    region: 'us-east-1',
    sha256: Sha256,
  };
  const limitOf = ({ target }: ForwardedRequest): number =>
    Number(new URL(target, 'https://shop').searchParams.get('limit'));
  const page = (names: readonly string[], from?: string): object => ({
    Payload: encoded({
      outcome: 'Answered',
      statusCode: 200,
      text: JSON.stringify({
        metadata: { ...(from && { continue: from }) },
        items: names.map((name) => ({ metadata: { name } })),
      }),
    }),
  });

  it('is read in smaller pages where one does not fit, and goes on from where it was', async () => {
    const { asked, sender } = senderOf((request) => {
      if (limitOf(request) > 25) return { Payload: encoded({ outcome: 'TooLarge', bytes: 9_000_000 }) };
      return request.target.includes('continue=more') ? page(['c']) : page(['a', 'b'], 'more');
    });
    const nodes = await new EksKubernetes(signing, Date.now, sender).nodes(api);
    expect(nodes.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(asked.map(limitOf)).toEqual([100, 25, 25]);
  });

  it('says so where not even one object fits', async () => {
    const { asked, sender } = senderOf(answering({ outcome: 'TooLarge', bytes: 9_000_000 }));
    await expect(new EksKubernetes(signing, Date.now, sender).nodes(api)).rejects.toThrow(
      /9000000 bytes is more/,
    );
    expect(asked.map(limitOf)).toEqual([100, 25, 7, 2, 1]);
  });
});

describe('the forwarder', () => {
  it('sends to endpoints of EKS in its region alone, and tells no token', async () => {
    const lines: string[] = [];
    const keep = (chunk: unknown): boolean => lines.push(String(chunk)) > 0;
    const spies = [process.stdout, process.stderr].map((stream) =>
      jest.spyOn(stream, 'write').mockImplementation(keep),
    );
    process.env.AWS_REGION = 'us-east-1';
    process.env.RESOLVERS = '10.0.0.2';
    const foreign = { ...REQUEST, endpoint: 'https://example.com' };
    const context = { getRemainingTimeInMillis: () => 10_000 } as never;
    const thrown = await Promise.resolve(handler(foreign, context, () => undefined)).catch((error) => error);
    expect(thrown).toMatchObject({ name: 'InvalidInput' });
    for (const spy of spies) spy.mockRestore();
    expect(lines.join()).toContain('is no endpoint of EKS');
    expect(`${thrown} ${lines.join()}`).not.toContain('secret');
  });
});
