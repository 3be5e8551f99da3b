import type { Step } from '../../scenario/steps/all.ts';
import { FLEET, OTHER_FLEET } from '../fleets.ts';
import { ACCOUNT, following, type Story } from '../story.ts';
import { type DrawTable, drawFrom, type Row } from '../table.ts';
import { entries, type Part } from './entries.ts';

type Fleet = Extract<Step, { applyFleet: unknown }>['applyFleet'];
const MOST_ENTRIES = 3;
const TOPIC = 'eks-told';

const row = (
  name: string,
  weight: number,
  draw: (story: Story) => readonly Step[],
  fits?: (story: Story) => boolean,
): Row<Story, readonly Step[]> => ({ name, weight, draw, ...(fits ? { fits } : {}) });

/** Joins parts of a document. Where two have a member of the same name, the later one counts. */
function joined(parts: readonly Part[]): Part {
  const all: Record<string, readonly object[]> = {};
  for (const part of parts)
    for (const [member, list] of Object.entries(part)) {
      const names = list.map((one) => (one as { readonly name?: string }).name);
      const others = (all[member] ?? []).filter((one) => {
        const { name } = one as { readonly name?: string };
        return name === undefined || !names.includes(name);
      });
      all[member] = [...others, ...list];
    }
  return all;
}

function applied(story: Story, name: string, parts: readonly Part[]): Step {
  story.fleets.add(name);
  const { home, regions } = story;
  const fleet = {
    apiVersion: 'eks-fleet.dev/v1',
    kind: 'Fleet',
    metadata: { name },
    spec: { home, regions, ...joined(parts) },
  } as Fleet;
  return following({ applyFleet: fleet }, story);
}

const drawParts = (story: Story): readonly Part[] =>
  Array.from({ length: story.random.integer(1, MOST_ENTRIES) }, () => drawFrom(entries, story));

const topic = (operation: 'CreateTopic' | 'DeleteTopic', { home: region }: Story): Step => {
  const request =
    operation === 'CreateTopic' ? { Name: TOPIC } : { TopicArn: `arn:aws:sns:${region}:${ACCOUNT}:${TOPIC}` };
  return { administrator: { region, maybe: true, calls: [{ service: 'sns', operation, request }] } };
};
const deleted = (story: Story, name: string): readonly Step[] => [
  following({ deleteFleet: { name, home: story.home } }, story),
];

/** Fleet documents: kept, edited between firings, beside one another, and taken away. */
export const policies: DrawTable<Story, readonly Step[]> = {
  name: 'policies',
  rows: [
    row('a document', 6, (story) => [topic('CreateTopic', story), applied(story, FLEET, drawParts(story))]),
    row('the document edited twice at once', 1, (story) => [
      topic('CreateTopic', story),
      { ...applied(story, FLEET, drawParts(story)), followForSeconds: 1 } as Step,
      applied(story, FLEET, drawParts(story)),
    ]),
    row('a document that says nothing', 1, (story) => [applied(story, FLEET, [])]),
    row('another document', 2, (story) => [
      topic('CreateTopic', story),
      applied(story, OTHER_FLEET, drawParts(story)),
    ]),
    row('a document is taken away', 2, (story) => deleted(story, FLEET)),
    row('the other document is taken away', 1, (story) => deleted(story, OTHER_FLEET)),
    row('a document whose topic goes', 3, (story) => {
      const { name, region } = story.cluster();
      const request = { action: story.random.pick(['hibernate', 'wake'] as const) };
      return [
        topic('CreateTopic', story),
        applied(story, FLEET, [...drawParts(story), { notify: [{ on: ['failed', 'scaled'], sns: TOPIC }] }]),
        topic('DeleteTopic', story),
        { scale: { cluster: name, region, request }, followForSeconds: 2400 },
      ];
    }),
    // The first is still about to make a schedule once the second has been carried out.
    row('the document edited while its schedules are made', 2, (story) => {
      const part = drawFrom(entries, story);
      const delay = { functionName: 'fleetReconcileCluster', operation: 'CreateSchedule', delayMs: 20_000 };
      return [
        topic('CreateTopic', story),
        { fault: { kind: 'delay', ...delay, times: 2 } },
        { ...applied(story, FLEET, [part]), followForSeconds: story.random.integer(4, 12) } as Step,
        { ...applied(story, FLEET, []), followForSeconds: 120 } as Step,
        { wait: 5400 },
      ];
    }),
  ],
};
