import type { ClusterConfig } from '../cluster-config/config.ts';
import type { Need } from '../contents/content.ts';
import { type DesiredContent, desiredContents, kindOf } from '../contents/kinds.ts';
import type { Account } from '../desired/account.ts';
import type { ContentFacts } from '../desired/cluster-facts.ts';
import { desiredFoundation } from '../desired/foundation.ts';
import { stackNameOf } from '../desired/names.ts';
import type { DesiredStack } from '../desired/template.ts';
import { EXPECTED_DURATIONS, expectedStackDuration } from '../expected-durations.ts';
import { RULE_PURPOSE } from '../forwarder/names.ts';
import type { ExpectedDuration } from '../progress.ts';
import { needsForwarder } from './forwarder.ts';

type Range = readonly [number, number];

/** One step of a plan, with how long AWS usually takes for it. */
export interface PlannedStep {
  readonly key: string;
  readonly title: string;
  readonly minutes: Range;
  readonly after: readonly Need[];
}

/**
 * The time that the function for a private Kubernetes API takes: its stack, and the interfaces of Lambda in the VPC.
 */
const FORWARDER: ExpectedDuration = { minSeconds: 60, maxSeconds: 180 };

const minutesOf = ({ minSeconds, maxSeconds }: ExpectedDuration): Range => [minSeconds / 60, maxSeconds / 60];

const cluster: Need = { keys: ['controlPlane'], until: 'ready' };

const stackStep = (stack: DesiredStack, title: string): PlannedStep => ({
  key: stack.key,
  title: `${title} (stack ${stack.stackName})`,
  minutes: minutesOf(expectedStackDuration(stack)),
  after: [],
});

function contentStep(content: DesiredContent): PlannedStep {
  const kind = kindOf(content);
  return {
    key: content.key,
    title: kind.title(content),
    minutes: minutesOf(kind.expected(content)),
    after: [cluster, ...content.needs],
  };
}

/** The steps of creating a cluster, in an order in which they may begin; only `after` binds. */
export function planSteps(
  config: ClusterConfig,
  account: Account,
  facts: ContentFacts,
): readonly PlannedStep[] {
  const { network, roles } = desiredFoundation(config, account);
  const foundation = [
    ...(network ? [stackStep(network, 'Build the network')] : []),
    ...(roles ? [stackStep(roles, 'Create IAM roles')] : []),
  ];
  const controlPlane: PlannedStep = {
    key: 'controlPlane',
    title: `Create control plane ${config.metadata.name} in ${config.metadata.region}`,
    minutes: minutesOf(EXPECTED_DURATIONS.controlPlane),
    after: foundation.map(({ key }) => ({ keys: [key], until: 'ready' as const })),
  };
  const forwarder: PlannedStep = {
    key: 'forwarder',
    title: `Reach the private Kubernetes API by a function in its VPC (stack ${stackNameOf(config.metadata.name, RULE_PURPOSE)}, and one that the VPC's clusters share)`,
    minutes: minutesOf(FORWARDER),
    after: [cluster],
  };
  return [
    ...foundation,
    controlPlane,
    ...(needsForwarder(config) ? [forwarder] : []),
    ...desiredContents(config, facts).map(contentStep),
  ];
}

/** The shortest and longest time that the steps take together. Steps that do not bind each other go side by side. */
export function planDuration(steps: readonly PlannedStep[]): Range {
  const known = new Map(steps.map((step) => [step.key, step]));
  const begins = new Map<string, Range>();
  const endOf = (step: PlannedStep): Range => {
    const [low, high] = beginOf(step);
    return [low + step.minutes[0], high + step.minutes[1]];
  };
  const beginOf = (step: PlannedStep): Range => {
    const before = begins.get(step.key);
    if (before) return before;
    begins.set(step.key, [0, 0]);
    const bounds = step.after.map(({ keys, until }) => {
      const others = keys.flatMap((key) => known.get(key) ?? []);
      const ends = others.map((other) => (until === 'ready' ? endOf(other) : beginOf(other)));
      return [Math.min(...ends.map(([low]) => low)), Math.min(...ends.map(([, high]) => high))] as const;
    });
    const finite = bounds.filter(([low]) => Number.isFinite(low));
    const begin: Range = [
      Math.max(0, ...finite.map(([low]) => low)),
      Math.max(0, ...finite.map(([, high]) => high)),
    ];
    begins.set(step.key, begin);
    return begin;
  };
  const ends = steps.map(endOf);
  return [Math.max(0, ...ends.map(([low]) => low)), Math.max(0, ...ends.map(([, high]) => high))];
}
