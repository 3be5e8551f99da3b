import type * as z from 'zod';
import type { clusterRef } from '../domain/operation/subject.ts';
import { driftTasks } from '../functions/drift/contracts.ts';
import { caughtAs } from './builders/errors.ts';
import { condition, empty, jsonata, list, text, variables } from './builders/expression.ts';
import { choice, when } from './builders/scopes.ts';
import { answer, aside, goto, set, wait, way } from './builders/step.ts';
import { task } from './builders/task.ts';
import { housekeeping } from './builders/workflow.ts';

type Cluster = z.infer<typeof clusterRef>;
type Looked = { outcome: string; cluster: string; reason?: string };
const $ = variables<
  Record<'from' | 'writtenBy' | 'digest', string> &
    Record<'pages' | 'done' | 'atOnce', number> & {
      left: Cluster[];
      cluster: Cluster;
      looked: Looked[];
    }
>();

const looked = (members: ReturnType<typeof text>) => ({
  looked: jsonata<Looked[]>()`$append(${$.looked}, [{${members}}])`,
});
const leftWhere = (where: string) =>
  list(jsonata<Cluster[]>()`$filter(${$.left}, function($cluster, $i) { ${where} })`);
const failed = [goto('DetectDriftFailed')];
const notCompared = { errors: 'thrown', to: [goto('NotCompared')] } as const;
const first = { cluster: jsonata<Cluster>()`${$.left}[0]`, done: 1 };

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
        done: 0,
        atOnce: 5,
        from: next,
        pages: jsonata<number>()`${$.pages} + 1`,
      }),
      output: {},
    }),
    choice(
      'MoreClusters',
      [
        way({ when: condition`$count(${$.left}) > 0` }),
        way({ when: condition`${$.from} != '' and ${$.pages} < 50` }, goto('ListClusters')),
      ],
      { steps: [goto('Done')] },
    ),
    task(driftTasks.compareCluster, {
      given: { clusters: leftWhere('$i < $atOnce') },
      name: 'CompareClusters',
      comment:
        "The next few clusters, one after the other: a look is a dozen or two of calls at once, nobody waits for it, and others share the account's rates. It ends with the first of which there is something to say. Nothing of any is changed.",
      patience: 'brief',
      catch: [
        { ...notCompared, assign: first },
        { errors: 'platform', assign: first, to: [goto('WhichCluster')] },
        caughtAs('all', failed),
      ],
      assign: (compared) => ({ done: compared.looked }),
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
            goto('RecordDrift'),
          ),
        Resolved: ({ cluster, writtenBy }) =>
          way(
            { assign: { cluster, writtenBy, digest: empty }, output: { outcome: 'Resolved' } },
            goto('RecordDrift'),
          ),
        Skipped: ({ cluster, reason }) =>
          way(
            {
              assign: looked(text`'outcome': 'Skipped', 'cluster': ${cluster.name}, 'reason': ${reason}`),
              output: {},
            },
            goto('Pause'),
          ),
        NothingToTell: () => way({ output: {} }, goto('Pause')),
      },
    }),
    task(driftTasks.recordDrift, {
      given: { cluster: $.cluster, writtenBy: $.writtenBy, digest: $.digest },
      catch: [notCompared],
      assign: () =>
        looked(text`'outcome': ${$.digest} = '' ? 'Resolved' : 'Drifted', 'cluster': ${$.cluster.name}`),
      output: {},
    }),
    aside([
      when(
        'WhichCluster',
        {
          comment:
            'A task that ended without an answer may have been at any of its clusters: alone, the one shows itself.',
          when: condition`${$.atOnce} > 1 and $count(${$.left}) > 1`,
          assign: { atOnce: 1, done: 0 },
          output: {},
        },
        goto('Pause'),
      ),
      set(
        'NotCompared',
        {
          atOnce: 5,
          ...looked(
            text`'outcome': 'NotCompared', 'cluster': ${$.cluster.name}, 'reason': $substring($states.input.Error & ': ' & $states.input.Cause, 0, 500)`,
          ),
        },
        {
          comment:
            'One cluster that cannot be looked at keeps no other from being looked at. Of hundreds of reasons with their stacks the variables, which hold 256 KiB, would be full.',
          output: {},
        },
      ),
      goto('Pause'),
    ]),
    wait('Pause', 5, {
      comment:
        'Each look is more than a dozen calls of EKS: some seconds later AWS has room for the next few again.',
      assign: { left: leftWhere('$i >= $done') },
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
