import { execFile } from 'node:child_process';
import { request } from 'node:http';
import { join } from 'node:path';
import { EKSClient, ListClustersCommand } from '@aws-sdk/client-eks';
import { DescribeKeyCommand, KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningDev, runCommand, startDev } from './running-dev.ts';

let dev: RunningDev;
beforeAll(async () => {
  dev = await startDev('--empty', '--regions', 'us-east-1', '--speed', '3600');
}, 30_000);
afterAll(() => dev.stop('SIGKILL'));

const using = (over: { secretAccessKey?: string; accessKeyId?: string } = {}) => ({
  endpoint: dev.url,
  region: 'us-east-1',
  credentials: {
    accessKeyId: over.accessKeyId ?? (dev.environment.AWS_ACCESS_KEY_ID as string),
    secretAccessKey: over.secretAccessKey ?? (dev.environment.AWS_SECRET_ACCESS_KEY as string),
  },
});

const listClusters = (over = {}) => new EKSClient(using(over)).send(new ListClustersCommand({}));

/** One unsigned request, with the Host header that is asked for. */
function get(host: string) {
  return new Promise<{ status: number; headers: Record<string, unknown> }>((resolve, reject) => {
    request(`${dev.url}/clusters`, { headers: { host } }, (response) => {
      response.resume();
      response.once('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers }));
    })
      .once('error', reject)
      .end();
  });
}

describe('eks-fleet dev', () => {
  it('answers an unmodified client that was given its export lines', async () => {
    expect(await listClusters()).toMatchObject({ clusters: [] });
  });

  it('answers 403 to a request without a signature, with a wrong secret, and with a key that it never issued', async () => {
    expect((await get('127.0.0.1')).status).toBe(403);
    await expect(listClusters({ secretAccessKey: 'wrong' })).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
      $metadata: { httpStatusCode: 403 },
    });
    await expect(listClusters({ accessKeyId: 'AKIAUNKNOWN000000000' })).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
  });

  it('answers no other host name, so that no page in a browser can reach it', async () => {
    const { status, headers } = await get('evil.example');
    expect([status, headers['x-amzn-errortype']]).toEqual([403, 'InvalidHost']);
    expect((await get('localhost')).headers['x-amzn-errortype']).toBe('MissingAuthenticationTokenException');
  });

  it('says at once that its port is taken', async () => {
    const { port } = new URL(dev.url);
    const command = join(import.meta.dirname, '../../cli/eks-fleet.ts');
    const told = await new Promise<string>((resolve) => {
      execFile(process.execPath, [command, 'dev', '--port', port], (_, __, stderr) => resolve(stderr));
    });
    expect(told).toBe(
      `eks-fleet: port ${port} of this machine cannot be listened on (EADDRINUSE); give another with --port, or stop what has it\n`,
    );
  }, 30_000);

  it('names what is not simulated to whoever asked, and goes on', async () => {
    await expect(new KMSClient(using()).send(new ListKeysCommand({}))).rejects.toMatchObject({
      name: 'NotSimulated',
      message: expect.stringContaining('kms:ListKeys'),
      $metadata: { httpStatusCode: 501, attempts: 1 },
    });
    expect(await listClusters()).toMatchObject({ clusters: [] });
  });

  it("tells older clients of SQS its Query protocol's error codes", async () => {
    const client = new SQSClient(using());
    let header: unknown;
    client.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        header = (result.response as { headers: Record<string, string> }).headers['x-amzn-query-error'];
        return result;
      },
      { step: 'deserialize', priority: 'low' },
    );
    await expect(client.send(new GetQueueUrlCommand({ QueueName: 'none' }))).rejects.toThrow();
    expect(header).toBe('AWS.SimpleQueueService.NonExistentQueue;Sender');
  });

  it('lets virtual time pass with nothing to do, while the Date header stays on the time that clients sign with', async () => {
    const first = await get('127.0.0.1');
    await new Promise((resolve) => setTimeout(resolve, 300));
    const second = await get('127.0.0.1');
    const passedMs = (name: string) =>
      Date.parse(String(second.headers[name])) - Date.parse(String(first.headers[name]));
    // 0.3 s at 3,600 virtual seconds a second are 18 minutes.
    expect(passedMs('x-simulated-date')).toBeGreaterThan(15 * 60_000);
    expect(passedMs('date')).toBeLessThan(10_000);
  });

  it('stops by a signal, cleanly', async () => {
    const { code, stderr } = await dev.stop('SIGTERM');
    expect([code, stderr.trimEnd().split('\n').at(-1)]).toEqual([0, 'stopped']);
  });
});

describe('eks-fleet dev with documents', () => {
  it('has what they name and do not make', async () => {
    const file = join(import.meta.dirname, '../../examples/private.yaml');
    const prepared = await startDev(file, '--empty', '--regions', 'us-east-2');
    try {
      const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } =
        prepared.environment;
      const kms = new KMSClient({
        endpoint: prepared.url,
        region: 'us-east-2',
        credentials: { accessKeyId, secretAccessKey },
      });
      const KeyId = 'arn:aws:kms:us-east-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
      const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
      expect(KeyMetadata?.Arn).toBe(KeyId);
    } finally {
      await prepared.stop('SIGKILL');
    }
  }, 30_000);

  it('refuses those of a region that it is not to have', async () => {
    const file = join(import.meta.dirname, '../../examples/private.yaml');
    const { code, stdout } = await runCommand(['dev', file, '--port', '0', '--regions', 'us-east-1']);
    expect(code).toBe(1);
    expect(stdout).toContain('metadata.region\n  the world is to have no such region');
  }, 30_000);
});
