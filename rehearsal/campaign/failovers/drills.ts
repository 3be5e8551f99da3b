import type { Step } from '../../scenario/steps/all.ts';
import { clusterOf, PLAN } from './shop.ts';
import { type FailoverStory, type Fragile, mishapOf } from './troubles.ts';

/** A person drills the plan, and looks on for a while; it stays at the standby for up to ten minutes. */
export function drilled({ shop: { regions }, random }: FailoverStory, followForSeconds?: number): Step {
  const staysSeconds = random.chance(0.5) ? 0 : random.integer(60, 600);
  return {
    drill: { plan: PLAN, region: regions.standby, staysSeconds, reason: 'a seed wants it' },
    followForSeconds: followForSeconds ?? random.integer(1, 600),
  };
}

/** Somebody asks for the standby's cluster to be upgraded. */
export const upgradeAsked = ({ shop: { regions } }: FailoverStory): Step => ({
  upgrade: {
    ...{ cluster: clusterOf('standby'), region: regions.standby },
    request: { action: 'upgrade', targetVersion: '1.35', reason: 'a seed wants it' },
  },
  followForSeconds: 60,
});

/** A person gives the standby another number of nodes. */
export const resized = ({ shop: { regions }, random }: FailoverStory): Step => ({
  administrator: {
    region: regions.standby,
    calls: [
      {
        ...{ service: 'eks' as const, operation: 'UpdateNodegroupConfig' },
        request: {
          ...{ clusterName: clusterOf('standby'), nodegroupName: 'web' },
          scalingConfig: { desiredSize: random.integer(3, 6) },
        },
      },
    ],
  },
});

const DRILL: Fragile = {
  changes: [
    ['failoverDrillAcceptRequest', 'TransactWriteItems'],
    ['failoverDrillPlanDrill', 'UpdateItem'],
    ['failoverDrillPlanDrill', 'PutItem'],
    ['failoverRaiseNodeGroup', 'UpdateNodegroupConfig'],
    ['failoverSayWord', 'PutObject'],
    ['failoverDrillLowerNodeGroup', 'UpdateNodegroupConfig'],
    ['failoverDrillSettleDrill', 'UpdateItem'],
    ['failoverDrillSettleDrill', 'PutItem'],
    ['failoverDrillPublishDrilled', 'PutEvents'],
  ],
  states: [
    ...['PlanDrill', 'ObserveCapacity', 'SayWord', 'ObserveTraffic', 'ObserveDrill'],
    ...['TakeWordBack', 'ObservePutBack', 'SettleDrill'],
  ],
  tasks: [
    ...['failoverDrillPlanDrill', 'failoverSayWord', 'failoverObserveTraffic', 'failoverDrillObserveDrill'],
    ...['failoverDrillLowerNodeGroup', 'failoverDrillSettleDrill'],
  ],
  detailType: 'FailoverDrillRequested',
};

/** One thing goes wrong about a task of a drill, an execution of it, or an event that asks for it. */
export const drillMishap = (story: FailoverStory): Step => mishapOf(DRILL, story);
