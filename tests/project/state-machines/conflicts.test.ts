import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { DURATIONS } from '../../../simulator/durations.ts';

interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly BackoffRate: number;
  readonly MaxDelaySeconds?: number;
  readonly MaxAttempts: number;
  readonly JitterStrategy?: string;
}
interface Scope {
  readonly States: Readonly<Record<string, State>>;
}
interface State {
  readonly Retry?: readonly Retrier[];
  readonly Branches?: readonly Scope[];
  readonly ItemProcessor?: Scope;
}

const statesIn = ({ States }: Scope): readonly (readonly [string, State])[] =>
  Object.entries(States).flatMap(([name, state]) => [
    [name, state] as const,
    ...[...(state.Branches ?? []), ...(state.ItemProcessor ? [state.ItemProcessor] : [])].flatMap(statesIn),
  ]);

/** The seconds that a retrier waits in all, on average: with full jitter half of each delay. */
function meanSeconds({
  IntervalSeconds,
  BackoffRate,
  MaxDelaySeconds,
  MaxAttempts,
  JitterStrategy,
}: Retrier) {
  const delays = Array.from({ length: MaxAttempts }, (_, attempt) =>
    Math.min(IntervalSeconds * BackoffRate ** attempt, MaxDelaySeconds ?? Number.POSITIVE_INFINITY),
  );
  const sum = delays.reduce((total, delay) => total + delay, 0);
  return JitterStrategy === 'FULL' ? sum / 2 : sum;
}

/** Tasks that change a cluster, or its contents in EKS. EKS refuses that while it changes the cluster by itself. */
const CHANGES = [
  ['create-cluster', 'ApplyControlPlane'],
  ['create-cluster', 'ApplyNodeGroup'],
  ['create-cluster', 'ApplyAddon'],
  ['create-cluster', 'ApplyFargateProfile'],
  ['create-cluster', 'ApplyIdentityProvider'],
  ['create-cluster', 'ApplyCapability'],
  ['delete-cluster', 'DeleteControlPlane'],
  ['delete-cluster', 'DeleteNodeGroup'],
  ['delete-cluster', 'DeleteFargateProfile'],
  ['scale-cluster', 'ResizeNodeGroup'],
] as const;

describe('a change to a cluster that EKS is changing by itself', () => {
  it.each(CHANGES)('is asked for again until that may be over (%s, %s)', (workflow, name) => {
    const file = join(import.meta.dirname, `../../../statemachines/${workflow}.asl.json`);
    const [, state] =
      statesIn(JSON.parse(readFileSync(file, 'utf8')) as Scope).find(([found]) => found === name) ?? [];
    const retrier = state?.Retry?.find(({ ErrorEquals }) => ErrorEquals.includes('Conflict'));
    const longest = DURATIONS['eks/config-update'].maxSeconds;
    expect(retrier && meanSeconds(retrier)).toBeGreaterThan(2 * longest);
  });
});
