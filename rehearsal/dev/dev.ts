import { deployFleet } from '../../aws/deployment/deploy.ts';
import { ADMINISTRATOR_ACCESS_KEY_ID, ADMINISTRATOR_SECRET_ACCESS_KEY } from '../../simulator/credentials.ts';
import { SimulationKernel } from '../../simulator/kernel/kernel.ts';
import { paceWorld } from '../../simulator/kernel/pace.ts';
import type { VirtualClock } from '../../simulator/kernel/virtual-clock.ts';
import type { SimResponse } from '../../simulator/seam/http.ts';
import { listenHttp } from '../../simulator/seam/http-server.ts';
import { installHttpsSeam } from '../../simulator/seam/https-seam.ts';
import { World } from '../../simulator/world.ts';
import { useAdministratorCredentials } from '../administrator-credentials.ts';
import { handlerLoader } from '../handler-loader.ts';
import { plantPrerequisites } from '../prerequisites/plant.ts';
import { tellProgress } from '../report/progress.ts';
import { settle } from '../simulation.ts';
import type { DevMessage, DevSpec } from './spec.ts';

interface DevHost {
  readonly clock: VirtualClock;
  /** The machine's own time, which clients sign with. */
  readonly wallNow: () => number;
  readonly tell: (message: DevMessage) => void;
  readonly isStopped: () => boolean;
}

/** Deploys the fleet, unless the world is to be empty, then answers over HTTP at a steady pace until it is stopped. */
export async function develop(spec: DevSpec, { clock, wallNow, tell, isStopped }: DevHost): Promise<void> {
  useAdministratorCredentials();
  const kernel = new SimulationKernel(spec.seed, clock);
  const world = new World({
    kernel,
    accountId: spec.accountId,
    regionNames: spec.regions,
    load: handlerLoader(spec.root),
  });
  const uninstall = installHttpsSeam(world.endpoint);
  try {
    if (spec.templates) {
      const { templates, regions, stage } = spec;
      const onProgress = (text: string) => tell({ kind: 'phase', text });
      const sleep = (ms: number) => kernel.sleep(ms);
      await settle(kernel, clock, deployFleet({ templates, regions, stage, sleep, onProgress }));
    }
    const today = spec.startAt.slice(0, 10);
    const planted = await settle(kernel, clock, plantPrerequisites(world, spec.documents, today));
    for (const text of planted) tell({ kind: 'phase', text: `there beforehand: ${text}` });
    const startedAt = kernel.now();
    kernel.trace.subscribe((entry) => tellProgress(world, entry, startedAt, tell));
    const server = await listenHttp({
      endpoint: world.endpoint,
      port: spec.port,
      wallNow,
      virtualNow: () => kernel.now(),
      secretsOf: (accessKeyId) => world.credentials.secretsOf(accessKeyId),
      onAnswer: (_, response) => tellNotSimulated(response, tell),
    });
    tell({
      kind: 'listening',
      url: server.url,
      accessKeyId: ADMINISTRATOR_ACCESS_KEY_ID,
      secretAccessKey: ADMINISTRATOR_SECRET_ACCESS_KEY,
    });
    try {
      const onFailure = (error: unknown) => tell({ kind: 'refused', text: textOf(error) });
      stopAtNothing(onFailure);
      await paceWorld(kernel, clock, { speed: spec.speed, isStopped, onFailure });
    } finally {
      await server.close();
    }
  } finally {
    uninstall();
  }
}

/** A failure as people read it: what is not simulated by its name, a defect with its place. */
function textOf(error: unknown): string {
  const { name, message, stack } = error as Error;
  return name === 'NotSimulated' ? message : (stack ?? String(error));
}

/** Whatever clients outside make fail, the process lives: there may be a day's work of theirs in its world. */
function stopAtNothing(onFailure: (error: unknown) => void): void {
  process.on('unhandledRejection', onFailure);
  process.on('uncaughtException', onFailure);
}

function tellNotSimulated(response: SimResponse, tell: DevHost['tell']): void {
  if (response.statusCode === 501) tell({ kind: 'refused', text: new TextDecoder().decode(response.body) });
}
