import { ref } from '../../desired/template.ts';
import type { FailoverPlan } from '../../policy/failover.ts';
import { type ShadowPair, shadowOf } from '../drill/shadow.ts';
import { checksStackOf, type Deployed } from '../names.ts';
import { bothWords, wordCheck } from './word-check.ts';

/** A pair, and the hosted zone that it belongs in. */
export interface PlacedPair extends ShadowPair {
  readonly zone: string;
}

/** The TTL of a drill's records is what the plan's own are reckoned with, so that what a drill measures is what a move takes. */
const TTL_SECONDS = 30;

const hostOf = ({ probe }: FailoverPlan['from']): string => new URL(probe).hostname;

/** A pair of failover records that leads to either side by the side's own name. */
const recordsFor = ({ name, zone }: PlacedPair, { from, to }: FailoverPlan, index: number) => {
  const record = (failover: 'PRIMARY' | 'SECONDARY', host: string, more: object) => ({
    Type: 'AWS::Route53::RecordSet',
    Properties: {
      ...{ HostedZoneId: zone, Name: name, Type: 'CNAME', TTL: `${TTL_SECONDS}` },
      ...{ ResourceRecords: [host], SetIdentifier: failover.toLowerCase(), Failover: failover, ...more },
    },
  });
  return {
    [`DrillPrimary${index}`]: record('PRIMARY', hostOf(from), { HealthCheckId: ref('DrillBoth') }),
    [`DrillSecondary${index}`]: record('SECONDARY', hostOf(to), {}),
  };
};

/** The pairs that drills move, and their three health checks, which read words of their own; nothing without a pair. */
export function shadowResources(deployed: Deployed, plan: FailoverPlan, pairs: readonly PlacedPair[]) {
  if (pairs.length === 0) return {};
  const shadow = shadowOf(plan.name);
  return {
    DrillStandby: wordCheck(deployed, shadow, plan.to.region),
    DrillWitness: wordCheck(deployed, shadow, plan.witness),
    DrillBoth: bothWords(checksStackOf(deployed, shadow), 'DrillStandby', 'DrillWitness'),
    ...Object.assign({}, ...pairs.map((pair, index) => recordsFor(pair, plan, index))),
  };
}
