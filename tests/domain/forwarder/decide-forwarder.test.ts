import { describe, expect, it } from '@jest/globals';
import { digestOutput, stackDigest } from '../../../domain/decide/stack.ts';
import type { DesiredStack } from '../../../domain/desired/template.ts';
import { decideForwarder, type SeenForwarder } from '../../../domain/forwarder/decide-forwarder.ts';
import { forwarderOf } from '../../../domain/forwarder/names.ts';
import { forwarderStack, ruleStack } from '../../../domain/forwarder/stacks.ts';
import type { DatedStack } from '../../../domain/ports/stacks.ts';

const SINCE = '2026-11-24T08:00:00.000Z';
const BEFORE = '2026-11-23T08:00:00.000Z';
const AFTER = '2026-11-24T08:01:00.000Z';
const LATER = '2026-11-24T08:30:00.000Z';

const deployment = {
  stage: 'prod',
  roleArn: 'arn:aws:iam::111122223333:role/eks-fleet/forwarder/eks-fleet-prod-access-forward-request',
  code: { bucket: 'artifacts', key: 'functions/forward/1.zip' },
};
const network = { vpcId: 'vpc-1', cidrs: ['10.0.0.0/16'], subnetIds: ['subnet-a', 'subnet-b'] };
const way = { by: 'forwarder', vpcId: 'vpc-1', subnetIds: network.subnetIds, groupId: 'sg-1' } as const;
const wanted = {
  forwarder: forwarderStack(network, deployment),
  rule: ruleStack({ name: 'shop', groupId: 'sg-1' }, 'vpc-1', 'prod'),
};

function seenStack(stack: DesiredStack, status = 'CREATE_COMPLETE', changedAt = BEFORE): DatedStack {
  const outputs = { Subnets: network.subnetIds.join(','), [digestOutput]: stackDigest(stack) };
  return {
    StackId: `arn:${stack.stackName}`,
    StackName: stack.stackName,
    StackStatus: status,
    Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
    changedAt,
    tags: stack.tags,
  };
}
const FORWARDER = seenStack(wanted.forwarder);
const RULE = seenStack(wanted.rule);

const seen = (over: Partial<SeenForwarder>): SeenForwarder => ({
  clusterName: 'shop',
  isWanted: true,
  way,
  cidrs: network.cidrs,
  deployment,
  names: forwarderOf('vpc-1', 'prod'),
  forwarder: undefined,
  rule: undefined,
  importers: [],
  since: SINCE,
  at: SINCE,
  elapsedSeconds: 0,
  ...over,
});

/** The decision, as a table of tests writes it. */
function decided(over: Partial<SeenForwarder>): string {
  const decision = decideForwarder(seen(over));
  switch (decision.do) {
    case 'create':
    case 'update':
      return `${decision.do} ${decision.stack === wanted.rule || /rule/.test(decision.stack.stackName) ? 'rule' : 'forwarder'}`;
    case 'delete':
      return `delete ${/rule/.test(decision.stackName) ? 'rule' : 'forwarder'}`;
    default:
      return decision.do;
  }
}
const as = (stack: DesiredStack, status: string, changedAt = AFTER) => seenStack(stack, status, changedAt);

describe('a way through a VPC', () => {
  it.each<[string, Partial<SeenForwarder>, string]>([
    ['nothing', {}, 'create forwarder'],
    ['a forwarder that is coming', { forwarder: as(wanted.forwarder, 'CREATE_IN_PROGRESS') }, 'wait'],
    ['a forwarder', { forwarder: FORWARDER }, 'create rule'],
    ['a rule that is coming', { forwarder: FORWARDER, rule: as(wanted.rule, 'CREATE_IN_PROGRESS') }, 'wait'],
    ['both', { forwarder: FORWARDER, rule: RULE }, 'settle'],
    ['a forwarder that is going', { forwarder: as(wanted.forwarder, 'DELETE_IN_PROGRESS') }, 'wait'],
    [
      'a forwarder that never came up, of an earlier try',
      { forwarder: as(wanted.forwarder, 'ROLLBACK_COMPLETE', BEFORE) },
      'delete forwarder',
    ],
    [
      'a forwarder that has just not come up',
      { forwarder: as(wanted.forwarder, 'ROLLBACK_COMPLETE') },
      'fail',
    ],
    [
      'a rule that never came up, of an earlier try',
      { forwarder: FORWARDER, rule: as(wanted.rule, 'ROLLBACK_COMPLETE', BEFORE) },
      'delete rule',
    ],
    [
      'a rule that has just not come up',
      { forwarder: FORWARDER, rule: as(wanted.rule, 'ROLLBACK_COMPLETE') },
      'fail',
    ],
    [
      'a rule that did not come up with a forwarder that was going, and another forwarder since',
      {
        forwarder: as(wanted.forwarder, 'CREATE_COMPLETE', LATER),
        rule: as(wanted.rule, 'ROLLBACK_COMPLETE'),
      },
      'delete rule',
    ],
    ['a VPC that EC2 does not know', { cidrs: undefined }, 'fail'],
    [
      'a forwarder that is coming for an hour',
      { forwarder: as(wanted.forwarder, 'CREATE_IN_PROGRESS'), elapsedSeconds: 3600 },
      'fail',
    ],
  ])('that is wanted, where there is %s', (_what, over, decision) => {
    expect(decided(over)).toBe(decision);
  });

  it.each<[string, Partial<SeenForwarder>]>([
    [
      'the release has other code',
      { deployment: { ...deployment, code: { bucket: 'artifacts', key: '2.zip' } } },
    ],
    ['the VPC has another block', { cidrs: ['10.0.0.0/16', '10.1.0.0/16'] }],
  ])('brings the forwarder up to date where %s', (_what, over) => {
    expect(decided({ forwarder: FORWARDER, rule: RULE, ...over })).toBe('update forwarder');
  });

  it('takes the further blocks of a VPC in any order', () => {
    const cidrs = ['10.0.0.0/16', '10.1.0.0/16', '10.2.0.0/16'];
    const forwarder = seenStack(forwarderStack({ ...network, cidrs }, deployment));
    const turned = ['10.0.0.0/16', '10.2.0.0/16', '10.1.0.0/16'];
    expect(decided({ forwarder, rule: RULE, cidrs: turned })).toBe('settle');
  });

  it("tells the forwarder where Amazon's resolver is: two above the base of the VPC's primary block", () => {
    const cidrs = ['10.20.0.128/25', '10.1.0.0/16'];
    const { Function: made } = forwarderStack({ ...network, cidrs }, deployment).template.Resources;
    expect(made?.Properties?.Environment).toEqual({
      Variables: { RESOLVERS: '10.20.0.130,169.254.169.253' },
    });
  });

  it('puts the forwarder into as many subnets as Lambda takes', () => {
    const subnetIds = Array.from({ length: 20 }, (_, index) => `subnet-${index}`);
    const decision = decideForwarder(seen({ way: { ...way, subnetIds } }));
    const { Function: made } = decision.do === 'create' ? decision.stack.template.Resources : {};
    expect(made?.Properties).toMatchObject({ VpcConfig: { SubnetIds: subnetIds.slice(0, 16) } });
  });

  it('leaves the forwarder in its subnets, whichever those of the cluster are', () => {
    const other = { ...way, subnetIds: ['subnet-c'] };
    expect(decided({ forwarder: FORWARDER, rule: RULE, way: other })).toBe('settle');
  });

  it.each<[string, Partial<SeenForwarder>]>([
    ['not wanted', { isWanted: false }],
    ['none of this kind any more', { way: { by: 'internet' } }],
    ['that of a cluster that is gone', { way: undefined }],
  ])('that is %s goes, the rule first, then a forwarder that nobody needs', (_what, over) => {
    expect(decided({ ...over, forwarder: FORWARDER, rule: RULE })).toBe('delete rule');
    expect(decided({ ...over, forwarder: FORWARDER, rule: as(wanted.rule, 'DELETE_IN_PROGRESS') })).toBe(
      'wait',
    );
    expect(decided({ ...over, forwarder: FORWARDER })).toBe('delete forwarder');
    expect(decided({ ...over, forwarder: FORWARDER, importers: ['eks-fleet-web-forwarder-rule'] })).toBe(
      'settle',
    );
    expect(decided({ ...over, forwarder: as(wanted.forwarder, 'DELETE_IN_PROGRESS') })).toBe('settle');
    expect(decided({ ...over, forwarder: as(wanted.forwarder, 'UPDATE_IN_PROGRESS') })).toBe('settle');
    expect(decided(over)).toBe('settle');
  });

  it('leaves a forwarder alone for minutes that somebody has just made: they may be about to need it', () => {
    const made = (changedAt: string) => seenStack(wanted.forwarder, 'CREATE_COMPLETE', changedAt);
    expect(decided({ isWanted: false, forwarder: made('2026-11-24T07:57:01.000Z') })).toBe('wait');
    expect(decided({ isWanted: false, forwarder: made('2026-11-24T07:57:00.000Z') })).toBe(
      'delete forwarder',
    );
  });

  it('tells what could not be taken away', () => {
    expect(decided({ isWanted: false, rule: as(wanted.rule, 'DELETE_FAILED') })).toBe('fail');
    expect(decided({ isWanted: false, forwarder: as(wanted.forwarder, 'DELETE_FAILED') })).toBe('fail');
  });
});
