import { describe, expect, it } from '@jest/globals';
import { fail } from '../../../domain/decide/decision.ts';
import {
  decideStack,
  digestOutput,
  isComplete,
  keptResources,
  type ObservedStack,
  stackDigest,
  templateBody,
} from '../../../domain/decide/stack.ts';
import { desiredFoundation } from '../../../domain/desired/foundation.ts';
import type { DesiredStack } from '../../../domain/desired/template.ts';
import { account, configOf } from '../desired/fixtures.ts';

function networkOf(more: Record<string, unknown>): DesiredStack {
  const { network } = desiredFoundation(configOf(more), account);
  if (!network) throw new Error('no network stack');
  return network;
}

const desired = networkOf({});
const stack = (StackStatus: string, of: DesiredStack = desired): ObservedStack => ({
  StackId: 'arn:aws:cloudformation:us-west-2:111122223333:stack/x/1',
  StackName: of.stackName,
  StackStatus,
  Outputs: [{ OutputKey: digestOutput, OutputValue: stackDigest(of) }],
});

describe('deciding about a stack', () => {
  it('keeps in the network stack the security groups and rules that its document no longer calls for', () => {
    const group = { Type: 'AWS::EC2::SecurityGroup' };
    const rule = { Type: 'AWS::EC2::SecurityGroupIngress' };
    const [called] = Object.keys(desired.template.Resources);
    const deployed = {
      ...{ Old: group, OldRule: rule, OldSubnet: { Type: 'AWS::EC2::Subnet' } },
      [called as string]: group,
    };
    expect(keptResources(desired, deployed)).toEqual({ Old: group, OldRule: rule });
  });

  it('keeps every role, and nothing of a stack that nothing else works with', () => {
    const deployed = { Old: { Type: 'AWS::IAM::Role' } };
    expect(keptResources({ ...desired, key: 'stack/roles' }, deployed)).toEqual(deployed);
    expect(keptResources({ ...desired, key: 'stack/service-accounts' }, deployed)).toEqual(deployed);
    expect(keptResources({ ...desired, key: 'stack/karpenter' }, deployed)).toEqual({});
  });

  it('sends what is kept beside what its document calls for, which wins', () => {
    const [called] = Object.keys(desired.template.Resources);
    const kept = { Old: { Type: 'AWS::IAM::Role' }, [called as string]: { Type: 'AWS::IAM::Role' } };
    const { Resources } = JSON.parse(templateBody(desired, { resources: kept }));
    expect(Resources).toEqual({ Old: kept.Old, ...JSON.parse(templateBody(desired)).Resources });
    expect(Object.keys(Resources).length).toBeGreaterThan(1);
    expect(Resources[called as string].Type).not.toBe('AWS::IAM::Role');
  });

  it('carries its digest in the template that is sent', () => {
    expect(JSON.parse(templateBody(desired)).Outputs[digestOutput].Value).toBe(stackDigest(desired));
  });

  it('creates, waits, and then leaves it', () => {
    expect(decideStack(desired, undefined, false)).toEqual({ do: 'create' });
    expect(decideStack(desired, stack('CREATE_IN_PROGRESS'), true)).toEqual({
      do: 'wait',
      operation: 'CREATE_IN_PROGRESS',
    });
    expect(decideStack(desired, stack('CREATE_COMPLETE'), true)).toEqual({ do: 'nothing' });
  });

  it('updates a stack that was made from another template', () => {
    const other = stack('CREATE_COMPLETE', networkOf({ vpc: { nat: { gateway: 'HighlyAvailable' } } }));
    expect(decideStack(desired, other, false)).toMatchObject({
      do: 'update',
      change: { operation: 'UpdateStack' },
    });
  });

  it('fails with the first failure after its own change was rolled back, and tries again in a new operation', () => {
    const other = stack('UPDATE_ROLLBACK_COMPLETE', networkOf({ vpc: { cidr: '10.0.0.0/16' } }));
    const firstFailure = {
      LogicalResourceId: 'VPC',
      ResourceType: 'AWS::EC2::VPC',
      ResourceStatusReason: 'VpcLimitExceeded',
    };
    expect(decideStack(desired, { ...other, firstFailure }, true)).toMatchObject({
      do: 'fail',
      reason: expect.stringContaining('AWS::EC2::VPC VPC: VpcLimitExceeded'),
    });
    expect(decideStack(desired, other, false)).toMatchObject({ do: 'update' });
  });

  it('tries again in a new operation what was rolled back, and says what CloudFormation says of itself else', () => {
    const unwell = { ...stack('UPDATE_ROLLBACK_FAILED'), StackStatusReason: 'Rate exceeded' };
    const named = `stack ${desired.stackName} is UPDATE_ROLLBACK_FAILED`;
    expect(decideStack(desired, unwell, false)).toEqual(fail(`${named}: Rate exceeded`));
    const { StackStatusReason: _reason, ...silent } = unwell;
    expect(decideStack(desired, silent, false)).toEqual(fail(`${named}: CloudFormation gives no reason`));
    const firstFailure = { LogicalResourceId: 'VPC', ResourceType: 'AWS::EC2::VPC' };
    expect(decideStack(desired, { ...unwell, firstFailure }, false)).toEqual(
      fail(`${named}: AWS::EC2::VPC VPC: no reason given`),
    );
  });

  it('updates once more what this operation has updated and the document no longer says so', () => {
    const other = stack('UPDATE_COMPLETE', networkOf({ vpc: { cidr: '10.0.0.0/16' } }));
    expect(decideStack(desired, other, true)).toEqual({
      do: 'update',
      change: { operation: 'UpdateStack', request: { StackName: desired.stackName } },
      summary: `update stack ${desired.stackName}`,
    });
  });

  it('takes a stack without outputs for one of another template', () => {
    const { Outputs: _outputs, ...bare } = stack('CREATE_COMPLETE');
    expect(decideStack(desired, bare, false)).toMatchObject({ do: 'update' });
  });

  it.each(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'IMPORT_COMPLETE'])('takes %s for complete', (status) => {
    expect(isComplete({ StackStatus: status })).toBe(true);
  });

  it.each(['UPDATE_ROLLBACK_COMPLETE', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'IMPORT_ROLLBACK_COMPLETE'])(
    'takes %s for incomplete',
    (status) => {
      expect(isComplete({ StackStatus: status })).toBe(false);
    },
  );

  it.each([
    ['ROLLBACK_COMPLETE', 'never came up'],
    ['ROLLBACK_FAILED', 'never came up'],
    ['CREATE_FAILED', 'never came up'],
    ['DELETE_FAILED', 'a deletion has left'],
  ])('says why it clears away what is %s', (status, why) => {
    expect(decideStack(desired, stack(status), false)).toEqual({
      do: 'update',
      change: { operation: 'DeleteStack', request: { StackName: desired.stackName } },
      summary: `clear away ${desired.stackName}, which ${why}`,
    });
  });

  it.each(['ROLLBACK_COMPLETE', 'DELETE_FAILED'])(
    'clears away what an earlier operation left half made or half deleted, but not what this one did (%s)',
    (status) => {
      expect(decideStack(desired, stack(status), false)).toMatchObject({
        change: { operation: 'DeleteStack' },
      });
      expect(decideStack(desired, stack(status), true)).toMatchObject({ do: 'fail' });
    },
  );
});
