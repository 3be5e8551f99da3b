import { stackOutputs } from '../../decide/stack.ts';
import { type DesiredStack, ref, template } from '../../desired/template.ts';
import type { FailoverPlan } from '../../policy/failover.ts';
import type { FoundStack } from '../../ports/stacks.ts';
import { checksStackOf, type Deployed, guardTableOf, regionsOf } from '../names.ts';
import { type PlacedPair, shadowResources } from './shadow-resources.ts';
import { FAILOVER_TAG } from './stack-tags.ts';
import { bothWords, wordCheck } from './word-check.ts';

const RECORD = 'Record';

/**
 * A plan's health checks: one of the word in the standby's region, one of the witness's, and a calculated one that is healthy
 * while both are. The outputs keep what is needed to take them away once no document has the plan. `pairs`: those that drills move,
 * with checks of their own.
 */
export function checksStack(
  deployed: Deployed,
  plan: FailoverPlan,
  pairs: readonly PlacedPair[] = [],
): DesiredStack {
  const { name, to, witness, traffic } = plan;
  const records = 'records' in traffic ? [...traffic.records].sort() : [];
  return {
    key: 'failover/checks',
    stackName: checksStackOf(deployed, name),
    template: template(
      `eks-fleet: health checks of failover plan ${name}`,
      {
        Standby: wordCheck(deployed, name, to.region),
        Witness: wordCheck(deployed, name, witness),
        Both: bothWords(checksStackOf(deployed, name), 'Standby', 'Witness'),
        ...shadowResources(deployed, plan, pairs),
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
