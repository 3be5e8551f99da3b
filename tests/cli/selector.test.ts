import { describe, expect, it } from '@jest/globals';
import { parseSelector, selects } from '../../cli/selector.ts';

const shop = { name: 'shop', tags: { env: 'prod', tier: 'web' } };

describe('--select', () => {
  it('wants every pair to hold, of tags and of the name', () => {
    expect(selects(parseSelector(['env=prod', 'name=shop']), shop)).toBe(true);
    expect(selects(parseSelector(['env=prod', 'name=other']), shop)).toBe(false);
    expect(selects(parseSelector(['team=x']), shop)).toBe(false);
  });

  it('keeps an equals sign in a value', () => {
    expect(parseSelector(['expr=a=b'])).toEqual([['expr', 'a=b']]);
  });

  it('refuses what is no pair, with an example', () => {
    expect(() => parseSelector(['prod'])).toThrow('--select prod is not key=value; for example');
  });
});
