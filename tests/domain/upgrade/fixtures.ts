import type { Hop } from '../../../domain/upgrade/hop.ts';
import type { UpgradePlan } from '../../../domain/upgrade/plan.ts';
import { type StepsAsked, stepsForward } from '../../../domain/upgrade/steps.ts';

/** One minor of a cluster with an add-on and a node group. */
export const hop = (to: string, more: Partial<Hop> = {}): Hop => ({
  to,
  addons: [{ name: 'coredns', before: `v${to}-before`, after: `v${to}` }],
  nodeGroups: [{ name: 'web', release: { version: to, releaseVersion: `${to}.1-1` }, isWindows: false }],
  autoScalingGroups: [],
  movesControlPlane: true,
  movesFargate: false,
  ...more,
});

export const plan = (
  hops: readonly Hop[],
  {
    steps: asked,
    ...more
  }: Partial<Omit<UpgradePlan, 'steps'>> & { readonly steps?: Partial<StepsAsked> } = {},
): UpgradePlan => ({
  action: 'upgrade',
  from: '1.34',
  to: hops.at(-1)?.to ?? '1.34',
  hops,
  steps: stepsForward(hops, { soakMinutes: 60, hooks: {}, ...asked }),
  former: { version: '1.34', addons: { coredns: 'v1.34' }, nodeGroups: { web: { version: '1.34' } } },
  findings: [],
  wasHealthy: true,
  rollback: { isPossible: true, reasons: [] },
  workloads: {},
  isAsleep: false,
  ...more,
});
