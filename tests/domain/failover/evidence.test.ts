import { describe, expect, it } from '@jest/globals';
import { evidence, evidenceOf } from '../../../domain/failover/evidence.ts';
import type { Answer, Slot } from '../../../domain/failover/votes.ts';

const slot = (sequence: number, primary: Answer, isWell = true): Slot => ({
  ...{ sequence, isWell },
  plans: { shop: { primary, standby: 'answers', region: 'unknown' } },
});
const plan = { name: 'shop', failingSeconds: 25 };

describe('the votes that are kept of a decision', () => {
  it('are those of as many slots as it looks at, the newest last', () => {
    const slots = [slot(8, 'answers'), slot(9, 'answers'), slot(11, 'fails'), slot(13, 'fails', false)];
    const seen = evidenceOf({ 'us-west-2': { slots, sinceRoseSeconds: 4 } }, plan);
    expect(seen).toEqual({
      'us-west-2': {
        ...{ sequence: 13, sinceRoseSeconds: 4, isWell: false },
        ...{ primary: 'A-F-F', standby: 'A-A-A', region: '?-?-?' },
      },
    });
    expect(evidence.parse(seen)).toEqual(seen);
  });

  it('say of a plan that an observer does not watch that it could not tell', () => {
    const seen = evidenceOf({ 'us-west-2': { slots: [slot(1, 'fails')] } }, { ...plan, name: 'bank' });
    expect(seen['us-west-2']?.primary).toBe('----?');
  });

  it('say that an observer was never heard of', () => {
    expect(evidenceOf({ 'us-east-2': { slots: [] } }, plan)).toEqual({
      'us-east-2': { isWell: false, primary: '', standby: '', region: '' },
    });
  });
});
