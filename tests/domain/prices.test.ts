import { describe, expect, it } from '@jest/globals';
import table from '../../domain/prices.json' with { type: 'json' };
import { readPrices } from '../../domain/prices.ts';

describe('a table of prices that somebody puts in place of ours', () => {
  it('may have other prices and other instance types', () => {
    const own = { ...table, asOf: '2027-01-15', region: 'eu-central-1', instancePerHour: { 'x9.huge': 12 } };
    expect(readPrices(own)).toEqual(own);
  });

  it('is refused with every path at which it is none', () => {
    const { natGatewayPerHour: _gone, ...rest } = table;
    const wrong = { ...rest, asOf: 'lately', largeInstancePerHour: { m5: -1 }, perSpot: 1 };
    expect(() => readPrices(wrong)).toThrow(
      /^domain\/prices\.json is no table of prices: .*asOf: .*natGatewayPerHour: .*largeInstancePerHour\.m5: .*perSpot/,
    );
  });
});
