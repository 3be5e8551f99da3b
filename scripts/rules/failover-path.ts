import { FUNCTION_CALLS, MACHINE_CALLS, PATH, RECORD_CALLS } from '../../domain/failover/path.ts';
import { writtenIn } from './product.ts';
import type { Rule } from './rule.ts';
import { grants } from './statements.ts';

/** Roles of the tasks that move a plan; preparation, observers, and what drills alone do, are not on the path. */
const ON_PATH = /^Failover(?!Readiness|Watch|Drill)/;

/** Grants whose action has another name than the call, or none: what a call is answered without it. */
const CALLED: Readonly<Record<string, string>> = {
  'lambda:InvokeFunction': 'lambda:Invoke',
  's3:ListBucket': 's3:GetObject', // Without it a missing object reads as one that is denied.
};

const onPath = new Set([
  ...[...Object.values(PATH).flat(), ...RECORD_CALLS].map(
    ({ service, operation }) => `${service}:${operation}`,
  ),
  ...MACHINE_CALLS.map((operation) => `states:${operation}`),
  ...FUNCTION_CALLS.map((operation) => `lambda:${operation}`),
]);

/**
 * A task that moves a plan may call nothing that is not on the path by which plans are refused: the linter knows of each call
 * where its control plane is.
 */
export const failoverPath: Rule = {
  name: 'failover-path',
  why: 'a failover depends on a call of which nobody has asked where it is answered',
  check: (product) =>
    grants(product.templates.global)
      .filter(({ role }) => ON_PATH.test(role))
      .flatMap(({ role, actions }) =>
        actions
          .filter((action) => !onPath.has(CALLED[action] ?? action))
          .map((action) => ({
            file: writtenIn(product, role),
            place: `${role}, ${action}`,
            found: 'a call that is not on the path of a plan',
            allowed: 'a row of PATH in domain/failover/path.ts, which says where it is answered',
          })),
      ),
};
