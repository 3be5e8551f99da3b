import type { DesiredStack } from './desired/template.ts';
import type { ExpectedDuration } from './progress.ts';

/**
 * Times that AWS's operations are expected to take. Those of contents are with their kinds (`contents/`). They say
 * when to look first and what to tell a person; no workflow depends on them being right. Sources: those of
 * `simulator/durations.ts`.
 */
export const EXPECTED_DURATIONS = {
  /** A stack of small resources; `expectedStackDuration` knows better of those that take longer. */
  stack: { minSeconds: 5, maxSeconds: 65 },
  networkDeletion: { minSeconds: 60, maxSeconds: 260 },
  /** Nothing else of a creation goes on meanwhile: a late look at it is late for all of it. */
  controlPlane: { minSeconds: 540, maxSeconds: 960, looks: 30 },
  controlPlaneUpdate: { minSeconds: 60, maxSeconds: 600 },
  /** Sources: those of `simulator/durations.ts` (`eks/addon-update`, `eks/control-plane-update`). */
  addonUpgrade: { minSeconds: 30, maxSeconds: 120 },
  /** Nothing else of an upgrade goes on meanwhile. */
  controlPlaneUpgrade: { minSeconds: 480, maxSeconds: 1500, looks: 40 },
  controlPlaneDeletion: { minSeconds: 120, maxSeconds: 420 },
  /**
   * A group that grows: EKS changes it (5 to 45 s), an instance starts (10 to 30 s), and its node is Ready (45 to 90
   * s). Few are sooner than the first look, and none waits much longer than ten seconds for one after that.
   */
  nodes: { minSeconds: 110, maxSeconds: 240, looks: 12 },
  windowsNodes: { minSeconds: 240, maxSeconds: 600 },
  /** A group that goes to nothing: pods are evicted, instances shut down. Nobody waits for that: a look a minute. */
  nodesGone: { minSeconds: 90, maxSeconds: 300, looks: 4 },
  /** Nodes of Karpenter or Auto Mode, from their NodeClaims' end on. Groups go down when they have. */
  provisionedNodesGone: { minSeconds: 90, maxSeconds: 240 },
  /** Done when the call returns. */
  immediate: { minSeconds: 0, maxSeconds: 0 },
} as const satisfies Record<string, ExpectedDuration>;

/** Resources that make a stack take long, the slowest first. Sources: CloudFormation events of eksctl's stacks. */
const SLOW_RESOURCES: readonly (readonly [type: string, expected: ExpectedDuration])[] = [
  ['AWS::EC2::NatGateway', { minSeconds: 100, maxSeconds: 260 }],
  ['AWS::IAM::InstanceProfile', { minSeconds: 100, maxSeconds: 300 }],
  ['AWS::EC2::VPCEndpoint', { minSeconds: 40, maxSeconds: 180 }],
  ['AWS::IAM::Role', { minSeconds: 15, maxSeconds: 95 }],
];

/** The time that a stack of ours takes to be created, by its resources. */
export function expectedStackDuration({ template }: DesiredStack): ExpectedDuration {
  const types = new Set(Object.values(template.Resources).map(({ Type }) => Type));
  return SLOW_RESOURCES.find(([type]) => types.has(type))?.[1] ?? EXPECTED_DURATIONS.stack;
}
