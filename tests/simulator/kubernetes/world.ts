import { jest } from '@jest/globals';
import { Sha256 } from '@smithy/core/checksum';
import { EksStandbyKubernetes } from '../../../aws/kubernetes/standby-kubernetes.ts';
import { kubernetesToken } from '../../../aws/kubernetes/token.ts';
import type { KubernetesApi } from '../../../domain/ports/kubernetes.ts';
import { CredentialStore, type Credentials } from '../../../simulator/credentials.ts';
import type { Endpoint } from '../../../simulator/endpoint.ts';
import { type CallFault, NOTHING_FAILS } from '../../../simulator/fault.ts';
import { KubernetesEndpoint } from '../../../simulator/kubernetes/api/endpoint.ts';
import { Outages } from '../../../simulator/outages.ts';
import { splitTarget } from '../../../simulator/seam/http.ts';
import { installHttpsSeam } from '../../../simulator/seam/https-seam.ts';
import type { Caller } from '../../../simulator/service.ts';
import {
  ACCOUNT,
  administrator,
  CLUSTER,
  eksWorld,
  NODEGROUP,
  role,
  type WorldOptions,
} from '../eks/world.ts';

export const PERSON: Caller = {
  kind: 'role',
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/person/ann`,
  roleArn: role('person'),
  accountId: ACCOUNT,
};

/** A client that is no function. */
const NOWHERE = { functionName: undefined, from: undefined, invokedWith: undefined };

/** Milliseconds in which eventually consistent reads and controllers settle. */
export const MOMENT_MS = 120_000;

interface RawRequest {
  readonly caller?: Caller;
  readonly clusterName?: string;
  readonly token?: string | undefined;
  readonly edit?: (url: string) => string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** Members of the API's answers that tests look at. */
interface RawAnswer {
  readonly kind?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly text?: string;
  readonly details?: { readonly causes?: readonly { readonly reason?: string; readonly message?: string }[] };
  readonly metadata?: {
    readonly resourceVersion?: string;
    readonly continue?: string;
    readonly remainingItemCount?: number;
    readonly deletionTimestamp?: string;
  };
  readonly items?: readonly { readonly metadata: { readonly name: string } }[];
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: unknown;
}

/** Addresses of the VPC's own resolver, and of the cluster's private endpoint. */
export const VPC_RESOLVER = '10.0.0.2';
export const CLUSTER_ADDRESS = '10.0.0.9';

/** One cluster of the simulated EKS, `shop`, and clients that speak to it over node:https. */
export async function kubernetesWorld(cluster: Record<string, unknown> = {}, options: WorldOptions = {}) {
  const world = eksWorld(options);
  const { kernel, eks, call } = world;
  // The SDK's signer asks the process for the time: it is the world's.
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance', 'hrtime'] });
  const credentials = new CredentialStore(kernel, ACCOUNT);
  let fault: CallFault | undefined;
  const facts = {
    kernel,
    credentials,
    caller: (key: string) => credentials.resolve(key),
    regionNames: () => ['us-east-1'],
    faults: { ...NOTHING_FAILS, ofCall: () => fault },
    outages: new Outages(kernel),
    observeCall: () => undefined,
  };
  let inside: { readonly vpcId: string; readonly interfaceIds: readonly string[] } | undefined;
  const passage = { admits: true, resolvesNames: true, dhcpServer: VPC_RESOLVER };
  const endpoint = new KubernetesEndpoint(facts, (_region, host) => eks.controlPlane(host), {
    ofFunction: () => inside,
    ofRegion: () => ({
      addressesOf: () => [CLUSTER_ADDRESS],
      admits: () => passage.admits,
      resolvesNames: (_vpcId, server = passage.dhcpServer) =>
        passage.resolvesNames && server === VPC_RESOLVER,
    }),
  });
  const origin = () =>
    inside ? { functionName: 'inside', from: 'us-east-1', invokedWith: undefined } : NOWHERE;
  const uninstall = installHttpsSeam({
    exchange: (request: Parameters<Endpoint['exchange']>[0]) => endpoint.exchange(request, origin()),
    resolve: (hostname: string, server?: string) => endpoint.resolve(hostname, server, origin()),
  } as Endpoint);

  /** Lets so much virtual time pass. */
  const pass = async (ms: number): Promise<void> => {
    await world.settle(ms);
    jest.setSystemTime(kernel.now());
  };
  /** Awaits a promise that the world has to settle first. */
  const run = async <T>(promise: Promise<T>): Promise<T> => {
    let isSettled = false;
    const settled = promise.finally(() => {
      isSettled = true;
    });
    settled.catch(() => undefined);
    for (let round = 0; !isSettled && round < 100; round++) {
      await pass(50);
      jest.advanceTimersByTime(1000);
      jest.setSystemTime(kernel.now());
    }
    return settled;
  };
  call('CreateCluster', { ...CLUSTER, ...cluster });
  await pass(20 * 60_000);
  const describe = () =>
    call<{
      cluster: { endpoint: string; certificateAuthority: { data: string } };
    }>('DescribeCluster', { name: 'shop' }).cluster;
  const api: KubernetesApi = {
    clusterName: 'shop',
    endpoint: describe().endpoint,
    certificateAuthority: describe().certificateAuthority.data,
  };
  const signingOf = (keys: Credentials) => ({
    credentials: keys,
    region: 'us-east-1',
    sha256: Sha256,
  });
  /** The token of a raw request: one of the caller's, whose URL may be edited, or the one that is given. */
  const tokenOf = async (how: RawRequest): Promise<string | undefined> => {
    if ('token' in how) return how.token;
    const signing = signingOf(keysOf(how.caller));
    const token = await kubernetesToken(how.clusterName ?? 'shop', signing);
    const [prefix = '', encoded = ''] = token.split('.');
    const url = Buffer.from(encoded, 'base64url').toString();
    return `${prefix}.${Buffer.from(how.edit?.(url) ?? url).toString('base64url')}`;
  };
  const raw = async (method: string, path: string, how: RawRequest = {}) => {
    const token = await tokenOf(how);
    const exchange = await run(
      endpoint.exchange(
        {
          method,
          hostname: new URL(api.endpoint).hostname,
          ...splitTarget(path),
          headers: { ...(token && { authorization: `Bearer ${token}` }), ...how.headers },
          body: new TextEncoder().encode(how.body === undefined ? '' : JSON.stringify(how.body)),
          tls: {
            ca: [Buffer.from(api.certificateAuthority, 'base64').toString().trim()],
            rejectUnauthorized: true,
          },
        },
        NOWHERE,
      ),
    );
    if (!('response' in exchange)) throw new Error('the connection failed');
    const text = new TextDecoder().decode(exchange.response.body);
    const body = (text.startsWith('{') ? JSON.parse(text) : { text }) as RawAnswer;
    return { statusCode: exchange.response.statusCode, body };
  };
  const keysOf = (caller: Caller = PERSON) => credentials.issue(caller, 3_600_000);
  return {
    ...world,
    api,
    keysOf,
    pass,
    run,
    /** Puts the caller into a VPC; `passage` says whether groups let calls pass and names are resolved. */
    placeIn: (vpcId: string, given: Partial<typeof passage> = {}) => {
      inside = { vpcId, interfaceIds: ['eni-1'] };
      Object.assign(passage, given);
    },
    /** Sets the fault of the next calls. */
    setFault: (next: CallFault | undefined) => {
      fault = next;
    },
    raw,
    token: () => tokenOf({}),
    administrator,
    /** The name and message of a call's error. */
    failure: async (promise: Promise<unknown>) => {
      const thrown = (await run(promise.catch((error: unknown) => error))) as Error;
      return { name: thrown.name, message: thrown.message };
    },
    client: (caller?: Caller) => new EksStandbyKubernetes(signingOf(keysOf(caller)), () => kernel.now()),
    /** Gives the person an access entry, and waits until it counts. */
    letIn: async (entry: { groups?: string[]; policy?: string; namespaces?: string[] } = {}) => {
      const named = { clusterName: 'shop', principalArn: PERSON.kind === 'role' ? PERSON.roleArn : '' };
      call('CreateAccessEntry', { ...named, kubernetesGroups: entry.groups ?? [] });
      if (entry.policy !== undefined) {
        const accessScope = entry.namespaces
          ? { type: 'namespace', namespaces: entry.namespaces }
          : { type: 'cluster' };
        const policyArn = `arn:aws:eks::aws:cluster-access-policy/${entry.policy}`;
        call('AssociateAccessPolicy', { ...named, policyArn, accessScope });
      }
      await pass(MOMENT_MS);
    },
    close: () => {
      uninstall();
      jest.useRealTimers();
    },
  };
}

export type KubernetesWorld = Awaited<ReturnType<typeof kubernetesWorld>>;

/** A cluster with a group of `size` nodes, and somebody who may do everything. */
export async function withNodes(size = 2): Promise<KubernetesWorld> {
  const made = await kubernetesWorld();
  await made.letIn({ policy: 'AmazonEKSClusterAdminPolicy' });
  made.call('CreateNodegroup', {
    ...NODEGROUP,
    labels: { tier: 'front' },
    scalingConfig: { minSize: 0, maxSize: 5, desiredSize: size },
  });
  await made.pass(20 * 60_000);
  return made;
}
