import type { Step } from '../../scenario/steps/all.ts';
import { drilled, drillMishap, resized, upgradeAsked } from '../failovers/drills.ts';
import { asked, cut, type FailoverStory, lost, serviceDown, some } from '../failovers/troubles.ts';
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

/** All that may come to pass about drills of one plan. */
export const drillStories: DrawTable<FailoverStory, readonly Step[]> = {
  name: 'drill stories',
  rows: [
    row('a drill, and one more', 1, (story) => [
      drilled(story),
      minutes(story, 1, 15),
      drilled(story),
      minutes(story, 5, 15),
    ]),
    row('a drill meets mishaps', 5, (story) => [
      ...some(story, 4, drillMishap, 5),
      drilled(story),
      minutes(story, 5, 15),
    ]),
    row('links are cut in a drill', 3, (story) => [
      ...(story.random.chance(0.4) ? some(story, 2, cut, 20) : []),
      drilled(story, story.random.integer(1, 120)),
      ...some(story, 3, cut, 60),
      minutes(story, 5, 15),
    ]),
    row('a service is down in a drill', 3, (story) => [
      drilled(story, story.random.integer(1, 120)),
      ...some(story, 2, serviceDown, 60),
      minutes(story, 5, 15),
    ]),
    row('the primary is lost in a drill', 5, (story) => [
      ...(story.random.chance(0.4) ? some(story, 3, drillMishap, 5) : []),
      drilled(story),
      lost(story.shop.regions.primary, story.random.chance(0.6) ? 3600 : story.random.integer(20, 600)),
      minutes(story, 6, 15),
    ]),
    row('a person moves the plan in a drill', 4, (story) => [
      drilled(story),
      asked(story, 'standby'),
      ...(story.random.chance(0.5) ? [minutes(story, 6, 10), asked(story, 'primary', true)] : []),
      minutes(story, 5, 10),
    ]),
    row('an upgrade is asked for in a drill', 2, (story) => [
      drilled(story, story.random.integer(1, 60)),
      upgradeAsked(story),
      minutes(story, 10, 20),
    ]),
    row('a drill is asked for in an upgrade', 1, (story) => [
      upgradeAsked(story),
      drilled(story),
      minutes(story, 30, 60),
    ]),
    row('a person gives the standby other nodes in a drill', 3, (story) => [
      drilled(story),
      resized(story),
      minutes(story, 5, 15),
    ]),
    row('the standby is lost in a drill', 2, (story) => [
      drilled(story, story.random.integer(1, 120)),
      lost(story.shop.regions.standby, story.random.integer(10, 600)),
      minutes(story, 5, 15),
    ]),
  ],
};
