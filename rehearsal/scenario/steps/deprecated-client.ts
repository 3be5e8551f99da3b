import * as z from 'zod';
import type { EksService } from '../../../simulator/eks/eks.ts';
import { name, writtenStep } from '../step.ts';

const client = z.strictObject({
  cluster: name,
  region: name,
  userAgent: name,
  /** Absent where the client stops to call, as after a fix. */
  calls: z
    .strictObject({
      /** The path of the API: `/apis/flowcontrol.apiserver.k8s.io/v1beta3/flowschemas`. */
      usage: name,
      replacedWith: name,
      stopServingVersion: name,
      startServingReplacementVersion: name,
      requestsADay: z.int().positive().default(24),
    })
    .optional(),
});

/** A client of a cluster begins to call an API that a later version no longer serves, or stops to. */
export const deprecatedClient = writtenStep(
  z.strictObject({ deprecatedClient: client }),
  ({ deprecatedClient: { cluster, region, userAgent, calls } }, { world }) => {
    const { inCluster } = world.region(region).service('eks') as EksService;
    if (calls) inCluster.callDeprecated(cluster, { ...calls, userAgent });
    else inCluster.stopDeprecated(cluster, userAgent);
  },
);
