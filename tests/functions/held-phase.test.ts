import { describe, expect, it } from '@jest/globals';
import { nothing, wait } from '../../domain/decide/decision.ts';
import type { OperationRef } from '../../domain/operation/operation.ts';
import type { PhaseItem } from '../../domain/phase.ts';
import { decideHeldPhase } from '../../functions/operation/held-phase.ts';
import { storeInMemory } from './operation-store.ts';

const arn = 'arn:aws:eks:us-west-2:111122223333:cluster/web';
const operation: OperationRef = {
  id: 'one',
  kind: 'create',
  cluster: { name: 'web', region: 'us-west-2', arn },
  epoch: 3,
};
const expected = { minSeconds: 30, maxSeconds: 120 };
const item = (decision: PhaseItem['decision']): PhaseItem => ({
  key: 'a',
  task: 'apply',
  decision,
  expected,
});

describe('a look at a phase', () => {
  let looks = 0;
  const { store, leases } = storeInMemory(() => {
    looks += 1;
  });
  const heldAt = (epoch: number) =>
    leases.set(arn, {
      clusterArn: arn,
      epoch,
      holder: { operationId: epoch === 3 ? 'one' : 'two', kind: 'scale', executionArn: 'x', takenAt: '' },
    });
  const at = (elapsedSeconds: number, decision: PhaseItem['decision'] = wait('Create')) =>
    decideHeldPhase(operation, [item(decision)], { elapsedSeconds, spread: 0 }, store);

  it('does not look at the lease while it is not late, nor at its end', async () => {
    heldAt(4);
    expect(await at(120 + 600)).toMatchObject({ outcome: 'Waiting' });
    expect(await at(9_999, nothing)).toEqual({ outcome: 'Done' });
    expect(looks).toBe(0);
  });

  it('goes on where it is late and holds the lease', async () => {
    heldAt(3);
    expect(await at(120 + 601)).toMatchObject({ outcome: 'Waiting' });
    expect(looks).toBe(1);
  });

  it('ends where it is late and has lost the lease, whatever it sees', async () => {
    heldAt(4);
    const lost = expect.objectContaining({ name: 'LeaseLost' });
    await expect(at(120 + 601)).rejects.toEqual(lost);
    await expect(at(120 + 601, { do: 'fail', reason: 'gone' })).rejects.toEqual(lost);
  });
});
