import type { Templates } from '../../aws/deployment/compile-templates.ts';
import { deployFleet } from '../../aws/deployment/deploy.ts';
import { useAdministratorCredentials } from '../../rehearsal/administrator-credentials.ts';
import { handlerLoader } from '../../rehearsal/handler-loader.ts';
import { settle } from '../../rehearsal/simulation.ts';
import { SimulationKernel } from '../../simulator/kernel/kernel.ts';
import { type RandomStream, randomStream } from '../../simulator/kernel/random.ts';
import type { VirtualClock } from '../../simulator/kernel/virtual-clock.ts';
import { codecOf } from '../../simulator/seam/codec-of.ts';
import { installHttpsSeam } from '../../simulator/seam/https-seam.ts';
import { answerOutside } from '../../simulator/seam/outside-request.ts';
import type { SignedRequest } from '../../simulator/seam/signature.ts';
import type { ServiceEntry } from '../../simulator/service-registry.ts';
import { World } from '../../simulator/world.ts';
import { clientRequests } from './client-requests.ts';
import type { Findings } from './findings.ts';
import { mutate } from './mutate.ts';
import { SeenValues } from './seen-values.ts';
import { sign } from './signed.ts';
import { soundValue } from './sound-inputs.ts';

export interface FuzzSpec {
  readonly root: string;
  readonly regions: readonly string[];
  readonly templates: Templates;
  readonly seed: number;
  readonly count: number;
  /** The key of the only service that is asked; undefined: all. */
  readonly service: string | undefined;
  readonly clock: VirtualClock;
  readonly wallNow: () => number;
}

/** A world in which a fleet is deployed, and the values that its calls had. */
interface Stage {
  readonly kernel: SimulationKernel;
  readonly world: World;
  readonly seen: SeenValues;
}

interface Asked {
  readonly entry: ServiceEntry;
  readonly operation: string;
}

/** Failures in the background come within this time after all was asked for. */
const AFTERWARDS_MS = 3_600_000;

async function staged({ seed, regions, clock, root, templates }: FuzzSpec): Promise<Stage> {
  clock.restart(Date.parse('2026-11-24T08:00:00Z'), randomStream(seed, 'product'));
  useAdministratorCredentials();
  const seen = new SeenValues();
  const kernel = new SimulationKernel(seed, clock);
  const world = new World({
    ...{ kernel, accountId: '111122223333', regionNames: regions, load: handlerLoader(root) },
    observeCall: ({ operation, service, input }, phase, output) => {
      if (phase === 'done') seen.see(`${service}:${operation}`, input as object, output);
    },
  });
  const uninstall = installHttpsSeam(world.endpoint);
  const sleep = (ms: number) => kernel.sleep(ms);
  const onProgress = () => undefined;
  await settle(kernel, clock, deployFleet({ templates, regions, stage: 'prod', sleep, onProgress }));
  uninstall();
  return { kernel, world, seen };
}

/** Makes requests of operations that are served: as their clients send them, and then changed up to twice. */
async function requestsOf({ world, seen }: Stage, { service, regions }: FuzzSpec, random: RandomStream) {
  const region = regions[0] as string;
  const entries = world.entries.filter(({ key }) => service === undefined || key === service);
  const makers = new Map(
    await Promise.all(
      entries.map(async (entry) => [entry.key, await clientRequests(entry, region)] as const),
    ),
  );
  const all: readonly Asked[] = entries.flatMap((entry) =>
    Object.keys(world.region(region).service(entry.key).operations).map((operation) => ({
      entry,
      operation,
    })),
  );
  return async (nowMs: number): Promise<(Asked & { readonly request: SignedRequest }) | undefined> => {
    const { entry, operation } = random.pick(all);
    const schema = (await codecOf(entry)).index.byName.get(operation)?.input;
    const known = random.chance(0.7) ? seen.input(`${entry.key}:${operation}`, random) : undefined;
    const made = schema?.isStructSchema() ? soundValue(schema, '', seen, random) : {};
    let request = await makers.get(entry.key)?.(operation, known ?? (made as object));
    if (!request) return undefined;
    for (let times = random.integer(0, 2); times > 0; times--) request = mutate(request, random);
    return { entry, operation, request: await sign(request, entry.signingName, region, nowMs) };
  };
}

const placeIn = (stack: string): string =>
  (stack.split('\n').find((line) => line.includes('simulator/')) ?? '').trim();

/** The kind of a failure: its words without what differs from one to the next, and where it was. */
function kindOf(error: unknown): string {
  const { name, message, stack = '' } = error as Error;
  return `${name} ${message.slice(0, 60)} ${placeIn(stack)}`;
}

/** Asks one world for as much as the specification says, and then waits for what was begun. */
export async function fuzzWorld(spec: FuzzSpec, findings: Findings): Promise<void> {
  const { seed, clock, wallNow } = spec;
  const stage = await staged(spec);
  const { kernel, world } = stage;
  const next = await requestsOf(stage, spec, randomStream(seed, 'fuzz'));
  const options = {
    ...{ endpoint: world.endpoint, wallNow },
    secretsOf: (accessKeyId: string) => world.credentials.secretsOf(accessKeyId),
  };
  const watched = async (request: string, work: Promise<void>): Promise<void> => {
    try {
      await settle(kernel, clock, work);
    } catch (error) {
      // What is met later and not simulated fails what came to it, by name.
      if ((error as Error).name !== 'NotSimulated') findings.fault({ kind: kindOf(error), seed, request });
      if (kernel.failure) kernel.forgive(kernel.failure.error);
    }
  };
  for (let sent = 0; sent < spec.count; sent++) {
    const asked = await next(wallNow());
    if (!asked) continue;
    const { entry, operation, request } = asked;
    const body = new TextDecoder().decode(request.body).slice(0, 600);
    const said = `${entry.key}:${operation} ${request.method} ${request.target.slice(0, 200)} ${body}`;
    const ask = async (): Promise<void> => {
      const response = await answerOutside(request, options);
      findings.answered(entry.key, response?.statusCode ?? 0);
      const text = new TextDecoder().decode(response?.body).slice(0, 300);
      if (response?.statusCode === 500 || text.includes('SimulatorFailure'))
        findings.fault({ kind: text.replaceAll(/[0-9a-f-]{36}/g, ''), seed, request: said });
    };
    await watched(said, ask());
  }
  await watched('an hour after all', kernel.sleep(AFTERWARDS_MS));
}
