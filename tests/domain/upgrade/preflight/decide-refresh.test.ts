import { describe, expect, it } from '@jest/globals';
import { decideRefresh } from '../../../../domain/upgrade/decide-refresh.ts';
import { AT, asked, back } from './fixtures.ts';

const later = (seconds: number) => new Date(Date.parse(AT) + seconds * 1000).toISOString();
const refresh = (status: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED', after: number) => ({
  status,
  startedAt: later(after),
});
const of = (last: ReturnType<typeof refresh> | undefined, after = 60, request = asked()) =>
  decideRefresh({ request, since: AT, at: later(after), last });

describe('a refresh of insights', () => {
  it('is started where there was none, or the last one is older than the first look', () => {
    expect(of(undefined)).toEqual({ do: 'start' });
    expect(of(refresh('COMPLETED', -1))).toEqual({ do: 'start' });
    expect(of(refresh('COMPLETED', 0))).toEqual({ do: 'nothing' });
    expect(of(refresh('COMPLETED', 5), 60, back())).toEqual({ do: 'nothing' });
  });

  it('is waited for while it runs, though somebody else began it before', () => {
    expect(of(refresh('IN_PROGRESS', -100), 5)).toEqual({ do: 'wait', waitSeconds: 15 });
    expect(of(refresh('IN_PROGRESS', 4), 5)).toEqual({ do: 'wait', waitSeconds: 29 });
  });

  it('is started anew after one that failed, for twenty minutes', () => {
    expect(of(refresh('FAILED', 5))).toEqual({ do: 'start' });
    expect(of(refresh('FAILED', 5), 1200)).toEqual({ do: 'nothing' });
  });

  it('is made once more where EKS could not tell, and then no more', () => {
    const asked_ = (after: number) => ({
      request: asked(),
      since: AT,
      at: later(after),
      last: refresh('COMPLETED', 5),
    });
    expect(decideRefresh(asked_(200), true)).toEqual({ do: 'start' });
    expect(decideRefresh(asked_(420), true)).toEqual({ do: 'nothing' });
  });

  it('is not needed where the control plane stays', () => {
    for (const only of ['nodes', 'addons'])
      expect(of(undefined, 0, asked({ only }))).toEqual({ do: 'nothing' });
  });
});
