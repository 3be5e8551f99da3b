import { AwsError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import type { DeployedFunction } from './function.ts';
import type { FunctionNetworks } from './networks.ts';

const DAY_MS = 24 * 3600 * 1000;
/** "A long period of time" (Lambda guide, "Connecting Lambda to a VPC"): no source says how long: the seed chooses. */
const IDLE_DAYS = { min: 14, max: 40 };

/**
 * Functions of VPCs that nobody calls lose their interfaces. The call that finds one so, and those that follow until the
 * interfaces are back, fail with ResourceNotReadyException (Lambda guide, "Lambda function states").
 */
export class InactiveFunctions {
  readonly #region: Region;
  readonly #networks: FunctionNetworks;

  constructor(region: Region, networks: FunctionNetworks) {
    this.#region = region;
    this.#networks = networks;
  }

  /** Throws where the function cannot be invoked now. */
  assertReady(fn: DeployedFunction): void {
    const { kernel } = this.#region;
    if (!fn.network) return;
    const idleMs = kernel.now() - fn.lastUsedAt;
    if (fn.state === 'Active' && idleMs > IDLE_DAYS.min * DAY_MS) {
      const days = kernel.random('lambda/inactive').between(IDLE_DAYS.min, IDLE_DAYS.max);
      if (idleMs > days * DAY_MS) {
        fn.idle.length = 0;
        this.#networks.reconnect(fn);
      }
    }
    fn.lastUsedAt = kernel.now();
    if (fn.state === 'Active') return;
    throw new AwsError(
      'ResourceNotReadyException',
      `The operation cannot be performed at this time. The function is currently in the following state: ${fn.state}`,
      { statusCode: 502 },
    );
  }
}
