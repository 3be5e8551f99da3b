import { schedulesReconciliationRequested } from '../events/schedules/reconciliation-requested.ts';
import { fleetTasks } from '../functions/fleet/contracts.ts';
import type { Caught, Reference } from './builders/expression.ts';
import { condition, empty, execution, input, jsonata, list, text, variables } from './builders/expression.ts';
import type { Steps } from './builders/states.ts';
import { again, answer, each, fail, goto, set, way, when } from './builders/step.ts';
import { answerOf, task } from './builders/task.ts';
import { housekeeping } from './builders/workflow.ts';

type Reason = { cluster: string; reason: string };
type Fleet = { name: string; revision: number };
const $ = variables<
  Record<'token' | 'cluster' | 'from', string> &
    Record<'pages' | 'created' | 'changed' | 'deleted', number> &
    Record<'conflicts' | 'leftOut' | 'failed', Reason[]> & { event: unknown; fleet: Fleet; caught: Caught }
>();
const failed = [goto('PublishReconciliationFailure')];
const late: Caught = {
  Error: 'StepFailed',
  Cause: "find-fleets: the document's revision has not come to this region",
};
const plus = (count: Reference<number>, of: string) =>
  jsonata<number>`${count} + $sum([$states.result.${of}])`;
/** The first 200: variables hold 256 KiB. */
const first200 = (reasons: Reference<Reason[]>, which: string, reason: string): Reference<Reason[]> =>
  jsonata<
    Reason[]
  >`[[${reasons}, $states.result[${which}].{'cluster': cluster, 'reason': ${reason}}][[0..199]]]`;

const groupNotApplied = fail(
  'GroupNotApplied',
  'GroupNotApplied',
  'apply-group: the schedule group is being deleted for too long',
);
const reconcileClusters = each(
  'ReconcileClusters',
  list(answerOf(fleetTasks.listScheduled).clusters),
  (cluster) => {
    const reason = text`$states.input.Error & ': ' & $substring($states.input.Cause, 0, 400)`;
    const output = { outcome: 'NotReconciled', cluster, reason };
    return [
      task(fleetTasks.reconcileCluster, {
        given: { fleet: $.fleet.name, cluster, token: $.token },
        patience: 'brief',
        catch: [{ errors: 'any', to: [set('NotReconciled', undefined, { output })] }],
      }),
      answer('ClusterReconciled'),
    ];
  },
  {
    comment: "Each cluster's schedules on their own: what stands in the way of one keeps none of the others.",
    atOnce: 5,
    assign: {
      created: plus($.created, 'created'),
      changed: plus($.changed, 'changed'),
      deleted: plus($.deleted, 'deleted'),
      conflicts: first200($.conflicts, "conflict != ''", 'conflict'),
      leftOut: first200($.leftOut, "leftOut != ''", 'leftOut'),
      failed: first200($.failed, "outcome = 'NotReconciled'", 'reason'),
    },
    output: {},
  },
);

const reconcileFleet = (fleet: Reference<Fleet>): Steps => [
  set('BeginFleet', {
    fleet,
    groupLooks: 0,
    from: empty,
    pages: 0,
    ...{ created: 0, changed: 0, deleted: 0, conflicts: [], leftOut: [], failed: [] },
  }),
  task(fleetTasks.applyGroup, {
    given: { fleet: $.fleet.name, token: $.token },
    comment: 'Where the document makes no schedules here, the group goes, and every schedule with it.',
    choice: 'GroupApplied',
    outcomes: {
      Ready: () => [
        way({ when: condition`${$.cluster} = ''` }),
        way({ assign: { from: empty }, output: { clusters: [$.cluster] } }, goto('ReconcileClusters')),
      ],
      Gone: () => way({}, goto('AnythingToTell')),
      Waiting: again({
        wait: 'WaitForGroup',
        counter: 'groupLooks',
        limit: 60,
        assign: ({ deleted }) => ({ deleted: jsonata<number>`${$.deleted} + ${deleted}` }),
      }),
    },
    otherwise: way({}, groupNotApplied),
  }),
  task(fleetTasks.listScheduled, {
    given: { fleet: $.fleet.name, from: $.from },
    assign: ({ next }) => ({ from: next, pages: jsonata<number>`${$.pages} + 1` }),
  }),
  reconcileClusters,
  when('MorePages', { when: condition`${$.from} != '' and ${$.pages} < 200` }, goto('ListScheduled')),
  when(
    'AnythingToTell',
    {
      comment: "A cluster's fact that changed nothing is no news.",
      when: condition`${$.cluster} = '' or ${$.created} + ${$.changed} + ${$.deleted} + $count(${$.conflicts}) + $count(${$.failed}) > 0`,
    },
    task(fleetTasks.publishReconciled, {
      given: {
        fleet: $.fleet.name,
        revision: $.fleet.revision,
        ...{ created: $.created, changed: $.changed, deleted: $.deleted },
        ...{ conflicts: list($.conflicts), leftOut: list($.leftOut), failed: list($.failed) },
      },
    }),
  ),
  answer('FleetReconciled'),
];

export const reconcileSchedules = housekeeping({
  name: 'reconcile-schedules',
  comment: 'Brings the schedules of this region to what the Fleet documents say.',
  timeoutSeconds: 14400,
  patience: 'finishing',
  startedBy: [schedulesReconciliationRequested],
  steps: [
    set(
      'Begin',
      { event: input(), looks: 0, token: text`$split(${execution.Name}, '_')[-1]` },
      "The last part of an execution's name is as unique, and leaves room for a digest in a client token.",
    ),
    task(fleetTasks.findFleets, {
      given: { event: $.event, at: execution.StartTime },
      choice: 'FleetsFound',
      outcomes: {
        Found: ({ cluster, fleets }) =>
          way({ assign: { cluster } }, each('ReconcileFleets', list(fleets), reconcileFleet, { atOnce: 1 })),
        Nothing: () => way({}),
        Waiting: again({
          wait: 'WaitForReplica',
          comment: 'The document was written in the home region, and is on its way here.',
          counter: 'looks',
          limit: 300,
        }),
      },
      otherwise: way({}, set('ReplicaLate', { caught: late }), ...failed),
    }),
    answer('Done'),
  ],
  beforeFailure: [
    task(fleetTasks.publishReconciliationFailure, {
      given: { caught: $.caught },
      catch: [{ errors: 'lasting', to: [] }],
    }),
  ],
});
