import { describe, expect, it } from '@jest/globals';
import { create, type Decision, fail, nothing, refuse, update, wait } from '../../domain/decide/decision.ts';
import { TaskError } from '../../domain/errors.ts';
import { decidePhase, lookInTurn, type PhaseItem, withLeft } from '../../domain/phase.ts';

const expected = { minSeconds: 30, maxSeconds: 120 };
const item = (key: string, decision: Decision, more: Partial<PhaseItem> = {}): PhaseItem => ({
  key,
  task: `apply-${key}`,
  decision,
  expected,
  ...more,
});
const look = { elapsedSeconds: 5, spread: 0 };
const unseen = (key: string) => ({ ...item(key, nothing), decision: { do: 'unseen' as const } });
const keysStarted = (items: Parameters<typeof decidePhase>[0]): readonly string[] => {
  const progress = decidePhase(items, { elapsedSeconds: 0, spread: 0 });
  return progress.outcome === 'Waiting' ? progress.start.map(({ key }) => key) : [progress.outcome];
};
const change = update({ operation: 'Update', request: {} }, 'change it');

describe('a phase', () => {
  it('is done once nothing is left to do', () => {
    expect(decidePhase([item('a', nothing), item('b', nothing)], look)).toEqual({ outcome: 'Done' });
    expect(decidePhase([], look)).toEqual({ outcome: 'Done' });
  });

  it('starts side by side what does not depend on one another', () => {
    expect(keysStarted([item('a', create), item('b', change), item('c', wait('CreateC'))])).toEqual([
      'a',
      'b',
    ]);
  });

  it('holds back what needs something that has not begun', () => {
    const needs = [{ keys: ['cni'], until: 'started' as const }];
    expect(keysStarted([item('cni', create), item('nodes', create, { needs })])).toEqual(['cni']);
    expect(keysStarted([item('cni', wait('CreateAddon')), item('nodes', create, { needs })])).toEqual([
      'nodes',
    ]);
  });

  it('holds back what needs something that is there to be asked for as it is to be', () => {
    const needs = [{ keys: ['group'], until: 'asked' as const }];
    expect(keysStarted([item('group', change), item('pool', change, { needs })])).toEqual(['group']);
    expect(keysStarted([item('group', wait('UPDATING')), item('pool', change, { needs })])).toEqual(['pool']);
    expect(keysStarted([item('group', nothing), item('pool', change, { needs })])).toEqual(['pool']);
  });

  it('holds back what needs something ready until any one of its keys is', () => {
    const needs = [{ keys: ['a', 'b'], until: 'ready' as const }];
    expect(keysStarted([item('a', wait('A')), item('b', wait('B')), item('c', create, { needs })])).toEqual(
      [],
    );
    expect(keysStarted([item('a', wait('A')), item('b', nothing), item('c', create, { needs })])).toEqual([
      'c',
    ]);
  });

  it('takes what is not part of the phase for there already', () => {
    expect(keysStarted([item('a', create, { needs: [{ keys: ['network'], until: 'ready' }] })])).toEqual([
      'a',
    ]);
  });

  it('starts an exclusive change alone, once every other has begun', () => {
    const exclusive = item('identity-provider', create, { exclusive: true });
    expect(keysStarted([exclusive, item('nodes', create)])).toEqual(['nodes']);
    expect(keysStarted([exclusive, item('nodes', wait('CreateNodegroup'))])).toEqual(['identity-provider']);
    const another = item('another', create, { exclusive: true });
    expect(keysStarted([exclusive, another])).toEqual(['identity-provider']);
  });

  it('holds an exclusive change back that needs something', () => {
    const needs = [{ keys: ['nodes'], until: 'ready' as const }];
    const exclusive = item('identity-provider', create, { exclusive: true, needs });
    const another = item('another', create, { exclusive: true });
    expect(keysStarted([exclusive, item('nodes', wait('CreateNodegroup'))])).toEqual([]);
    expect(keysStarted([exclusive, another, item('nodes', wait('CreateNodegroup'))])).toEqual(['another']);
  });

  it('starts nothing while an exclusive change is under way', () => {
    const underWay = item('identity-provider', wait('Associate'), { exclusive: true });
    expect(keysStarted([underWay, item('nodes', create)])).toEqual([]);
  });

  it('names what is ready, so that later looks may pass it over', () => {
    const progress = decidePhase([item('a', nothing), item('b', wait('CreateB'))], look);
    expect(progress).toMatchObject({ outcome: 'Waiting', ready: ['a'] });
  });

  it('goes on with what it saw where AWS throttled a part of the look', () => {
    const progress = decidePhase([item('a', nothing), item('b', create), unseen('c')], look);
    expect(progress).toEqual({
      outcome: 'Waiting',
      waitSeconds: 30,
      start: [{ task: 'apply-b', key: 'b' }],
      ready: ['a'],
    });
  });

  it('leaves AWS alone for a while after it was throttled', () => {
    const nearlyDone = item('a', wait('CreateA'), { expected: { minSeconds: 2, maxSeconds: 10 } });
    expect(decidePhase([nearlyDone], look)).toMatchObject({ waitSeconds: 5 });
    expect(decidePhase([nearlyDone, unseen('b')], look)).toMatchObject({ waitSeconds: 15 });
    expect(decidePhase([nearlyDone, unseen('b')], { ...look, spread: 1 })).toMatchObject({ waitSeconds: 25 });
  });

  it('takes nothing for begun, ready or absent that it did not see', () => {
    const needs = [{ keys: ['cni'], until: 'started' as const }];
    expect(keysStarted([item('a', nothing), unseen('cni'), item('nodes', create, { needs })])).toEqual([]);
    expect(keysStarted([item('a', nothing), unseen('b')])).toEqual([]);
    const exclusive = { exclusive: true };
    expect(keysStarted([item('provider', create, exclusive), unseen('b')])).toEqual([]);
    expect(keysStarted([item('b', create), { ...unseen('provider'), exclusive: true }])).toEqual([]);
  });

  it('leaves AWS alone for as long where nothing is under way of what it saw', () => {
    expect(decidePhase([item('a', nothing), unseen('b')], look)).toMatchObject({ waitSeconds: 15 });
  });

  it('is throttled where it saw nothing, so that the state machine waits longer each time', () => {
    const passedOver = item('a', nothing, { passedOver: true });
    expect(() => decidePhase([passedOver, unseen('b')], look)).toThrow(
      expect.objectContaining({ name: 'Throttled', message: 'AWS throttled all of the look' }),
    );
  });

  it('ends at a failure, with every reason, and starts nothing more', () => {
    const items = [
      item('a', fail('no capacity')),
      item('b', refuse('nodes.b', 'immutable', 'rename it')),
      item('c', create),
    ];
    expect(decidePhase(items, look)).toEqual({
      outcome: 'Failed',
      failures: [
        { key: 'a', reason: 'no capacity' },
        { key: 'b', reason: 'nodes.b: immutable; rename it' },
      ],
    });
  });
});

describe('the wait until the next look', () => {
  const quick = { expected: { minSeconds: 20, maxSeconds: 40 } };
  const slow = { expected: { minSeconds: 80, maxSeconds: 120 } };
  const goesQuickly = item('quick', wait('Create'), quick);
  const goesSlowly = item('slow', wait('Create'), slow);
  const needs = (key: string, until: 'started' | 'asked' | 'ready') => ({ needs: [{ keys: [key], until }] });
  const secondsOf = (items: readonly PhaseItem[]): number => {
    const progress = decidePhase(items, look);
    return progress.outcome === 'Waiting' ? progress.waitSeconds : Number.NaN;
  };

  it('lasts until the last could be ready where nothing waits for any', () => {
    expect(secondsOf([goesQuickly, goesSlowly])).toBe(75);
    expect(secondsOf([goesQuickly, goesSlowly, item('c', nothing, needs('quick', 'ready'))])).toBe(75);
  });

  it('lasts until the first could be ready that something waits for', () => {
    expect(secondsOf([goesQuickly, goesSlowly, item('c', create, needs('quick', 'ready'))])).toBe(15);
    expect(secondsOf([goesQuickly, goesSlowly, item('c', create, needs('slow', 'ready'))])).toBe(75);
  });

  it('counts what begins now from now on', () => {
    const begins = item('quick', create, quick);
    expect(secondsOf([begins, goesSlowly, item('c', create, needs('quick', 'ready'))])).toBe(20);
    const both = [begins, item('slow', create, slow)];
    expect(secondsOf([...both, item('c', create, needs('slow', 'ready'))])).toBe(80);
  });

  it('is not cut short for what only has to be asked for', () => {
    const begins = item('quick', change, quick);
    expect(secondsOf([begins, goesSlowly, item('c', create, needs('quick', 'asked'))])).toBe(75);
  });

  it('lasts until what goes alone could be ready, where something waits for its turn', () => {
    const alone = { ...goesQuickly, exclusive: true };
    expect(secondsOf([alone, goesSlowly])).toBe(75);
    expect(secondsOf([alone, goesSlowly, item('c', create)])).toBe(15);
  });
});

it('names for a deletion what is left, for as long as it waits', () => {
  const waiting = { outcome: 'Waiting' as const, waitSeconds: 5, start: [], ready: [] };
  const items = [item('a', wait('DeleteA')), item('b', wait('DeleteB'))];
  expect(withLeft(waiting, items)).toEqual({ ...waiting, left: ['a', 'b'] });
  expect(withLeft({ outcome: 'Done' }, items)).toEqual({ outcome: 'Done' });
});

it('asks for nothing more in a look that AWS has throttled, and keeps what it saw before', async () => {
  const asked: string[] = [];
  const seen = await lookInTurn(['a', 'b', 'c'], async (name) => {
    asked.push(name);
    if (name === 'b') throw new TaskError('Throttled', 'Rate exceeded');
    return nothing;
  });
  expect(asked).toEqual(['a', 'b']);
  expect([...seen]).toEqual([
    ['a', nothing],
    ['b', { do: 'unseen' }],
    ['c', { do: 'unseen' }],
  ]);
});

it('lets a look that fails otherwise fail', async () => {
  const look = async () => {
    throw new TaskError('AccessDenied', 'no');
  };
  await expect(lookInTurn(['a'], look)).rejects.toMatchObject({ name: 'AccessDenied' });
});

describe('a phase that is late', () => {
  const gone = item('nodes', nothing, { passedOver: true });
  const waits = item('addon', wait('AddonHealth'), {
    needs: [{ keys: ['nodes'], until: 'ready' }],
  });
  /** Seconds at which a look forgets what it knew to be ready, of a phase in which nothing moves. */
  function forgottenAt(items: readonly PhaseItem[], until: number): readonly number[] {
    const forgotten: number[] = [];
    for (let elapsedSeconds = 1; elapsedSeconds < until; ) {
      const progress = decidePhase(items, { elapsedSeconds, spread: 0.5 });
      if (progress.outcome !== 'Waiting') throw new Error(progress.outcome);
      if (progress.ready.length === 0) forgotten.push(elapsedSeconds + progress.waitSeconds);
      elapsedSeconds += progress.waitSeconds;
    }
    return forgotten;
  }

  it('is looked at anew every ten minutes, from ten minutes after its longest chain on', () => {
    const at = forgottenAt([gone, waits], 3600);
    expect(at[0]).toBeGreaterThanOrEqual(240 + 600);
    expect(at[0]).toBeLessThan(240 + 600 + 75);
    expect(at).toHaveLength(5);
  });

  it('passes over what was ready for as long as it is not', () => {
    expect(forgottenAt([gone, waits], 240 + 540)).toEqual([]);
  });

  it('takes what goes alone for part of its chain', () => {
    const alone = item('provider', wait('Associate'), { exclusive: true });
    expect(forgottenAt([gone, waits, alone], 120 + 240 + 540)).toEqual([]);
    expect(forgottenAt([gone, waits, alone], 120 + 240 + 680)).toHaveLength(1);
  });

  it('takes what only has to have begun for part of its chain from then on', () => {
    const early = { ...waits, needs: [{ keys: ['nodes'], until: 'started' as const }] };
    expect(forgottenAt([gone, early], 120 + 700)).toHaveLength(1);
  });

  it('ends with what AWS finds wrong, once nothing else has been left for an hour', () => {
    const unwell = item('addon', wait('AddonHealth', 'no replicas'));
    const late = { elapsedSeconds: 120 + 3601, spread: 0.5 };
    expect(decidePhase([gone, unwell], late)).toEqual({
      outcome: 'Failed',
      failures: [{ key: 'addon', reason: 'no replicas' }],
    });
    expect(decidePhase([gone, unwell], { ...late, elapsedSeconds: 120 + 3599 }).outcome).toBe('Waiting');
    // Somebody took away what it runs on: that comes first, and may mend it.
    for (const decision of [create, wait('CreateNodegroup')])
      expect(decidePhase([item('nodes', decision), unwell], late).outcome).toBe('Waiting');
    expect(decidePhase([unseen('nodes'), unwell], late).outcome).toBe('Waiting');
  });

  it('keeps what it knows for what begins now', () => {
    const look = { elapsedSeconds: 120 + 599, spread: 0.5 };
    expect(decidePhase([gone, item('b', create)], look)).toMatchObject({ ready: ['nodes'] });
    expect(decidePhase([gone, item('b', wait('CreateB'))], look)).toMatchObject({ ready: [] });
  });
});
