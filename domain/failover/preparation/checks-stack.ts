import { stackOutputs } from '../../decide/stack.ts';
import { type DesiredStack, ref, template } from '../../desired/template.ts';
import type { FailoverPlan } from '../../policy/failover.ts';
import type { FoundStack } from '../../ports/stacks.ts';
import { checksStackOf, type Deployed, guardTableOf, regionsOf, wordsBucketOf } from '../names.ts';
import { standbyWordOf, wordKeyOf } from '../word.ts';
import { FAILOVER_TAG } from './stack-tags.ts';

/** The fastest that Route 53 checks at, and the first failure counts: an object says one thing or the other. */
const INTERVAL_SECONDS = 10;

/** Looks for the standby's word in an object, and is healthy while it is not there: an object that nobody can read says nothing. */
const wordCheck = (deployed: Deployed, plan: string, region: string) => ({
  Type: 'AWS::Route53::HealthCheck',
  Properties: {
    HealthCheckConfig: {
      Type: 'HTTPS_STR_MATCH',
      FullyQualifiedDomainName: `${wordsBucketOf(deployed, region)}.s3.${region}.amazonaws.com`,
      Port: 443,
      ResourcePath: `/${wordKeyOf(plan)}`,
      SearchString: standbyWordOf(plan),
      Inverted: true,
      EnableSNI: true,
      RequestInterval: INTERVAL_SECONDS,
      FailureThreshold: 1,
    },
    HealthCheckTags: [{ Key: 'Name', Value: `${checksStackOf(deployed, plan)} ${region}` }],
  },
});

const RECORD = 'Record';

/**
 * A plan's health checks: one of the word in the standby's region, one of the witness's, and a calculated one that is healthy
 * while both are. The outputs keep what is needed to take them away once no document has the plan.
 */
export function checksStack(deployed: Deployed, plan: FailoverPlan): DesiredStack {
  const { name, to, witness, traffic } = plan;
  const records = 'records' in traffic ? [...traffic.records].sort() : [];
  const both = {
    Type: 'AWS::Route53::HealthCheck',
    Properties: {
      HealthCheckConfig: {
        Type: 'CALCULATED',
        ChildHealthChecks: [ref('Standby'), ref('Witness')],
        HealthThreshold: 2,
      },
      HealthCheckTags: [{ Key: 'Name', Value: checksStackOf(deployed, name) }],
    },
  };
  return {
    key: 'failover/checks',
    stackName: checksStackOf(deployed, name),
    template: template(
      `eks-fleet: health checks of failover plan ${name}`,
      {
        Standby: wordCheck(deployed, name, to.region),
        Witness: wordCheck(deployed, name, witness),
        Both: both,
      },
      {
        Check: ref('Both'),
        StandbyCheck: ref('Standby'),
        WitnessCheck: ref('Witness'),
        WitnessRegion: witness,
        GuardTable: guardTableOf(deployed, regionsOf(plan)),
        ...Object.fromEntries(records.map((record, index) => [`${RECORD}${index}`, record])),
      },
    ),
    tags: { [FAILOVER_TAG]: 'checks' },
    capabilities: [],
  };
}

/** A plan's checks as their stack has them. */
export interface FoundChecks {
  /** The calculated check; undefined before the stack has one. */
  readonly check?: string;
  /** Both checks of words. */
  readonly children: readonly string[];
  readonly witness: string;
  readonly guardTable: string;
  /** Records that the stack was made for. */
  readonly records: readonly string[];
}

export function foundChecks(stack: Pick<FoundStack, 'Outputs'>): FoundChecks {
  const outputs = stackOutputs(stack);
  const { Check, StandbyCheck, WitnessCheck, WitnessRegion = '', GuardTable = '' } = outputs;
  return {
    ...(Check === undefined ? {} : { check: Check }),
    children: [StandbyCheck, WitnessCheck].filter((id) => id !== undefined),
    witness: WitnessRegion,
    guardTable: GuardTable,
    records: Object.keys(outputs)
      .filter((key) => key.startsWith(RECORD))
      .map((key) => outputs[key] ?? ''),
  };
}

/** The plan whose checks a stack has; undefined where it is none of ours. */
export function planOfStack(
  { StackName, tags }: Pick<FoundStack, 'StackName' | 'tags'>,
  deployed: Pick<Deployed, 'stage'>,
): string | undefined {
  const prefix = checksStackOf(deployed, '');
  const isOurs = tags[FAILOVER_TAG] === 'checks' && StackName.startsWith(prefix);
  return isOurs ? StackName.slice(prefix.length) : undefined;
}
