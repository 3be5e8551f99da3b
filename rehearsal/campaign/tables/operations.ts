import type { RandomStream } from '../../../simulator/kernel/random.ts';
import type { Step } from '../../scenario/steps/all.ts';
import { canSleep, type DrawnCluster, documentOf, NEXT_MINOR } from '../clusters.ts';
import { FLEET } from '../fleets.ts';
import { arnOf, type Story } from '../story.ts';

type Scaling = Extract<Step, { scale: unknown }>['scale']['request'];
type Upgrading = Extract<Step, { upgrade: unknown }>['upgrade']['request'];
type Fleet = Extract<Step, { applyFleet: unknown }>['applyFleet'];

/** A kind of operation as ordeals know it: how it is asked for, and where something can be done to it. */
export interface Ordeal {
  /** True for a cluster that the operation can be about. For a document, the cluster does not matter. */
  readonly fits: (cluster: DrawnCluster) => boolean;
  readonly ask: (cluster: DrawnCluster, story: Story) => Step;
  /** The ARN under which its lease is. */
  readonly leased: (cluster: DrawnCluster, story: Story) => string;
  readonly accepts: string;
  /** States before which a pause, a stop or a release of the product finds it. */
  readonly states: readonly string[];
  /** Functions that change something. */
  readonly changes: readonly string[];
  /** Calls without which a step of it fails, function and operation. */
  readonly needs: readonly (readonly [string, string])[];
  /** A call that is made soon after it has begun. */
  readonly soon: readonly [string, string];
}

const place = ({ name, region }: DrawnCluster) => ({ cluster: name, region });
const isOfFleet = ({ origin }: DrawnCluster): boolean => origin === 'fleet';
const anyCluster = (): boolean => true;
const scaling = ({ random }: Pick<Story, 'random'>, later: string): Scaling =>
  random.pick<Scaling>([
    { action: 'hibernate' },
    { action: 'wake' },
    { action: 'hibernate', until: later },
    {
      action: 'resize',
      groups: [{ select: { all: true }, minSize: 1, desiredCapacity: 2, maxSize: 3 }],
      until: later,
    },
  ]);

export const ORDEALS: Readonly<Record<string, Ordeal>> = {
  create: {
    fits: isOfFleet,
    ask: (cluster) => ({ apply: [documentOf(cluster)] }),
    leased: arnOf,
    accepts: 'createAcceptRequest',
    states: [
      ...['PlanCluster', 'ObserveFoundation', 'ChangeFoundation', 'ChangeControlPlane', 'ChangeContents'],
      ...['EnsureForwarder', 'EnsureAccess', 'VerifyCluster', 'RegisterCluster', 'PublishCreated'],
    ],
    changes: [
      ...['createApplyStack', 'createApplyControlPlane', 'createApplyContentStack', 'createApplyAddon'],
      ...[
        'createApplyNodeGroup',
        'createApplyFargateProfile',
        'createApplyAccessEntry',
        'createApplyCapability',
      ],
      ...['createApplyIdentityProvider', 'createApplyLogRetention', 'createApplyPodIdentityAssociation'],
      ...['createApplyPullThroughCacheRule', 'createRegisterCluster', 'accessEnsureAccess'],
    ],
    needs: [
      ['createPlanCluster', 'DescribeCluster'],
      ['createObserveControlPlane', 'DescribeCluster'],
      ['createObserveFoundation', 'DescribeStacks'],
      ['createObserveContents', 'GetItem'],
      ['createApplyControlPlane', 'CreateCluster'],
      ['createRegisterCluster', 'TransactWriteItems'],
      ['createPublishCreated', 'PutEvents'],
      ['operationPublishFailure', 'PutEvents'],
      ['operationPublishRejection', 'PutEvents'],
    ],
    soon: ['createPlanCluster', 'DescribeCluster'],
  },
  delete: {
    fits: anyCluster,
    ask: (cluster) => ({ delete: place(cluster) }),
    leased: arnOf,
    accepts: 'deleteAcceptRequest',
    states: [
      ...['PlanDeletion', 'ChangeCompute', 'ChangeControlPlane', 'ChangeLoadBalancers', 'ChangeLeftovers'],
      ...['ChangeStacks', 'UnregisterCluster', 'PublishDeleted'],
    ],
    changes: [
      ...[
        'deleteDeleteNodeGroup',
        'deleteDeleteFargateProfile',
        'deleteDeleteCapability',
        'deleteDeleteStack',
      ],
      ...['deleteDeleteControlPlane', 'deleteDeleteSecurityGroup', 'deleteDeleteNetworkInterface'],
      ...['deleteTerminateInstance', 'deleteDeleteLoadBalancer', 'operationUnregisterCluster'],
    ],
    needs: [
      ['deletePlanDeletion', 'DescribeCluster'],
      ['deleteObserveCompute', 'ListNodegroups'],
      ['deleteObserveControlPlane', 'DescribeCluster'],
      ['deleteObserveLeftovers', 'DescribeSecurityGroups'],
      ['deleteObserveLoadBalancers', 'DescribeLoadBalancers'],
      ['deleteObserveStacks', 'DescribeStacks'],
      ['operationUnregisterCluster', 'TransactWriteItems'],
      ['operationPublishRejection', 'PutEvents'],
    ],
    soon: ['deletePlanDeletion', 'DescribeCluster'],
  },
  adopt: {
    fits: anyCluster,
    ask: (cluster, { random }) => ({
      adopt: { ...place(cluster), level: random.pick(['observe', 'scale', 'all']) },
    }),
    leased: arnOf,
    accepts: 'adoptAcceptRequest',
    states: ['RegisterCluster', 'EnsureForwarder', 'EnsureAccess', 'PublishAdopted'],
    changes: ['adoptRegisterCluster', 'accessEnsureForwarder', 'accessEnsureAccess'],
    needs: [
      ['adoptRegisterCluster', 'DescribeCluster'],
      ['accessEnsureAccess', 'CreateClusterroles'],
      ['accessEnsureAccess', 'DescribeAccessEntry'],
      ['adoptPublishAdopted', 'PutEvents'],
      ['operationPublishRejection', 'PutEvents'],
    ],
    soon: ['adoptRegisterCluster', 'DescribeCluster'],
  },
  release: {
    fits: anyCluster,
    ask: (cluster) => ({ forget: place(cluster) }),
    leased: arnOf,
    accepts: 'releaseAcceptRequest',
    states: ['EnsureForwarder', 'EnsureAccess', 'UnregisterCluster', 'PublishReleased'],
    changes: ['operationUnregisterCluster', 'accessEnsureForwarder', 'accessEnsureAccess'],
    needs: [
      ['operationUnregisterCluster', 'TransactWriteItems'],
      ['accessEnsureAccess', 'DeleteAccessEntry'],
      ['releasePublishReleased', 'PutEvents'],
      ['operationPublishRejection', 'PutEvents'],
    ],
    soon: ['operationUnregisterCluster', 'TransactGetItems'],
  },
  scale: {
    fits: canSleep,
    ask: (cluster, story) => ({
      scale: { ...place(cluster), request: scaling(story, story.later(story.random.integer(30, 180) * 60)) },
    }),
    leased: arnOf,
    accepts: 'scaleAcceptRequest',
    states: [
      ...['PlanScaling', 'ScheduleReturn', 'ObserveGroups', 'ChangeGroups', 'WaitForGroups', 'PublishScaled'],
    ],
    changes: [
      ...['scaleResizeNodeGroup', 'scaleResizeAutoScalingGroup', 'scaleSetBuiltInPools'],
      ...['scaleScheduleReturn', 'scalePlanScaling', 'scaleLimitNodePool', 'scaleDeleteNodeClaim'],
    ],
    needs: [
      ['scalePlanScaling', 'DescribeCluster'],
      ['scaleObserveGroups', 'DescribeNodegroup'],
      ['scaleObserveGroups', 'DescribeAutoScalingGroups'],
      ['scaleResizeNodeGroup', 'UpdateNodegroupConfig'],
      ['scaleScheduleReturn', 'CreateSchedule'],
      ['scalePublishScaled', 'PutEvents'],
      ['scalePublishSkipped', 'PutEvents'],
      ['operationPublishRejection', 'PutEvents'],
    ],
    soon: ['scalePlanScaling', 'DescribeCluster'],
  },
  upgrade: {
    fits: isOfFleet,
    ask: (cluster, { random }) => ({
      upgrade: {
        ...place(cluster),
        request: random.pick<Upgrading>([
          { action: 'upgrade', to: NEXT_MINOR, soakMinutes: random.pick([0, 5]) },
          { action: 'upgrade', only: 'nodes' },
          { action: 'rollBack' },
        ]),
      },
    }),
    leased: arnOf,
    accepts: 'upgradeAcceptRequest',
    states: [
      ...['RefreshInsights', 'PlanUpgrade', 'ChooseStep', 'ObserveStep', 'ChangeStep', 'PublishUpgraded'],
    ],
    changes: [
      ...['upgradeRefreshInsights', 'upgradePlanUpgrade', 'upgradeChooseStep', 'upgradeUpgradeAddon'],
      ...['upgradeUpgradeControlPlane', 'upgradeUpgradeNodeGroup', 'upgradeReplaceNode', 'upgradeEvictPod'],
    ],
    needs: [
      ['upgradeRefreshInsights', 'StartInsightsRefresh'],
      ['upgradePlanUpgrade', 'DescribeCluster'],
      ['upgradeChooseStep', 'UpdateItem'],
      ['upgradeUpgradeControlPlane', 'UpdateClusterVersion'],
      ['upgradeUpgradeNodeGroup', 'UpdateNodegroupVersion'],
      ['upgradePublishUpgraded', 'PutEvents'],
      ['operationPublishRejection', 'PutEvents'],
    ],
    soon: ['upgradePlanUpgrade', 'DescribeCluster'],
  },
  document: {
    fits: anyCluster,
    ask: (_cluster, { home, regions, random }) => ({ applyFleet: smallFleet(home, regions, random) }),
    leased: (_cluster, { home }) => `arn:aws:eks-fleet:${home}:111122223333:fleet/${FLEET}`,
    accepts: 'fleetAcceptRequest',
    states: ['StoreDocument', 'RequestReconciliation', 'PublishApplied', 'ApplyGroup', 'ReconcileCluster'],
    changes: [
      ...['fleetStoreDocument', 'fleetRequestReconciliation', 'fleetApplyGroup', 'fleetReconcileCluster'],
    ],
    needs: [
      ['fleetStoreDocument', 'GetItem'],
      ['fleetRequestReconciliation', 'PutEvents'],
      ['fleetReconcileCluster', 'CreateSchedule'],
      ['fleetApplyGroup', 'GetScheduleGroup'],
      ['fleetListScheduled', 'Query'],
      ['fleetFindFleets', 'Query'],
      ['fleetPublishApplied', 'PutEvents'],
      ['fleetPublishReconciled', 'PutEvents'],
      ['operationPublishRejection', 'PutEvents'],
    ],
    soon: ['fleetStoreDocument', 'GetItem'],
  },
};

/** Hours of which no firing comes soon: this is about documents, and not about firings. */
function smallFleet(home: string, regions: readonly string[], random: RandomStream): Fleet {
  const awake = `MON-FRI ${random.pick(['05', '06', '07'])}:00-23:00`;
  const sleep = [{ name: 'hours', select: { env: 'dev' }, awake, zone: 'UTC' }];
  return {
    apiVersion: 'eks-fleet.dev/v1',
    kind: 'Fleet',
    metadata: { name: FLEET },
    spec: { home, regions, sleep },
  } as Fleet;
}
