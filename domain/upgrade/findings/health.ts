import type { Finding } from '../finding.ts';
import { failureOf } from '../probes.ts';
import { finding, type Judge } from './judged.ts';

/** Alarms that the request names. */
const alarms: Judge = ({ facts, request }) =>
  request.health.alarms.flatMap((name): readonly Finding[] => {
    const found = facts.alarms.find((alarm) => alarm.name === name);
    if (!found) return [finding('alarm-missing', `CloudWatch has no alarm ${name} in the region`, name)];
    return found.state === 'OK'
      ? []
      : [finding('alarm-not-ok', `it has been ${found.state} since ${found.since}`, name)];
  });

/** Sites that the request names. */
const probes: Judge = ({ facts }) =>
  facts.probes.flatMap((seen) => {
    const why = failureOf(seen);
    return why === undefined ? [] : [finding('probe-failing', why, seen.probe.url)];
  });

const sleep: Judge = ({ facts }) => (facts.isAsleep ? [finding('asleep', 'its groups are at size 0')] : []);

export const healthJudges: readonly Judge[] = [alarms, probes, sleep];
