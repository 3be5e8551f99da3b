import type { ClusterRef } from '../domain/operation/subject.ts';
import { driftTasks } from '../functions/drift/contracts.ts';
import { supportTasks } from '../functions/support/contracts.ts';
import { condition, empty, jsonata, list, variables } from './builders/expression.ts';
import { answer, choice, each, goto, set, way } from './builders/step.ts';
import { answerOf, task } from './builders/task.ts';
import { housekeeping } from './builders/workflow.ts';

type NotSeen = { cluster: string; reason: string };
const $ = variables<{ from: string; pages: number; left: ClusterRef[]; notSeen: NotSeen[] }>();

export const watchSupport = housekeeping({
  name: 'watch-support',
  comment: "Tells of the fleet's clusters of this region whose version comes to the end of its support.",
  timeoutSeconds: 14400,
  steps: [
    set('Begin', { from: empty, pages: 0, notSeen: [] }),
    task(driftTasks.listClusters, {
      given: { from: $.from },
      assign: ({ clusters, next }) => ({
        left: list(clusters),
        from: next,
        pages: jsonata<number>`${$.pages} + 1`,
      }),
      output: {},
    }),
    task(supportTasks.findSupportEnds, {
      comment: 'One after the other, as many as there is time for.',
      given: { clusters: list($.left) },
      assign: ({ looked, notSeen }) => ({
        left: jsonata<ClusterRef[]>`[${$.left}[[${looked}..$count(${$.left})]]]`,
        // Of hundreds of reasons the variables, which hold 256 KiB, would be full.
        notSeen: jsonata<NotSeen[]>`[$append(${$.notSeen}, ${notSeen})[[0..99]]]`,
      }),
    }),
    each(
      'TellSupportEnds',
      list(answerOf(supportTasks.findSupportEnds).ends),
      (end) => [
        task(supportTasks.publishSupportEnd, { given: { end }, patience: 'finishing' }),
        task(supportTasks.recordSupportEnd, { given: { end } }),
      ],
      { atOnce: 5, output: {} },
    ),
    choice(
      'MoreClusters',
      [
        way({ when: condition`$count(${$.left}) > 0` }, goto('FindSupportEnds')),
        way({ when: condition`${$.from} != '' and ${$.pages} < 50` }, goto('ListClusters')),
      ],
      way({}, answer('Done', undefined, { output: { notSeen: list($.notSeen) } })),
    ),
  ],
});
