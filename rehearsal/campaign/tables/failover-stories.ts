import type { Step } from '../../scenario/steps/all.ts';
import {
  asked,
  clockStep,
  cut,
  type FailoverStory,
  lost,
  mishap,
  serviceDown,
  some,
} from '../failovers/troubles.ts';
import type { DrawTable, Row } from '../table.ts';

type Draw = (story: FailoverStory) => readonly Step[];
const row = (name: string, weight: number, draw: Draw): Row<FailoverStory, readonly Step[]> => ({
  name,
  weight,
  draw,
});
const minutes = ({ random }: FailoverStory, least: number, most: number): Step => ({
  wait: random.integer(least * 60, most * 60),
});

/** The primary's region is lost: for long, or for some minutes. */
function primaryLost({ shop, random }: FailoverStory): Step {
  return lost(shop.regions.primary, random.chance(0.5) ? 3600 : random.integer(50, 600));
}

/** The standby serves, since a person or the loss of the primary has brought the plan there. */
const movedFirst: Draw = (story) => [
  ...(story.random.chance(0.5)
    ? [asked(story, 'standby')]
    : [lost(story.shop.regions.primary, 180), asked(story, 'standby', false)]),
  minutes(story, 6, 12),
];

/** All that may come to pass about one plan. */
export const failoverStories: DrawTable<FailoverStory, readonly Step[]> = {
  name: 'failover stories',
  rows: [
    row('the primary is lost for good', 2, (story) => [
      lost(story.shop.regions.primary, 7200),
      minutes(story, 8, 15),
    ]),
    row('the primary is lost for minutes', 2, (story) => [primaryLost(story), minutes(story, 5, 15)]),
    row('the primary is away for moments', 2, (story) => [
      ...some(story, 4, ({ shop, random }) => lost(shop.regions.primary, random.integer(3, 48)), 60),
      minutes(story, 2, 6),
    ]),
    row('links are cut', 4, (story) => [...some(story, 4, cut), minutes(story, 5, 15)]),
    row('the primary is lost while links are cut', 4, (story) => [
      ...(story.random.chance(0.5)
        ? [...some(story, 3, cut), primaryLost(story)]
        : [primaryLost(story), ...some(story, 3, cut, 60)]),
      minutes(story, 5, 15),
    ]),
    row('services are down', 2, (story) => [
      ...(story.random.chance(0.5) ? [primaryLost(story)] : []),
      ...some(story, 3, serviceDown, 60),
      minutes(story, 5, 15),
    ]),
    row('clocks step', 3, (story) => [
      ...some(story, 3, clockStep),
      ...(story.random.chance(0.6) ? [primaryLost(story)] : some(story, 2, cut, 60)),
      ...(story.random.chance(0.4) ? some(story, 2, clockStep, 60) : []),
      minutes(story, 5, 15),
    ]),
    row('the move meets mishaps', 5, (story) => [
      ...some(story, 4, mishap, 5),
      ...(story.random.chance(0.7) ? [primaryLost(story)] : [asked(story, 'standby')]),
      minutes(story, 8, 15),
    ]),
    row('a person asks at the same time', 3, (story) => [
      ...(story.random.chance(0.7) ? [primaryLost(story), { wait: story.random.integer(1, 90) }] : []),
      ...some(story, 3, (of) => asked(of, of.random.chance(0.7) ? 'standby' : 'primary'), 60),
      minutes(story, 5, 15),
    ]),
    row('it is brought back', 4, (story) => [
      ...movedFirst(story),
      ...(story.random.chance(0.5) ? some(story, 3, mishap, 5) : []),
      asked(story, 'primary', true),
      ...(story.random.chance(0.4)
        ? some(story, 2, (of) => (of.random.chance(0.5) ? cut(of) : asked(of, 'standby')), 30)
        : []),
      minutes(story, 5, 10),
    ]),
    row('the standby is lost while it serves', 2, (story) => [
      ...movedFirst(story),
      lost(story.shop.regions.standby, story.random.integer(10, 600)),
      minutes(story, 2, 12),
    ]),
    row('two of the regions are lost', 2, (story) => {
      const { primary, standby, witness } = story.shop.regions;
      const other = story.random.pick([standby, witness]);
      const both = [lost(primary, story.random.integer(60, 900)), lost(other, story.random.integer(10, 600))];
      const [first, second] = (story.random.chance(0.5) ? both : both.toReversed()) as [Step, Step];
      return [first, { wait: story.random.integer(1, 120) }, second, minutes(story, 5, 15)];
    }),
  ],
};
