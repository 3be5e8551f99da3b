import { describe, expect, it } from '@jest/globals';
import { digestOutput, stackDigest } from '../../../domain/decide/stack.ts';
import type { DesiredStack } from '../../../domain/desired/template.ts';
import { decideForwarder, type SeenForwarder } from '../../../domain/forwarder/decide-forwarder.ts';
import { forwarderOf, isForwarderInterface, vpcOfForwarder } from '../../../domain/forwarder/names.ts';
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

describe('a step of a way', () => {
  const { stackName: FORWARDER_NAME } = wanted.forwarder;
  const { stackName: RULE_NAME } = wanted.rule;
  const reason = expect.stringContaining('ROLLBACK_COMPLETE');

  it.each<[string, Partial<SeenForwarder>, object]>([
    ['says the VPC that is not known', { cidrs: undefined }, { do: 'fail', why: 'EC2 knows no VPC vpc-1' }],
    [
      'takes as long as a function takes to come',
      { forwarder: as(wanted.forwarder, 'CREATE_IN_PROGRESS'), elapsedSeconds: 2999 },
      { do: 'wait', seconds: 10 },
    ],
    [
      'takes longer where one goes',
      { forwarder: as(wanted.forwarder, 'DELETE_IN_PROGRESS') },
      { do: 'wait', seconds: 30 },
    ],
    [
      'is given up after fifty minutes',
      { forwarder: as(wanted.forwarder, 'UPDATE_IN_PROGRESS'), elapsedSeconds: 3000 },
      { do: 'fail', why: `stack ${FORWARDER_NAME} is UPDATE_IN_PROGRESS for too long` },
    ],
    [
      'clears away what never came up',
      { forwarder: as(wanted.forwarder, 'ROLLBACK_COMPLETE', BEFORE) },
      { do: 'delete', stackName: FORWARDER_NAME, why: 'failed' },
    ],
    [
      'fails with what has just not come up, from the very beginning of it',
      { forwarder: as(wanted.forwarder, 'ROLLBACK_COMPLETE', SINCE) },
      { do: 'fail', why: reason },
    ],
    [
      'does not try a rule again with the forwarder that it failed with',
      {
        forwarder: as(wanted.forwarder, 'CREATE_COMPLETE', AFTER),
        rule: as(wanted.rule, 'ROLLBACK_COMPLETE', AFTER),
      },
      { do: 'fail', why: reason },
    ],
    [
      'takes away a rule that nobody needs',
      { isWanted: false, rule: RULE },
      { do: 'delete', stackName: RULE_NAME, why: 'unused' },
    ],
    [
      'waits for a rule that goes',
      { isWanted: false, rule: as(wanted.rule, 'DELETE_IN_PROGRESS') },
      { do: 'wait', seconds: 10 },
    ],
    [
      'tries again with a rule that an earlier try could not take away',
      { isWanted: false, rule: as(wanted.rule, 'DELETE_FAILED', BEFORE) },
      { do: 'delete', stackName: RULE_NAME, why: 'unused' },
    ],
    [
      'fails with a rule that it could not take away itself',
      { isWanted: false, rule: as(wanted.rule, 'DELETE_FAILED', SINCE) },
      { do: 'fail', why: expect.stringContaining(RULE_NAME) },
    ],
    [
      'takes away a forwarder that nobody needs',
      { isWanted: false, forwarder: FORWARDER },
      { do: 'delete', stackName: FORWARDER_NAME, why: 'unused' },
    ],
    [
      'takes a rule that is gone for none',
      { isWanted: false, rule: as(wanted.rule, 'DELETE_COMPLETE'), forwarder: FORWARDER },
      { do: 'delete', stackName: FORWARDER_NAME, why: 'unused' },
    ],
    [
      'is none where the forwarder is gone',
      { isWanted: false, forwarder: as(wanted.forwarder, 'DELETE_COMPLETE', BEFORE) },
      { do: 'settle' },
    ],
    [
      'tries again with a forwarder that an earlier try could not take away',
      { isWanted: false, forwarder: as(wanted.forwarder, 'DELETE_FAILED', BEFORE) },
      { do: 'delete', stackName: FORWARDER_NAME, why: 'unused' },
    ],
    [
      'fails with a forwarder that it could not take away itself',
      { isWanted: false, forwarder: as(wanted.forwarder, 'DELETE_FAILED', SINCE) },
      { do: 'fail', why: `stack ${FORWARDER_NAME} could not be deleted` },
    ],
    [
      'takes away at once what could not be made',
      { isWanted: false, forwarder: as(wanted.forwarder, 'UPDATE_ROLLBACK_FAILED', SINCE) },
      { do: 'delete', stackName: FORWARDER_NAME, why: 'unused' },
    ],
    [
      'waits where one has just been made',
      { isWanted: false, forwarder: as(wanted.forwarder, 'CREATE_COMPLETE', SINCE) },
      { do: 'wait', seconds: 30 },
    ],
  ])('%s', (_what, over, decision) => {
    expect(decideForwarder(seen(over))).toEqual(decision);
  });
});

describe('the names of a forwarder', () => {
  it('tell its VPC and its stage', () => {
    expect(forwarderOf('vpc-1', 'prod')).toEqual({
      stackName: 'eks-fleet-prod-forwarder-vpc-1',
      functionName: 'eks-fleet-prod-forwarder-vpc-1',
      logGroupName: '/aws/lambda/eks-fleet-prod-forwarder-vpc-1',
      groupExport: 'eks-fleet-prod-forwarder-vpc-1-group',
    });
    expect(vpcOfForwarder('eks-fleet-prod-forwarder-vpc-1', 'prod')).toBe('vpc-1');
    expect(vpcOfForwarder('eks-fleet-test-forwarder-vpc-1', 'prod')).toBeUndefined();
    expect(vpcOfForwarder('eks-fleet-prod-forwarder-rule', 'prod')).toBeUndefined();
    expect(vpcOfForwarder('x-eks-fleet-prod-forwarder-vpc-', 'prod')).toBeUndefined();
  });

  it.each([
    ['AWS Lambda VPC ENI-eks-fleet-prod-forwarder-vpc-1-0a1b', true],
    ['AWS Lambda VPC ENI-my-function-0a1b', false],
    ['not AWS Lambda VPC ENI-eks-fleet-prod-forwarder-vpc-1', false],
    ['AWS Lambda VPC ENI-eks-fleet--forwarder-vpc-1', false],
  ])('are in what Lambda calls its interfaces: %s is one of them: %s', (description, isIt) => {
    expect(isForwarderInterface(description)).toBe(isIt);
  });
});

it('the stacks of a way are known by what they are for', () => {
  expect(wanted.forwarder).toMatchObject({
    key: 'stack/eks-fleet-prod-forwarder-vpc-1',
    tags: { 'eks-fleet.dev/vpc': 'vpc-1' },
    capabilities: [],
  });
  expect(wanted.rule).toMatchObject({
    key: 'stack/eks-fleet-shop-forwarder-rule',
    tags: { 'eks-fleet.dev/cluster': 'shop', 'eks-fleet.dev/vpc': 'vpc-1' },
    capabilities: [],
  });
  expect(wanted.forwarder.template.Outputs.Group).toEqual({
    Value: { 'Fn::GetAtt': ['Group', 'GroupId'] },
    Export: { Name: 'eks-fleet-prod-forwarder-vpc-1-group' },
  });
});
