import { describe, expect, it } from '@jest/globals';
import {
  decideStack,
  digestOutput,
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
