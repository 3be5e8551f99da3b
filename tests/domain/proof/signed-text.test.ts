import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { signedText, withoutProof } from '../../../domain/proof/signed-text.ts';

const detail = {
  version: '1',
  requestId: 'r1',
  cluster: 'web',
  groups: [{ name: 'a', min: 1 }, { name: 'b' }],
};
const request = { stage: 'prod', detailType: 'ClusterScaleRequested', detail };
const text = signedText(request);

describe('the text that is signed of a request', () => {
  it('is the same whatever the order of members, with and without the proof, and after any way through JSON', () => {
    const turned = Object.fromEntries(Object.entries(detail).reverse());
    expect(signedText({ ...request, detail: turned })).toBe(text);
    expect(signedText({ ...request, detail: { ...detail, proof: 'https://…' } })).toBe(text);
    expect(signedText({ ...request, detail: { ...detail, until: undefined } })).toBe(text);
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (any) => {
        const sent = JSON.parse(JSON.stringify(any)) as Record<string, unknown>;
        expect(signedText({ ...request, detail: sent })).toBe(signedText({ ...request, detail: any }));
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it.each([
    ['another stage', { ...request, stage: 'test' }],
    ['another type', { ...request, detailType: 'ClusterDeletionRequested' }],
    ['another value', { ...request, detail: { ...detail, requestId: 'r2' } }],
    ['one member more', { ...request, detail: { ...detail, reason: 'x' } }],
    [
      'a value deep inside',
      { ...request, detail: { ...detail, groups: [{ name: 'a', min: 2 }, { name: 'b' }] } },
    ],
    ['another order of a list', { ...request, detail: { ...detail, groups: [...detail.groups].reverse() } }],
    [
      'a number as text',
      { ...request, detail: { ...detail, groups: [{ name: 'a', min: '1' }, { name: 'b' }] } },
    ],
    ['a member moved inside', { ...request, detail: { ...detail, cluster: { cluster: 'web' } } }],
  ])('is another one for %s', (_, other) => {
    expect(signedText(other)).not.toBe(text);
  });

  it('keeps what one part says from running into the next', () => {
    const one = signedText({ stage: 'a', detailType: 'b","c', detail: {} });
    expect(one).not.toBe(signedText({ stage: 'a","b', detailType: 'c', detail: {} }));
  });
});

it('a proof is taken out of a detail, whatever it is', () => {
  expect(withoutProof({ ...detail, proof: null })).toEqual({ detail, proof: null });
  expect(withoutProof(detail)).toEqual({ detail, proof: undefined });
});
