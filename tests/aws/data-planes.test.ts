import { describe, expect, it } from '@jest/globals';
import { AwsDataPlanes, type PlaneClients } from '../../aws/data-planes.ts';
import type { Answer } from '../../domain/failover/votes.ts';

const failure =
  (name: string, more: object = {}) =>
  () =>
    Promise.reject(Object.assign(new Error(name), { name, ...more }));
const status = (httpStatusCode: number) => ({ $metadata: { httpStatusCode } });
const answers = () => Promise.resolve({});

/** The three planes of a region whose calls end so. */
function planesOf(send: (service: string, command: { constructor: { name: string } }) => Promise<unknown>) {
  const client = (service: string) => ({ send: (command: object) => send(service, command) });
  const clients = { sts: client('sts'), dynamodb: client('dynamodb'), sqs: client('sqs') };
  return new AwsDataPlanes(() => clients as unknown as PlaneClients, { table: 'leases', queue: 'rejects' });
}

describe('a data plane', () => {
  it.each<[string, () => Promise<unknown>, Answer]>([
    ['that answers', answers, 'answers'],
    ['that denies', failure('AccessDeniedException', status(400)), 'answers'],
    ['that does not know the table', failure('ResourceNotFoundException', status(400)), 'answers'],
    ['that does not know the queue', failure('QueueDoesNotExist', status(400)), 'answers'],
    ['that throttles', failure('ThrottlingException', status(400)), 'answers'],
    ['that has an error of its own', failure('InternalServerError', status(500)), 'fails'],
    ['that is unavailable', failure('ServiceUnavailable', status(503)), 'fails'],
    ['that says nothing', failure('TimeoutError'), 'fails'],
    ['that turns the connection away', failure('Error', { code: 'ECONNREFUSED' }), 'fails'],
    ['that cuts the connection off', failure('Error', { code: 'ECONNRESET' }), 'fails'],
    ['whose certificate nobody vouches for', failure('Error', { code: 'CERT_HAS_EXPIRED' }), 'fails'],
    ['that we have asked wrongly', failure('TypeError'), 'unknown'],
    ['whose name nobody could look up', failure('Error', { code: 'EAI_AGAIN' }), 'unknown'],
    ['to which there is no way from here', failure('Error', { code: 'ENETUNREACH' }), 'unknown'],
    ['for which we have nothing to sign with', failure('CredentialsProviderError'), 'unknown'],
  ])('%s: %p', async (_what, send, answer) => {
    expect(await planesOf(send).sts('us-east-1')).toBe(answer);
  });

  it('that denies is told of once', async () => {
    const planes = planesOf(failure('AccessDeniedException', status(400)));
    await planes.planes('us-east-1');
    expect(planes.denials()).toEqual(['AccessDeniedException']);
    expect(planes.denials()).toEqual([]);
  });

  it('is given three seconds', async () => {
    const begun = performance.now();
    expect(await planesOf(() => new Promise(() => undefined)).sts('us-east-1')).toBe('fails');
    expect(performance.now() - begun).toBeGreaterThan(2900);
  });

  it('is one of three, each asked by a read of its own', async () => {
    const asked: string[] = [];
    const planes = planesOf((service, { constructor: { name } }) => {
      asked.push(`${service} ${name}`);
      return service === 'sqs' ? failure('TimeoutError')() : answers();
    });
    expect(await planes.planes('us-east-1')).toEqual({ sts: 'answers', dynamodb: 'answers', sqs: 'fails' });
    expect(asked).toEqual([
      'sts GetCallerIdentityCommand',
      'dynamodb GetItemCommand',
      'sqs GetQueueUrlCommand',
    ]);
  });
});
