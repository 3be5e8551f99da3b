import type { ClusterRef } from '../domain/operation/subject.ts';
import { driftTasks } from '../functions/drift/contracts.ts';
import { caughtAs } from './builders/errors.ts';
import { condition, empty, input, jsonata, list, text, variables } from './builders/expression.ts';
import { answer, aside, choice, goto, set, wait, way, when } from './builders/step.ts';
import { task } from './builders/task.ts';
import { housekeeping } from './builders/workflow.ts';

type Looked = { outcome: string; cluster: string; reason?: string };
const $ = variables<
  Record<'from' | 'writtenBy' | 'digest', string> &
    Record<'pages' | 'atOnce', number> & { left: ClusterRef[]; cluster: ClusterRef; looked: Looked[] }
>();

const failed = [goto('DetectDriftFailed')];
const first = { cluster: jsonata<ClusterRef>`${$.left}[0]` };
const passedOver = [
  set(
    'NotCompared',
    { atOnce: 5, left: jsonata<ClusterRef[]>`[${$.left}[arn != ${$.cluster.arn}]]` },
    {
      comment:
        'One cluster that cannot be looked at keeps no other from being looked at. Of hundreds of reasons with their stacks the variables, which hold 256 KiB, would be full.',
      output: {
        outcome: 'NotCompared',
        cluster: $.cluster.name,
        reason: text`$substring($states.input.Error & ': ' & $states.input.Cause, 0, 500)`,
      },
    },
  ),
  goto('Pause'),
];
const alone = when(
  'WhichCluster',
  {
    comment:
      'A task that ended without an answer may have been at any of its clusters: alone, the one shows itself.',
    when: condition`${$.atOnce} > 1 and $count(${$.left}) > 1`,
    assign: { atOnce: 1 },
    output: [],
  },
  goto('Pause'),
);
const notCompared = { errors: 'thrown', to: passedOver } as const;
const recordDrift = task(driftTasks.recordDrift, {
  given: { cluster: $.cluster, writtenBy: $.writtenBy, digest: $.digest },
  catch: [notCompared],
  output: { outcome: text`${$.digest} = '' ? 'Resolved' : 'Drifted'`, cluster: $.cluster.name },
});

/** Each way through the loop ends with what is to be noted of a cluster, or with an empty list. */
export const detectDrift = housekeeping({
  name: 'detect-drift',
  comment: "Compares the fleet's clusters of this region with their documents, and says which have drifted.",
  timeoutSeconds: 14400,
  steps: [
    set('Begin', { from: empty, pages: 0, looked: [] }),
    task(driftTasks.listClusters, {
      given: { from: $.from },
      assign: ({ clusters, next }) => ({
        left: list(clusters),
        atOnce: 5,
        from: next,
        pages: jsonata<number>`${$.pages} + 1`,
      }),
      output: {},
    }),
    choice(
      'MoreClusters',
      [
        way({ when: condition`$count(${$.left}) > 0` }),
        way({ when: condition`${$.from} != '' and ${$.pages} < 50` }, goto('ListClusters')),
      ],
      way({}, goto('Done')),
    ),
    task(driftTasks.compareCluster, {
      given: { clusters: jsonata<ClusterRef[]>`[${$.left}[[0..${$.atOnce} - 1]]]` },
      name: 'CompareClusters',
      comment:
        "The next few clusters, one after the other: a look is a dozen or two of calls at once, nobody waits for it, and others share the account's rates. It ends with the first of which there is something to say. Nothing of any is changed.",
      patience: 'brief',
      catch: [
        { ...notCompared, assign: first },
        { errors: 'platform', assign: first, to: [alone, ...passedOver] },
        caughtAs('all', failed),
      ],
      assign: ({ looked }) => ({ left: jsonata<ClusterRef[]>`[${$.left}[[${looked}..$count(${$.left})]]]` }),
      choice: 'Compared',
      outcomes: {
        Drifted: ({ cluster, writtenBy, digest, differences, more }) =>
          way(
            { assign: { cluster, writtenBy, digest } },
            task(driftTasks.publishDrift, {
              given: { cluster: $.cluster, differences: list(differences), more },
              patience: 'finishing',
              catch: [notCompared],
            }),
            recordDrift,
          ),
        Resolved: ({ cluster, writtenBy }) =>
          way({ assign: { cluster, writtenBy, digest: empty }, output: {} }, recordDrift),
        Skipped: ({ cluster, reason }) =>
          way({ output: { outcome: 'Skipped', cluster: cluster.name, reason } }),
        NothingToTell: () => way({ output: [] }),
      },
    }),
    wait('Pause', 5, {
      comment:
        'Each look is more than a dozen calls of EKS: some seconds later AWS has room for the next few again.',
      assign: { looked: jsonata<Looked[]>`[$append(${$.looked}, ${input()})]` },
      output: {},
    }),
    goto('MoreClusters'),
    aside([
      answer('Done', undefined, {
        comment: 'What drifted, and what was not looked at and why.',
        output: { looked: list($.looked) },
      }),
    ]),
  ],
});
