import type { Finding } from '../../../cluster-config/problem.ts';
import type { FailoverPlan } from '../../failover.ts';
import type { FleetRule } from '../rule.ts';
import { dnsName, eachPlan, recordsOf } from './each-plan.ts';

/** A plan of some document, and what a person calls it. */
export interface KnownPlan {
  readonly plan: FailoverPlan;
  readonly called: string;
}

/** True where some workload could have the labels of both: none of theirs says otherwise. */
const mayMeet = (one: FailoverPlan['move'], other: FailoverPlan['move']): boolean =>
  Object.entries(one?.select ?? {}).every(([key, value]) => (other?.select[key] ?? value) === value);

/** Things that a plan moves and that one of others moves, too; each of `others` is asked. */
export function movedTwice(
  plan: FailoverPlan,
  path: string,
  others: readonly KnownPlan[],
): readonly Finding[] {
  const { from, move } = plan;
  const rival = others.find(
    ({ plan: { from: theirs, move: theirMove } }) =>
      theirs.cluster === from.cluster && theirs.region === from.region && mayMeet(move, theirMove),
  );
  const apps: readonly Finding[] = rival
    ? [
        {
          path: move ? `${path}.move.select` : `${path}.from.cluster`,
          found: move ? move.select : from.cluster,
          allowed: 'what no other plan moves',
          message: `${rival.called} moves applications of ${from.cluster} in ${from.region}, too: two plans would move one application`,
          alternative: 'let a label of move.select have one value in each of them',
        },
      ]
    : [];
  const records = recordsOf(plan).flatMap((record, index, own): readonly Finding[] => {
    const at = `${path}.traffic.records[${index}]`;
    const same = (name: string) => dnsName(name) === dnsName(record);
    const theirs = others.find(({ plan: other }) => recordsOf(other).some(same));
    const message = own.slice(0, index).some(same)
      ? 'the plan names it twice'
      : theirs && `${theirs.called} moves this record, too`;
    if (message === undefined) return [];
    return [{ path: at, found: record, allowed: 'a record that no other plan moves', message }];
  });
  return [...apps, ...records];
}

const twice = (path: string, found: string, before: string | undefined): readonly Finding[] =>
  before === undefined
    ? []
    : [{ path, found, allowed: 'a name of its own', message: `${before} has this name, too` }];

/** Two plans that move one application or have one name, and workloads that are named twice. */
export const failoverMoves: FleetRule = (spec) => {
  const plans = eachPlan(spec);
  return plans.flatMap(({ path, plan }, index) => {
    const before = plans.slice(0, index);
    const namesake = before.find((other) => other.plan.name === plan.name)?.path;
    const known = before.map((other) => ({ plan: other.plan, called: `plan ${other.plan.name}` }));
    return [
      ...twice(`${path}.name`, plan.name, namesake),
      ...movedTwice(plan, path, known),
      ...(plan.move?.order ?? []).flatMap((workload, place, order) => {
        const first = order.indexOf(workload);
        const at = `${path}.move.order`;
        return first === place ? [] : twice(`${at}[${place}]`, workload, `${at}[${first}]`);
      }),
    ];
  });
};
