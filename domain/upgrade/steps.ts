import * as z from 'zod';
import type { Hop } from './hop.ts';

/**
 * Steps of an upgrade, by kind, in the order in which one minor goes. A way back has `nodes`, `addonsBefore` (to the
 * versions from before), `controlPlane` and `verify`.
 */
export const stepKind = z.enum([
  /** All findings once more, of every minor but the first, which the plan has looked at. */
  'check',
  'hookBefore',
  /** To versions that are good for both minors. */
  'addonsBefore',
  'controlPlane',
  'soak',
  'hookAfterControlPlane',
  /** To the versions of the plan. */
  'addonsAfter',
  'nodes',
  /** Pods on Fargate, which stay on their kubelet until they are made anew. */
  'fargate',
  'hookAfterNodes',
  'verify',
]);
export type StepKind = z.infer<typeof stepKind>;

/** One step: `to` is the minor that it belongs to, `key` is `<to>/<kind>`, after `back/` on the way back. */
export const upgradeStep = z.strictObject({ key: z.string(), kind: stepKind, to: z.string() });
export type UpgradeStep = z.infer<typeof upgradeStep>;

/** The things that a plan's steps follow from: the request, and what each minor has to change. */
export interface StepsAsked {
  readonly only?: 'controlPlane' | 'addons' | 'nodes' | undefined;
  readonly soakMinutes: number;
  readonly hooks: {
    readonly before?: unknown;
    readonly afterControlPlane?: unknown;
    readonly afterNodes?: unknown;
  };
}

const BACK = 'back/';
export const isBack = ({ key }: UpgradeStep): boolean => key.startsWith(BACK);
/** True of a step that begins something: not of one that looks, nor of the way back. */
export const isStarting = (step: UpgradeStep): boolean =>
  !isBack(step) && step.kind !== 'soak' && step.kind !== 'verify';
const stepOf = (kind: StepKind, to: string, way = ''): UpgradeStep => ({
  key: `${way}${to}/${kind}`,
  kind,
  to,
});

/** The steps of one minor, and whether it is the first. */
function stepsOfHop(
  hop: Hop,
  isFirst: boolean,
  { only, soakMinutes, hooks }: StepsAsked,
): readonly UpgradeStep[] {
  const movesNodes = hop.nodeGroups.length + hop.autoScalingGroups.length > 0 || hop.movesFargate;
  const isWanted: Readonly<Record<StepKind, boolean>> = {
    check: !isFirst,
    hookBefore: isFirst && hooks.before !== undefined,
    addonsBefore: hop.addons.some(({ before }) => before !== undefined),
    controlPlane: hop.movesControlPlane,
    soak: hop.movesControlPlane && soakMinutes > 0,
    hookAfterControlPlane: hop.movesControlPlane && hooks.afterControlPlane !== undefined,
    addonsAfter: hop.addons.some(({ after }) => after !== undefined),
    nodes: hop.nodeGroups.length + hop.autoScalingGroups.length > 0,
    fargate: hop.movesFargate,
    hookAfterNodes: movesNodes && hooks.afterNodes !== undefined,
    verify: true,
  };
  const wanted = only === undefined ? stepKind.options : [...ONLY[only], 'verify' as const];
  return stepKind.options
    .filter((kind) => isWanted[kind] && (wanted as readonly StepKind[]).includes(kind))
    .map((kind) => stepOf(kind, hop.to));
}

const ONLY = {
  controlPlane: ['check', 'hookBefore', 'controlPlane', 'soak', 'hookAfterControlPlane'],
  addons: ['addonsAfter'],
  nodes: ['nodes', 'fargate', 'hookAfterNodes'],
} as const satisfies Readonly<Record<string, readonly StepKind[]>>;

/** The way forward, one minor after the other. */
export const stepsForward = (hops: readonly Hop[], asked: StepsAsked): readonly UpgradeStep[] =>
  hops.flatMap((hop, index) => stepsOfHop(hop, index === 0, asked));

/** The way back to a minor: nodes first, which may not be newer than their control plane; then add-ons, then it. */
export function stepsBack(
  to: string,
  moved: { readonly nodes: boolean; readonly addons: boolean },
): readonly UpgradeStep[] {
  const isWanted: Partial<Record<StepKind, boolean>> = {
    nodes: moved.nodes,
    addonsAfter: moved.addons,
    controlPlane: true,
    verify: true,
  };
  return (['nodes', 'addonsAfter', 'controlPlane', 'verify'] as const)
    .filter((kind) => isWanted[kind])
    .map((kind) => stepOf(kind, to, BACK));
}
