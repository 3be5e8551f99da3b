import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Templates } from '../../aws/deployment/compile-templates.ts';
import { deployFleet } from '../../aws/deployment/deploy.ts';
import { useAdministratorCredentials } from '../../rehearsal/administrator-credentials.ts';
import { handlerLoader } from '../../rehearsal/handler-loader.ts';
import { settle } from '../../rehearsal/simulation.ts';
import { ADMINISTRATOR_ACCESS_KEY_ID, ADMINISTRATOR_SECRET_ACCESS_KEY } from '../../simulator/credentials.ts';
import { SimulationKernel } from '../../simulator/kernel/kernel.ts';
import { randomStream } from '../../simulator/kernel/random.ts';
import type { VirtualClock } from '../../simulator/kernel/virtual-clock.ts';
import { codecOf } from '../../simulator/seam/codec-of.ts';
import { installHttpsSeam } from '../../simulator/seam/https-seam.ts';
import { answerOutside } from '../../simulator/seam/outside-request.ts';
import type { SignedRequest } from '../../simulator/seam/signature.ts';
import { World } from '../../simulator/world.ts';
import { clientRequests } from './client-requests.ts';
import type { Findings } from './findings.ts';
import { mutate } from './mutate.ts';
import { SeenValues } from './seen-values.ts';
import { soundValue } from './sound-inputs.ts';

export interface FuzzSpec {
  readonly root: string;
  readonly regions: readonly string[];
  readonly templates: Templates;
  readonly seed: number;
  readonly count: number;
  readonly service: string | undefined;
  readonly clock: VirtualClock;
  readonly wallNow: () => number;
}

class Sha256 {
  readonly #hash;
  constructor(secret?: string | Uint8Array | ArrayBuffer) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as string);
  }
  update(data: Uint8Array | string): void {
    this.#hash.update(data);
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {}
}

export async function fuzzWorld(spec: FuzzSpec, findings: Findings): Promise<void> {
  const { seed, regions, clock } = spec;
  clock.restart(Date.parse('2026-11-24T08:00:00Z'), randomStream(seed, 'product'));
  useAdministratorCredentials();
  const seen = new SeenValues();
  const kernel = new SimulationKernel(seed, clock);
  const world = new World({
    kernel,
    accountId: '111122223333',
    regionNames: regions,
    load: handlerLoader(spec.root),
    observeCall: ({ operation, service, input }, phase, output) => {
      if (phase === 'done') seen.see(`${service}:${operation}`, input as object, output);
    },
  });
  const uninstall = installHttpsSeam(world.endpoint);
  const sleep = (ms: number) => kernel.sleep(ms);
  await settle(
    kernel,
    clock,
    deployFleet({ templates: spec.templates, regions, stage: 'prod', sleep, onProgress: () => undefined }),
  );
  uninstall();
  const random = randomStream(seed, 'fuzz');
  const region = regions[0] as string;
  const entries = world.entries.filter(({ key }) => spec.service === undefined || key === spec.service);
  const makers = new Map(
    await Promise.all(
      entries.map(async (entry) => [entry.key, await clientRequests(entry, region)] as const),
    ),
  );
  const operations = entries.flatMap((entry) =>
    Object.keys(world.region(region).service(entry.key).operations).map((operation) => ({
      entry,
      operation,
    })),
  );
  for (let sent = 0; sent < spec.count; ) {
    const { entry, operation } = random.pick(operations);
    const { index } = await codecOf(entry);
    const schema = index.byName.get(operation)?.input;
    if (!schema) continue;
    const known = random.chance(0.7) ? seen.input(`${entry.key}:${operation}`, random) : undefined;
    const input = known ?? ((schema.isStructSchema() ? soundValue(schema, '', seen, random) : {}) as object);
    const plain = await makers.get(entry.key)?.(operation, input);
    if (!plain) {
      sent++;
      continue;
    }
    let request: SignedRequest = plain;
    for (let times = random.integer(0, 2); times > 0; times--) request = mutate(request, random);
    await send(await sign(request, entry.signingName, region, spec.wallNow()), entry.key, operation);
    sent++;
  }

  async function send(request: SignedRequest, service: string, operation: string): Promise<void> {
    const said = `${operation}: ${request.method} ${request.target.slice(0, 200)} ${new TextDecoder().decode(request.body).slice(0, 600)}`;
    const fault = (kind: string) => findings.fault({ kind, seed, request: said });
    try {
      const response = await settle(
        kernel,
        clock,
        answerOutside(request, {
          endpoint: world.endpoint,
          wallNow: spec.wallNow,
          secretsOf: (accessKeyId) => world.credentials.secretsOf(accessKeyId),
        }),
      );
      findings.answered(service, response?.statusCode ?? 0);
      if (response && response.statusCode === 500)
        fault(`500 ${new TextDecoder().decode(response.body).slice(0, 300)}`);
    } catch (error) {
      const { name, message, stack = '' } = error as Error;
      fault(
        `${name} ${message.slice(0, 60)} ${(stack.split('\n').find((line) => line.includes('simulator/')) ?? '').trim()}`,
      );
      if (kernel.failure) kernel.forgive(kernel.failure.error);
    }
  }
}

async function sign(
  request: SignedRequest,
  service: string,
  region: string,
  nowMs: number,
): Promise<SignedRequest> {
  const { target, method, headers, body } = request;
  const [path = '/', query = ''] = target.split('?');
  const kept = Object.entries(headers).filter(
    ([name]) => !/^(authorization|x-amz-date|x-amz-content-sha256|x-amz-security-token)$/.test(name),
  );
  const signer = new SignatureV4({
    ...{ service, region, uriEscapePath: service !== 's3' },
    credentials: {
      accessKeyId: ADMINISTRATOR_ACCESS_KEY_ID,
      secretAccessKey: ADMINISTRATOR_SECRET_ACCESS_KEY,
    },
    sha256: Sha256 as never,
  });
  try {
    const signed = (await signer.sign(
      {
        ...{ method, path, protocol: 'http:', hostname: '127.0.0.1', body },
        query: Object.fromEntries(new URLSearchParams(query)),
        headers: { ...Object.fromEntries(kept), host: '127.0.0.1:4566' },
      } as never,
      { signingDate: new Date(nowMs) },
    )) as unknown as { readonly headers: Record<string, string> };
    const lower = Object.entries(signed.headers).map(([name, value]) => [name.toLowerCase(), value]);
    return { method, target, body, headers: Object.fromEntries(lower) };
  } catch {
    return { ...request, headers: { ...headers, host: '127.0.0.1:4566' } };
  }
}
