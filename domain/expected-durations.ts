import type { ExpectedDuration } from './progress.ts';

/**
 * How long AWS's operations are expected to take. They say when to look first and what to tell a person; no
 * workflow depends on them being right. Sources: AWS-FACTS, "Durations", and logs of eksctl and Terraform.
 */
export const EXPECTED_DURATIONS = {
  stack: { minSeconds: 5, maxSeconds: 240 },
  controlPlane: { minSeconds: 540, maxSeconds: 960 },
  controlPlaneUpdate: { minSeconds: 60, maxSeconds: 600 },
  nodeGroup: { minSeconds: 75, maxSeconds: 240 },
  fargateProfile: { minSeconds: 60, maxSeconds: 150 },
  controlPlaneDeletion: { minSeconds: 120, maxSeconds: 420 },
  nodeGroupDeletion: { minSeconds: 180, maxSeconds: 480 },
  fargateProfileDeletion: { minSeconds: 60, maxSeconds: 240 },
  addon: { minSeconds: 30, maxSeconds: 120 },
  capability: { minSeconds: 60, maxSeconds: 300 },
  identityProviderConfig: { minSeconds: 600, maxSeconds: 1500 },
  /** Of a group that grows or shrinks, from the change to the last instance. */
  nodes: { minSeconds: 30, maxSeconds: 240 },
  windowsNodes: { minSeconds: 30, maxSeconds: 480 },
  /** Access entries, associations, retention: done when the call returns. */
  immediate: { minSeconds: 0, maxSeconds: 0 },
} as const satisfies Record<string, ExpectedDuration>;
