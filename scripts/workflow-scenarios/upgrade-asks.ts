import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { document, region } from './by-hand.ts';

type Asked = Extract<Step, { upgrade: unknown }>['upgrade']['request'];

export const workflows = ['upgrade-cluster'];

/** A group that EKS manages, and add-ons whose versions differ between the minors. */
export const web = document('web', {
  addons: [{ name: 'vpc-cni' }, { name: 'kube-proxy' }],
  managedNodeGroups: [{ name: 'managed', minSize: 1, desiredCapacity: 1, maxSize: 2 }],
});
export const bare = document('bare', { addonsConfig: { disableDefaultAddons: true } });

export const ask = (cluster: string, request: Asked): Step => ({ upgrade: { cluster, region, request } });
export const to135 = { action: 'upgrade', to: '1.35', soakMinutes: 0 } as const;
export const at = (name: string, version: string): Step => ({
  expect: { cluster: { name, region, status: 'ACTIVE', version } },
});
