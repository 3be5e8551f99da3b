import * as z from 'zod';
import type { EksService } from '../../../simulator/eks/eks.ts';
import { Workload } from '../../../simulator/sites/workload.ts';
import { name, writtenStep } from '../step.ts';

const application = z.strictObject({
  /** The name by which probes ask for it: its own, never one that moves. */
  name,
  /** The public address that records lead to. */
  address: z.ipv4(),
  region: name,
  cluster: name,
  namespace: name.default('default'),
  deployment: name,
  /** Ready pods that serve all of the traffic. */
  needs: z.int().min(1).default(1),
  /** `read-only` until another step makes it writable: a standby's, before it is promoted. */
  data: z.enum(['writable', 'read-only']).default('writable'),
  /** The share of clients' requests that only read. */
  readsShare: z.number().min(0).max(1).default(0),
  /** Something in front of it turns away everything but clients. */
  blocksProbes: z.boolean().default(false),
});

/** An application of the user's in a cluster is on the internet from now on. */
export const applicationServes = writtenStep(
  z.strictObject({ application }),
  ({ application: wanted }, { world }) => {
    const { region, address, cluster, namespace, deployment, needs, data, readsShare, blocksProbes } = wanted;
    const { inCluster } = world.region(region).service('eks') as EksService;
    const backing = { cluster, namespace, deployment, needs };
    const state = { data, readsShare, blocksProbes };
    const workload = new Workload(backing, inCluster, () => world.internet.changed(), state);
    world.sites.serve(wanted.name, workload, { address, region });
  },
);

const applicationChanges = z.strictObject({
  name,
  data: z.enum(['writable', 'read-only']).optional(),
  blocksProbes: z.boolean().optional(),
  /** Virtual seconds from now, so that it comes while later steps are under way. */
  afterSeconds: z.number().min(0).default(0),
});

/** An application's data are promoted or not any more, or something blocks its probes. */
export const applicationChange = writtenStep(
  z.strictObject({ applicationChanges }),
  ({ applicationChanges: { name: hostname, afterSeconds, ...state } }, { world }) => {
    const change = () => {
      const found = world.sites.applicationOf(hostname);
      if (!(found instanceof Workload)) throw new Error(`no step has laid an application ${hostname}`);
      found.set(state);
    };
    if (afterSeconds === 0) change();
    else world.kernel.after(afterSeconds * 1000, change);
  },
);
