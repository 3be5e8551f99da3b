import { describe, expect, it } from '@jest/globals';
import { LateUntilChecker } from '../../../rehearsal/checkers/requests/late-until.ts';
import { AdministratorChecker } from '../../../rehearsal/checkers/rights/administrators.ts';
import { RollbackChecker } from '../../../rehearsal/checkers/rights/rollbacks.ts';
import { SelectedClustersChecker } from '../../../rehearsal/checkers/sleep/selected-clusters.ts';
import { arn, region, watch } from './watched.ts';

describe('the administrator of a moment', () => {
  const principalArn = 'arn:aws:iam::111122223333:role/eks-fleet/eks-fleet-prod-access-ensure-access';
  const entry = { clusterName: 'web', principalArn };
  const letIn = () => {
    const on = watch((one) => new AdministratorChecker(one));
    on.claimed('o1', 'create', 'ClusterRequested');
    on.made('eks', 'AssociateAccessPolicy', entry, { for: 'o1' });
    return on;
  };
  const left = `operation o1 has failed, and its administrator is left in ${region}/web: nothing has asked it to leave`;

  it('is asked to leave before a failure is told, or has lost its lease', async () => {
    const out = letIn();
    out.made('dynamodb', 'GetItem', {}, { for: 'o1', functionName: 'eks-fleet-prod-accessEndBootstrap' });
    out.told('o1', 'ClusterCreationFailed');
    expect(await out.found()).toEqual([]);
    const lost = letIn();
    lost.told('o1', 'ClusterCreationFailed', { error: 'LeaseLost' });
    expect(await lost.found()).toEqual([]);
    const well = letIn();
    well.told('o1', 'ClusterCreated');
    expect(await well.found()).toEqual([]);
  });

  it('is left where nothing has asked it to', async () => {
    const on = letIn();
    on.told('o1', 'ClusterCreationFailed');
    expect(await on.found()).toEqual([left]);
  });

  it('is left where a late task lets it in again', async () => {
    const on = letIn();
    on.made('eks', 'DeleteAccessEntry', entry, { for: 'o1' });
    on.told('o1', 'ClusterCreationFailed');
    on.ended('o1', 'Failed');
    on.made('eks', 'AssociateAccessPolicy', entry, { for: 'o1' });
    expect(await on.found()).toEqual([left]);
  });
});

describe('a rollback', () => {
  const Entries = [{ DetailType: 'ClusterDeletionRequested' }];
  const look = { Key: { pk: { S: `lease#${arn}` } } };
  const failed = () => {
    const on = watch((one) => new RollbackChecker(one));
    on.claimed('o1', 'create', 'ClusterRequested');
    on.at(10);
    return on;
  };

  it('is of what nobody has had since', async () => {
    const on = failed();
    on.made('dynamodb', 'GetItem', look, { for: 'o1' });
    on.at(11);
    on.claimed('o2', 'create', 'ClusterRequested');
    on.at(12);
    on.made('events', 'PutEvents', { Entries }, { for: 'o1' });
    expect(await on.found()).toEqual([]);
  });

  it('is none of what the look at the lease shows to be another’s', async () => {
    const on = failed();
    on.claimed('o2', 'create', 'ClusterRequested');
    on.at(11);
    on.made('dynamodb', 'GetItem', look, { for: 'o1' });
    on.made('events', 'PutEvents', { Entries }, { for: 'o1' });
    expect(await on.found()).toEqual([
      `operation o1 asks for the deletion of ${region}/web, which operation o2 (create) has had since`,
    ]);
  });
});

describe('sizes until some time', () => {
  const until = '1970-01-01T01:00:00Z';
  it.each([
    [3599, []],
    [
      3600,
      [`operation o1 of ${region}/web began at 1970-01-01T01:00:00.000Z, and changed sizes until ${until}`],
    ],
  ])('are changed by what begins before it (after %s s)', async (seconds, findings) => {
    const on = watch((one) => new LateUntilChecker(one));
    on.at(seconds);
    on.claimed('o1', 'scale', 'ClusterScaleRequested', { action: 'hibernate', until });
    const by = { for: 'o1', functionName: 'eks-fleet-prod-scaleResizeNodeGroup' };
    on.made('eks', 'DescribeNodegroup', {}, by);
    on.made('eks', 'UpdateNodegroupConfig', {}, by);
    expect(await on.found()).toEqual(findings);
  });
});

describe('a schedule', () => {
  const made = (tags: object) => {
    const on = watch(() => new SelectedClustersChecker());
    const sleep = [{ name: 'hours', select: { env: 'dev', tier: 'web' } }];
    on.take('FleetRequested', { fleet: { metadata: { name: 'retail' }, spec: { sleep } } });
    on.made('eks', 'CreateCluster', { name: 'web', tags: { env: 'dev' } });
    on.made('eks', 'TagResource', { resourceArn: arn, tags });
    on.made(
      'scheduler',
      'CreateSchedule',
      { GroupName: 'eks-fleet-prod-retail', Name: 'web.hours.sleep' },
      { functionName: 'eks-fleet-prod-fleetReconcileCluster' },
    );
    return on.found();
  };

  it('is of a cluster with all tags that its entry selects, now or before', async () => {
    expect(await made({ tier: 'web' })).toEqual([]);
    expect(await made({ tier: 'batch' })).toEqual([
      `${region}/web got the schedule web.hours.sleep of retail, and has never had the tags that hours selects`,
    ]);
  });
});
