import { describe, expect, it } from '@jest/globals';
import { digestOutput, stackDigest } from '../../../domain/decide/stack.ts';
import { decideDatedStack, foundationOf, foundationStacks } from '../../../domain/observe/foundation.ts';
import type { DatedStack } from '../../../domain/ports/stacks.ts';
import { account, configOf } from '../desired/fixtures.ts';

const startedAt = '2026-11-24T10:00:00.000Z';
const target = (name: string) => ({ config: configOf({}, { name }), account, subnets: [], startedAt });

/** The network stack of a cluster as it is. */
function networkOf(name: string, change: Partial<DatedStack> = {}): DatedStack {
  const [network] = foundationStacks(foundationOf(target(name)));
  if (!network) throw new Error('no network stack');
  return {
    StackId: 'arn:aws:cloudformation:us-west-2:111122223333:stack/x/1',
    StackName: network.stackName,
    StackStatus: 'CREATE_COMPLETE',
    Outputs: [{ OutputKey: digestOutput, OutputValue: stackDigest(network) }],
    tags: network.tags,
    changedAt: '2026-11-24T09:00:00.000Z',
    ...change,
  };
}

const decide = (name: string, observed: DatedStack | undefined) => {
  const [network] = foundationStacks(foundationOf(target(name)));
  return network && decideDatedStack(network, observed, startedAt);
};

describe('a stack that a cluster stands on', () => {
  it('is made where there is none, or where one was deleted, whoever’s that was', () => {
    expect(decide('a-b', undefined)).toEqual({ do: 'create' });
    expect(decide('a-b', networkOf('a_b', { StackStatus: 'DELETE_COMPLETE' }))).toEqual({ do: 'create' });
    expect(decide('a-b', networkOf('a-b'))).toEqual({ do: 'nothing' });
  });

  it.each(['CREATE_COMPLETE', 'ROLLBACK_COMPLETE', 'UPDATE_IN_PROGRESS'])(
    'is neither changed nor cleared away where another cluster has the name of it: %s',
    (StackStatus) => {
      const another = networkOf('a_b', { StackStatus });
      expect(another.StackName).toBe(networkOf('a-b').StackName);
      expect(decide('a-b', another)).toMatchObject({
        do: 'refuse',
        path: 'metadata.name',
        reason: 'there is a stack eks-fleet-a-b-network that is not of cluster a-b, but of cluster a_b',
      });
    },
  );

  it('is nobody’s to change where it has no tag of ours', () => {
    expect(decide('a-b', networkOf('a-b', { tags: {} }))).toMatchObject({
      do: 'refuse',
      reason: expect.stringMatching(/but of something else$/),
    });
  });

  it('is tried again after an earlier operation, and fails once this one’s change has', () => {
    const rolledBack = (changedAt: string) =>
      decide('a-b', networkOf('a-b', { StackStatus: 'UPDATE_ROLLBACK_COMPLETE', Outputs: [], changedAt }));
    expect(rolledBack('2026-11-24T09:59:59.999Z')).toMatchObject({ do: 'update' });
    expect(rolledBack(startedAt)).toMatchObject({ do: 'fail' });
  });
});
