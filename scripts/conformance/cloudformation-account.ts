import { AwsError, NotSimulated } from '../../simulator/aws-error.ts';
import type { Caller } from '../../simulator/service.ts';
import { World } from '../../simulator/world.ts';
import { standInKernel } from '../../tests/simulator/stand-in-region.ts';

export const ACCOUNT = '111111111111';
const REGION = 'us-east-1';
const CALLER: Caller = {
  kind: 'administrator',
  arn: `arn:aws:iam::${ACCOUNT}:user/test`,
  accountId: ACCOUNT,
};

export type Outcome = { readonly answer: unknown } | { readonly refusal: AwsError };

/** An account in which recorded calls are repeated, with every service that is simulated. */
export interface Account {
  /** True where the simulator serves an operation, `service:Operation`. */
  serves(op: string): boolean;
  provides(resourceType: string): boolean;
  /** Makes a call; throws `NotSimulated` where it is not modelled. */
  call(op: string, input: Readonly<Record<string, unknown>>): Promise<Outcome>;
  /** Lets everything that was started come to its end. */
  settle(): Promise<void>;
}

/** Recorded service names that differ from ours. */
const KEYS: Readonly<Record<string, string>> = { stepfunctions: 'states' };

export function newAccount(): Account {
  const { kernel, settle } = standInKernel();
  const load = () => Promise.reject(new NotSimulated('functions in conformance runs'));
  const world = new World({ kernel, accountId: ACCOUNT, regionNames: [REGION], load });
  const region = world.region(REGION);
  const partsOf = (op: string): [string, string] => {
    const [service = '', operation = ''] = op.split(':');
    return [KEYS[service] ?? service, operation];
  };
  return {
    serves: (op) => {
      const [key, operation] = partsOf(op);
      const isKnown = world.entries.some((entry) => entry.key === key);
      return isKnown && operation in region.service(key).operations;
    },
    provides: (resourceType) => region.resourceProvider(resourceType) !== undefined,
    call: async (op, input) => {
      const [key, operation] = partsOf(op);
      try {
        return { answer: await region.call(key, operation, { ...input }, CALLER) };
      } catch (error) {
        if (error instanceof AwsError) return { refusal: error };
        throw error;
      }
    },
    settle: () => settle(),
  };
}
