import type { Step } from '../../scenario/steps/all.ts';
import {
  allGroupsOf,
  canSleep,
  type DrawnCluster,
  FORMER_MINOR,
  groupsOf,
  minorOf,
  specOf,
} from '../clusters.ts';
import { hasCluster, type Story } from '../story.ts';
import type { DrawTable, Row } from '../table.ts';
import { app, webhook } from './manifests.ts';
import { asked, type Met, upgrade } from './upgrade-asked.ts';
import {
  alarmed,
  byHand,
  canceled,
  failing,
  frozen,
  held,
  hooked,
  met,
  paused,
  probed,
} from './upgrade-troubles.ts';
import {
  chained,
  drifting,
  forced,
  hybrid,
  inParts,
  insideAnd,
  insights,
  onFargate,
  slept,
  thereAndBack,
  tooLate,
  withImage,
} from './upgrade-ways.ts';

type Fits = (cluster: DrawnCluster) => boolean;

const hasGroups: Fits = (cluster) => allGroupsOf(cluster).length > 0;
const hasManaged: Fits = (cluster) => groupsOf(cluster).managed.length > 0;
const hasWindows: Fits = (cluster) => {
  const { managedNodeGroups = [], nodeGroups = [] } = specOf(cluster) as Record<string, readonly object[]>;
  return [...managedNodeGroups, ...nodeGroups].some((group) => JSON.stringify(group).includes('Windows'));
};
const isBehind: Fits = (cluster) => minorOf(cluster) === FORMER_MINOR;
const isAuto: Fits = (cluster) => specOf(cluster).autoModeConfig !== undefined;
const isMade: Fits = ({ origin }) => origin === 'fleet';
const isUp = (story: Story): boolean => story.isUp;

/** A row about one cluster; at a story's end about one that the fleet has made, which is up. */
const row = (
  name: string,
  weight: number,
  met: Met,
  fits: Fits = () => true,
  isFit: (story: Story) => boolean = () => true,
): Row<Story, readonly Step[]> => {
  const fitting = (story: Story) => (cluster: DrawnCluster) =>
    fits(cluster) && (isMade(cluster) || !story.isUp);
  return {
    name,
    weight,
    fits: (story) => isFit(story) && hasCluster(fitting(story))(story),
    draw: (story) => met(story.cluster(fitting(story)), story),
  };
};

/**
 * An upgrade, and what it meets just where it is. In the middle of a story a cluster may be in any state; at its end all are
 * up, so that an upgrade comes as far as it can.
 */
export const upgradeOrdeals: DrawTable<Story, readonly Step[]> = {
  name: 'upgrade-ordeals',
  rows: [
    row(
      'an alarm in the soak',
      6,
      alarmed(600, 4500, ({ random }) => ({ ...upgrade, soakMinutes: random.pick([30, 60, 90]) })),
    ),
    row(
      'an alarm while its nodes move',
      8,
      alarmed(900, 4800, ({ random }) => ({ ...upgrade, parallelNodeGroups: random.integer(1, 3) })),
      hasGroups,
    ),
    row(
      'a site that a probe asks, in the soak',
      3,
      probed(600, 4500, ({ random }) => ({ ...upgrade, soakMinutes: random.pick([30, 60, 90]) })),
    ),
    row(
      'a site that a probe asks, while its nodes move',
      3,
      probed(900, 4800, ({ random }) => ({ ...upgrade, parallelNodeGroups: random.integer(1, 3) })),
      hasGroups,
    ),
    row('hooks', 4, hooked),
    row('a freeze in its midst', 3, frozen, hasGroups),
    row('a pause in its midst', 3, paused, undefined, ({ hasOtherStage }) => !hasOtherStage),
    row('a budget that holds its pods', 8, held, hasGroups, isUp),
    row('updates that fail or hang', 4, failing),
    row('it is canceled', 3, canceled),
    row('another request meets it', 3, met),
    row('somebody changes things in its midst', 3, byHand),
    row('of a cluster that sleeps', 4, slept, canSleep),
    row('part by part', 3, inParts),
    row('of two minors', 20, chained, isBehind),
    row('there and back', 5, thereAndBack),
    row('a way back too late', 4, tooLate, hasGroups, isUp),
    row(
      'nodes of Windows among others',
      30,
      (cluster, story) => asked(cluster, { ...upgrade, parallelNodeGroups: 1 }, story),
      hasWindows,
    ),
    row('insights', 5, insights, undefined, isUp),
    row("nodes of Karpenter's that follow", 8, insideAnd(drifting, 30), hasManaged, isUp),
    row(
      "nodes of Auto Mode's that follow",
      25,
      insideAnd(() => [app('shop', { replicas: 2 })], 30),
      isAuto,
      isUp,
    ),
    row(
      'pods on Fargate',
      20,
      insideAnd(onFargate, 0),
      (cluster) => specOf(cluster, 0).fargateProfiles !== undefined,
      isUp,
    ),
    row('hybrid nodes', 3, hybrid, undefined, isUp),
    row(
      'a webhook that fails closed',
      3,
      insideAnd(() => webhook('guard'), 0),
      hasManaged,
      isUp,
    ),
    row('an image that is given', 14, withImage, (cluster) => groupsOf(cluster, 0).managed.includes('first')),
    row(
      'AWS was there before',
      30,
      forced,
      (cluster) => isBehind(cluster) && specOf(cluster, 0).upgradePolicy !== undefined,
    ),
  ],
};
