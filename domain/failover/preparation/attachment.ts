import type { RecordChange, RecordSet } from '../../ports/dns.ts';

/** The longest TTL that a plan's `rto` is reckoned with. */
const LONGEST_TTL_SECONDS = 60;

/** The names of zones that may have a record, the longest first; a top-level domain is nobody's. */
export function zoneNames(record: string): readonly string[] {
  const labels = record.toLowerCase().replace(/\.$/, '').split('.');
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'));
}

export interface Attachment {
  readonly changes: readonly RecordChange[];
  /** Things that stand in the way of traffic, each in one sentence. */
  readonly unready: readonly string[];
}

const aliasWithout = ({ AliasTarget }: RecordSet): Pick<RecordSet, 'AliasTarget'> =>
  AliasTarget ? { AliasTarget: { ...AliasTarget, EvaluateTargetHealth: false } } : {};

const evaluates = ({ AliasTarget }: RecordSet): boolean => AliasTarget?.EvaluateTargetHealth === true;

const withCheck = (primary: RecordSet, check: string): RecordSet => ({
  ...primary,
  ...aliasWithout(primary),
  HealthCheckId: check,
});

/** Things about a pair that would move traffic without the word, keep it from moving, or make it late. */
function faultsOf(name: string, primary: RecordSet, secondary: RecordSet, check: string): readonly string[] {
  const { HealthCheckId, TrafficPolicyInstanceId } = primary;
  const of = (one: RecordSet) => `the ${one.Failover?.toLowerCase()} record of ${name} (${one.Type})`;
  const late = [primary, secondary].filter(({ TTL = 0 }) => TTL > LONGEST_TTL_SECONDS);
  return [
    ...(HealthCheckId !== undefined && HealthCheckId !== check
      ? [`${of(primary)} has health check ${HealthCheckId}, which is not the plan's`]
      : []),
    ...(TrafficPolicyInstanceId === undefined ? [] : [`${of(primary)} belongs to a traffic policy`]),
    ...(secondary.HealthCheckId === undefined
      ? []
      : [`${of(secondary)} has health check ${secondary.HealthCheckId}; it must have none`]),
    ...(evaluates(secondary)
      ? [`${of(secondary)} evaluates its target's health, which would bring traffic back by itself`]
      : []),
    ...late.map((one) => `${of(one)} has a TTL of ${one.TTL} s, allowed ${LONGEST_TTL_SECONDS}`),
  ];
}

const isOthers = ({ HealthCheckId, TrafficPolicyInstanceId }: RecordSet, check: string): boolean =>
  TrafficPolicyInstanceId !== undefined || (HealthCheckId !== undefined && HealthCheckId !== check);

/**
 * The change that puts a plan's check on the primary records of a name, one of each type. A check of somebody else's is told,
 * and never replaced.
 */
export function attachmentOf(name: string, found: readonly RecordSet[], check: string): Attachment {
  const pairs = Object.values(
    Object.groupBy(
      found.filter(({ Failover }) => Failover !== undefined),
      ({ Type }) => Type,
    ),
  ).map((sets = []) => ({
    type: sets[0]?.Type,
    primary: sets.find(({ Failover }) => Failover === 'PRIMARY'),
    secondary: sets.find(({ Failover }) => Failover === 'SECONDARY'),
  }));
  if (pairs.length === 0) return { changes: [], unready: [`${name} has no failover pair of records`] };
  const parts = pairs.map(({ type, primary, secondary }): Attachment => {
    if (!primary || !secondary)
      return {
        changes: [],
        unready: [`${name} (${type}) has no ${primary ? 'secondary' : 'primary'} record`],
      };
    const unready = faultsOf(name, primary, secondary, check);
    const isAttached = primary.HealthCheckId === check && !evaluates(primary);
    if (isAttached || isOthers(primary, check)) return { changes: [], unready };
    return { changes: [{ from: primary, to: withCheck(primary, check) }], unready };
  });
  return {
    changes: parts.flatMap(({ changes }) => changes),
    unready: parts.flatMap(({ unready }) => unready),
  };
}

/** The change that takes a plan's check off the records of a name, wherever it is. */
export const detachmentOf = (found: readonly RecordSet[], check: string): readonly RecordChange[] =>
  found
    .filter(({ HealthCheckId }) => HealthCheckId === check)
    .map((from) => {
      const { HealthCheckId: _, ...to } = from;
      return { from, to };
    });

/** The part of checkers from which on an endpoint passes (developer guide, "How Route 53 determines whether a check is healthy"). */
const PASSING = 0.18;
const isSuccess = (status: string): boolean => /^success/i.test(status);
/** Answers that are none: the object is there, and every checker can read it. */
const isRefused = (status: string): boolean => /status code:? *[345]\d\d/i.test(status);

/**
 * The reason why a check of a word cannot be put on a record yet; undefined where it can. It is inverted, so a checker that finds
 * the standby's word tells a success. Checkers that cannot read the object would never see the word.
 */
export function unhealthyBecause(statuses: readonly string[]): string | undefined {
  const part = (is: (status: string) => boolean) => statuses.filter(is).length / statuses.length;
  if (statuses.length === 0) return 'no checker has looked yet';
  if (part(isSuccess) > PASSING) return "its word is the standby's";
  if (part(isRefused) > PASSING) return `checkers cannot read its word: ${statuses.find(isRefused)}`;
  return undefined;
}
