import { describe, expect, it } from '@jest/globals';
import { isShaky, slotsOf, voteOf } from '../../../domain/failover/votes.ts';
import { primaryBy, slot } from './fixtures.ts';

const about = (failingSeconds = 45) => ({ plan: 'shop', sign: 'primary' as const, failingSeconds });

describe('a vote', () => {
  it.each([
    ['all seven fail', 'fffffff', 'fails'],
    ['six of seven fail, the newest too', 'fafffff', 'fails'],
    ['six of seven fail, and one was missed', 'f-fffff', 'fails'],
    ['five of seven fail', 'faaffff', 'none'],
    ['six fail, and the newest answers', 'ffffffa', 'answers'],
    ['the newest could not be told', 'ffffffu', 'none'],
    ['a blip of 43 s, which five slots see', 'aafffff', 'none'],
    ['two were missed', 'f--ffff', 'none'],
    ['a look that could not be made counts for nothing', 'fuuffff', 'none'],
    ['looks of an observer that is not well itself', 'fxxffff', 'none'],
    ['the newest look of an observer that is not well', 'ffffffx', 'none'],
    ['only three slots so far', 'fff', 'none'],
    ['the region fails and answers by turns', 'fafafaf', 'none'],
    ['all answer', 'aaaaaaa', 'answers'],
    ['it has just come back', 'fffffaa', 'answers'],
    ['nothing was written at all', '', 'none'],
  ])('%s', (_, letters, expected) => {
    expect(voteOf(primaryBy(letters), about())).toBe(expected);
  });

  it.each([
    [19, 'fails'],
    [20, 'none'],
    [600, 'none'],
  ])('of a sequence that rose %d s ago is %s', (seconds, expected) => {
    expect(voteOf(primaryBy('fffffff', seconds), about())).toBe(expected);
  });

  it('is none where nothing was ever read', () => {
    expect(voteOf({ slots: primaryBy('fffffff').slots }, about())).toBe('none');
  });

  it('is none about a plan that the observer does not know', () => {
    expect(voteOf(primaryBy('fffffff'), { ...about(), plan: 'other' })).toBe('none');
  });

  it('counts a slot that was written twice once, and old slots not at all', () => {
    const twice = Array.from({ length: 9 }, () => slot(106, { primary: 'fails' }));
    expect(voteOf({ slots: twice, sinceRoseSeconds: 1 }, about())).toBe('none');
    const old = [...primaryBy('fffff').slots, slot(200, { primary: 'fails' })];
    expect(voteOf({ slots: old, sinceRoseSeconds: 1 }, about())).toBe('none');
  });

  it('goes by sequences, in whatever order items were read', () => {
    const { slots } = primaryBy('aafffff');
    expect(voteOf({ slots: slots.toReversed(), sinceRoseSeconds: 1 }, about())).toBe('none');
    const lost = primaryBy('fffffff').slots.toReversed();
    expect(voteOf({ slots: lost, sinceRoseSeconds: 1 }, about())).toBe('fails');
  });

  it.each([
    [45, { failing: 6, of: 7 }],
    [30, { failing: 4, of: 5 }],
    [60, { failing: 7, of: 8 }],
    [120, { failing: 13, of: 14 }],
  ])('about %d s needs %j', (seconds, expected) => {
    expect(slotsOf(seconds)).toEqual(expected);
  });

  it('never fails for a blip that is shorter than the plan says, wherever it begins within a slot', () => {
    for (const failingSeconds of [30, 45, 60, 90])
      for (let beginMs = 0; beginMs < 10_000; beginMs += 500) {
        const endMs = beginMs + failingSeconds * 1000 - 1000;
        const fails = Array.from({ length: 30 }, (_, index) => index * 10_000).map(
          (atMs) => atMs >= beginMs && atMs < endMs,
        );
        for (let newest = 0; newest < fails.length; newest++) {
          const letters = fails.slice(0, newest + 1).map((is) => (is ? 'f' : 'a'));
          expect(voteOf(primaryBy(letters.join('')), about(failingSeconds))).not.toBe('fails');
        }
      }
  });

  it.each([
    ['faafafa', true],
    ['aafffaa', true],
    ['fffffff', false],
    ['aaaaffa', false],
    ['uuuffff', false],
    ['xaxfxfa', false],
  ])('of %s by turns: %s', (letters, expected) => {
    expect(isShaky(primaryBy(letters), about())).toBe(expected);
  });
});
