import type { ObservedNodePool } from '../../../domain/ports/kubernetes.ts';
import type { ScalableGroup } from '../../../domain/scale/groups/group.ts';
import type { Sizes } from '../../../domain/scale/groups/sizes.ts';
import type { InsideAtPlanning } from '../../../domain/scale/inside/inside.ts';
import type { GroupTarget, ScalingPlan } from '../../../domain/scale/plan.ts';
import type { SeenForScaling } from '../../../domain/scale/seen.ts';
import { configOf } from '../desired/fixtures.ts';

export const pool = (name: string, over: Partial<ObservedNodePool> = {}): ObservedNodePool => ({
  name,
  resourceVersion: '7',
  isBuiltIn: false,
  labels: {},
  annotations: {},
  managers: ['kubectl'],
  ...over,
});

/** A managed group of two nodes. */
export const group: ScalableGroup = {
  key: 'nodeGroup/web',
  kind: 'managed',
  name: 'web',
  status: 'ACTIVE',
  sizes: { minSize: 1, desiredSize: 2, maxSize: 4 },
  labels: {},
  isWindows: false,
  tags: {},
  autoScalingGroupName: 'eks-web',
  instances: [],
  issues: [],
};

/** A resize of that group, and of nothing else. */
export const resizePlan = (before: Sizes, sizes: Sizes, over: Partial<GroupTarget> = {}): ScalingPlan => ({
  action: 'resize',
  targets: [
    {
      key: group.key,
      kind: 'managed',
      name: group.name,
      isWindows: false,
      before,
      sizes,
      reach: 'exact',
      nodes: [],
      ...over,
    },
  ],
  leftAlone: [],
  notes: [],
  deadlineSeconds: 1800,
  controlPlane: { kubernetesVersion: '1.34', isExtendedSupport: false, usdPerMonth: 73 },
});

const EMPTY: InsideAtPlanning = { nodePools: undefined, hasNodeClaims: false, webhooks: [], held: [] };

/** A cluster that is awake, without groups, as it is when a scaling is planned. */
export function seen(
  inside: Partial<InsideAtPlanning> | { readonly why: string } = {},
  over: Partial<SeenForScaling> & { readonly provisioned?: Partial<SeenForScaling['provisioning']> } = {},
): SeenForScaling {
  const { provisioned, ...rest } = over;
  return {
    clusterName: 'shop',
    operationId: 'o1',
    at: '2026-11-24T20:00:00Z',
    groups: [],
    config: configOf(),
    memory: undefined,
    left: undefined,
    hasFargateProfiles: false,
    elapsedSeconds: 0,
    controlPlane: { kubernetesVersion: '1.34', isExtendedSupport: false, usdPerMonth: 73 },
    provisioning: {
      computeConfig: undefined,
      nodes: [],
      api: undefined,
      inside: 'why' in inside ? inside : { ...EMPTY, ...inside },
      ...provisioned,
    },
    ...rest,
  };
}
