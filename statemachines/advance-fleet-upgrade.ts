import { fleetUpgradeAdvanceRequested } from '../events/fleet-upgrade/advance-requested.ts';
import { wavesTasks } from '../functions/waves/contracts.ts';
import { condition, empty, execution, jsonata, list, reference, variables } from './builders/expression.ts';
import { answer, choice, each, goto, set, wait, way, when } from './builders/step.ts';
import { answerOf, task } from './builders/task.ts';
import { housekeeping } from './builders/workflow.ts';

type Ask = { region: string; clusters: string[] };
type Answered = { key: string; outcome: 'Asked' | 'AlreadyThere' | 'Unfit'; reason: string };
const $ = variables<{
  upgrade: string;
  answers: Answered[];
  told: string[];
  asks: Ask[];
  tells: boolean;
  nextAt: string;
  rounds: number;
}>();

/** As many as a fleet of a thousand needs that begins all at once; the next execution goes on. */
const ROUNDS = 60;

const event = reference<{ 'detail-type': string }>('$states.context.Execution.Input');
const isFact = condition`${event['detail-type']} in ['ClusterUpgraded', 'ClusterUpgradeFailed', 'ClusterRolledBack']`;
/** An end is told before it is written, and comes from another region. */
const WRITTEN_SECONDS = 20;

/** It may run at any time, as often as anyone likes: two at once take turns by the record's revision. */
export const advanceFleetUpgrade = housekeeping({
  name: 'advance-fleet-upgrade',
  comment: 'Looks at the upgrades of fleets that this region is the home of, and lets them go on.',
  timeoutSeconds: 3600,
  startedBy: [fleetUpgradeAdvanceRequested],
  steps: [
    when('IsTold', { when: isFact }, wait('WaitForRecord', WRITTEN_SECONDS)),
    task(wavesTasks.findUpgrades, { given: { event: execution.Input } }),
    each(
      'AdvanceUpgrades',
      list(answerOf(wavesTasks.findUpgrades).upgrades),
      (upgrade) => [
        set('BeginUpgrade', { upgrade, answers: [], told: [], rounds: 0, tells: false, nextAt: empty }),
        task(wavesTasks.advanceUpgrade, {
          given: { upgrade: $.upgrade, answers: list($.answers), told: list($.told) },
          outcomes: {
            Advanced: ({ asks, tells, nextAt }) =>
              way({ assign: { asks: list(asks), tells, nextAt, answers: [], told: [] } }),
            NotOurs: () => answer('NotOurs'),
          },
        }),
        each(
          'AskClusters',
          list($.asks),
          (ask) => [
            task(wavesTasks.requestUpgrades, {
              given: { upgrade: $.upgrade, region: ask.region, clusters: list(ask.clusters) },
              // A region that does not answer keeps no other from it; its clusters are asked again later.
              catch: [{ errors: 'any', output: { answers: [] }, to: [answer('RegionSilent')] }],
            }),
          ],
          {
            comment: 'Side by side, a region each.',
            atOnce: 20,
            assign: { answers: jsonata<Answered[]>`[$states.result.answers]` },
          },
        ),
        when(
          'HasFacts',
          { when: condition`${$.tells}` },
          task(wavesTasks.publishProgress, {
            given: { upgrade: $.upgrade },
            assign: ({ told }) => ({ told: list(told) }),
          }),
        ),
        choice(
          'HasMore',
          [
            way(
              {
                when: condition`($count(${$.answers}) > 0 or $count(${$.told}) > 0) and ${$.rounds} < ${ROUNDS}`,
                assign: { rounds: jsonata<number>`${$.rounds} + 1` },
              },
              goto('AdvanceUpgrade'),
            ),
            way(
              { when: condition`${$.nextAt} != ''` },
              task(wavesTasks.scheduleAdvance, { given: { upgrade: $.upgrade, nextAt: $.nextAt } }),
              answer('Scheduled'),
            ),
          ],
          way({}, answer('LooksHourly')),
        ),
      ],
      { comment: 'Each on its own.', atOnce: 5, output: {} },
    ),
    answer('UpgradesAdvanced'),
  ],
});
