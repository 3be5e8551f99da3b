import type { Finding } from '../../../cluster-config/problem.ts';
import { durationMs } from '../../durations.ts';
import { placeOf } from '../../hook-arn.ts';
import type { FleetRule } from '../rule.ts';
import { arnOf, eachPlan, hooksOf, type PlacedHook } from './each-plan.ts';

const DAY_SECONDS = 24 * 3600;

/** A hook is a state machine or a function, and is given up some time. */
function hookProblems({ path, hook }: PlacedHook): readonly Finding[] {
  const { stateMachineArn, functionArn, timeout } = hook;
  const found: Finding[] = [];
  if (stateMachineArn === undefined && functionArn === undefined) {
    const message = 'the step has nothing that could be done';
    found.push({ path, found: hook, allowed: 'stateMachineArn or functionArn', message });
  }
  if (stateMachineArn !== undefined && functionArn !== undefined) {
    const message = 'stateMachineArn says already what is done';
    const allowed = 'one of stateMachineArn and functionArn';
    found.push({ path: `${path}.functionArn`, found: functionArn, allowed, message });
  }
  const seconds = durationMs(timeout) / 1000;
  if (seconds < 1 || seconds > DAY_SECONDS) {
    const message = 'the failover waits for it so long at most';
    found.push({ path: `${path}.timeout`, found: timeout, allowed: '1s to 24h', message });
  }
  return found;
}

/** Steps of plans: what they are, their names, and that all are of one account, which is the fleet's. */
export const failoverHooks: FleetRule = (spec) => {
  const all = eachPlan(spec).map(hooksOf);
  const first = all.flat().find(({ hook }) => arnOf(hook).arn !== '');
  const account = first && placeOf(arnOf(first.hook).arn).account;
  return all.flatMap((hooks) =>
    hooks.flatMap((placed, index) => {
      const { path, hook } = placed;
      const { member, arn } = arnOf(hook);
      const found = [...hookProblems(placed)];
      const twin = hooks.slice(0, index).find((other) => other.hook.name === hook.name);
      if (twin) {
        const message = `${twin.path} has this name, too`;
        found.push({ path: `${path}.name`, found: hook.name, allowed: 'a name of its own', message });
      }
      if (arn !== '' && placeOf(arn).account !== account) {
        const message = `${first?.path} is of account ${account}: hooks are of the fleet's own account`;
        found.push({ path: `${path}.${member}`, found: arn, allowed: `of account ${account}`, message });
      }
      return found;
    }),
  );
};
