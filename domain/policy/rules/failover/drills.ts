import type { Finding } from '../../../cluster-config/problem.ts';
import { shadowPairs } from '../../../failover/drill/shadow.ts';
import type { FleetRule } from '../rule.ts';
import { dnsName, eachPlan, recordsOf } from './each-plan.ts';

/** A name has 255 octets with the lengths of its labels and the root's (RFC 1035, 2.3.4), which is so many characters. */
const LONGEST_NAME = 253;

/** Records that drills would move, and that cannot be made: too long by the plan's name, or moved by a plan already. */
export const failoverDrills: FleetRule = (spec) => {
  const plans = eachPlan(spec);
  const moved = plans.flatMap(({ plan }) =>
    recordsOf(plan).map((record) => ({ name: dnsName(record), by: plan.name })),
  );
  return plans.flatMap(({ path, plan }) =>
    shadowPairs(plan).flatMap(({ name, of }): readonly Finding[] => {
      const at = `${path}.name`;
      const over = name.length - LONGEST_NAME;
      if (over > 0) {
        const allowed = `a name that is shorter by ${over}, a shorter record, or no drill`;
        const message = `drills would move a record drill-${plan.name}.${of}, whose name has ${name.length} characters, and a name of DNS has ${LONGEST_NAME}`;
        return [{ path: at, found: plan.name, allowed, message }];
      }
      const twin = moved.find((record) => record.name === name);
      if (!twin) return [];
      const message = `drills would move ${name}, which plan ${twin.by} moves`;
      return [{ path: at, found: plan.name, allowed: 'another name, or no drill', message }];
    }),
  );
};
