import type { Finding } from '../../../cluster-config/problem.ts';
import { probeUrlProblem } from '../../../upgrade/probe-url.ts';
import type { FleetRule } from '../rule.ts';
import { dnsName, eachPlan, recordsOf } from './each-plan.ts';

const hostOf = (url: string): string => dnsName(URL.parse(url)?.hostname ?? '');

/** True where a record answers for a host: its own name, or a name below a wildcard (RFC 4592). */
function answersFor(record: string, host: string): boolean {
  const name = dnsName(record);
  return name.startsWith('*.') ? host.endsWith(name.slice(1)) : host === name;
}

/** Probes that say nothing of one side: sites that nobody may ask, names that move, and two that are one. */
export const failoverProbes: FleetRule = (spec) => {
  const moving = eachPlan(spec).flatMap(({ plan }) =>
    recordsOf(plan).map((record) => ({ record, plan: plan.name })),
  );
  return eachPlan(spec).flatMap(({ path, plan: { from, to } }): readonly Finding[] => {
    const found = [
      { path: `${path}.from.probe`, url: from.probe },
      { path: `${path}.to.probe`, url: to.probe },
    ].flatMap(({ path, url }): readonly Finding[] => {
      const problem = probeUrlProblem(url);
      if (problem !== undefined)
        return [{ path, found: url, allowed: problem, message: 'the observers do not ask there' }];
      const mover = moving.find(({ record }) => answersFor(record, hostOf(url)));
      if (!mover) return [];
      const message = `${mover.record} is moved by plan ${mover.plan}: the probe would ask whichever side serves`;
      return [{ path, found: url, allowed: "a URL of this side's own name", message }];
    });
    if (found.length > 0 || hostOf(from.probe) !== hostOf(to.probe)) return found;
    const message = 'both sides would be one to the observers, and fail as one';
    return [
      {
        path: `${path}.to.probe`,
        found: to.probe,
        allowed: `a URL of another name than ${hostOf(from.probe)}`,
        message,
      },
    ];
  });
};
