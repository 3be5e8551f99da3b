import { it } from '@jest/globals';
import { apply, ended, hibernate, simulate, sizes } from './scale-kubernetes/simulate.ts';
import { inPool, karpenter, nodePool, plant, REGION } from './scale-kubernetes/workloads.ts';

it('gives up a sleep, and says why, where a tool that leaves no mark puts back what is changed', async () => {
  await simulate(
    apply(),
    plant(karpenter, inPool('shop', 'default', { replicas: 2 })),
    {
      workloads: {
        cluster: 'web',
        region: REGION,
        manifests: [nodePool('default', { limits: { cpu: '100' } })],
        selfHeals: true,
      },
    },
    { wait: 600 },
    hibernate,
    ended('Failed', 'something else seems to bring back what is taken away'),
    sizes('1 of 1-2'),
  );
}, 60_000);
