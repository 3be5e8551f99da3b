import type { PlannedFault } from '../../faults/schema.ts';
import type { Step } from '../../scenario/steps/all.ts';
import { type DrawnCluster, NEXT_MINOR } from '../clusters.ts';
import { CONVERGE_SECONDS } from '../liveness.ts';
import type { Story } from '../story.ts';

export type Upgrading = Extract<Step, { upgrade: unknown }>['upgrade']['request'];
/** An upgrade of a cluster, and what it meets. */
export type Met = (cluster: DrawnCluster, story: Story) => readonly Step[];

/** The time of an upgrade of a few nodes, and of updates that are tried three times. */
export const SECONDS = 3 * 3600;
/** Findings that nodes and pods of a story with a past may have. */
export const COMMON = [
  'addon-unhealthy',
  'nodes-not-ready',
  'node-group-issues',
  'node-group-degraded',
] as const;

/** At a story's end all comes to rest, and the faults are over. */
export const rested = ({ isUp }: Story): readonly Step[] =>
  isUp ? [{ convergeWithinSeconds: CONVERGE_SECONDS }] : [];

/** A request that has its time, with the faults that it meets. */
export function given(step: Step, story: Story, seconds = SECONDS): readonly Step[] {
  return [{ ...step, followForSeconds: seconds } as Step, ...rested(story)];
}
export const asked = (
  { name: cluster, region }: DrawnCluster,
  request: Upgrading,
  story: Story,
  seconds?: number,
): readonly Step[] => given({ upgrade: { cluster, region, request } }, story, seconds);
export const upgrade = { action: 'upgrade', to: NEXT_MINOR, soakMinutes: 0 } as const;
export const waived = (findings: readonly string[], until: string) =>
  findings.map((finding) => ({ finding, until, reason: 'a drill' }));
export const fault = (planned: PlannedFault): Step => ({ fault: planned });
