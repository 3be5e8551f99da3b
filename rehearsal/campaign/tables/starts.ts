import type { Drawer, DrawTable } from '../table.ts';

const row = (name: string, weight: number, ...times: readonly string[]) => ({
  name,
  weight,
  draw: ({ random }: Drawer) => random.pick(times),
});

/** The beginning of a story, ISO 8601: on days like others, and shortly before the clocks of some zone change. */
export const starts: DrawTable<Drawer, string> = {
  name: 'starts',
  rows: [
    row('a Tuesday morning', 6, '2026-11-24T08:00:00Z'),
    row('the eve of a weekend', 1, '2026-12-04T17:00:00Z'),
    row('the end of a year', 1, '2026-12-31T20:00:00Z'),
    row('the end of a February', 1, '2027-02-28T21:30:00Z'),
    // 90, 60, 30 and 7 days before the end of standard support of most clusters.
    row(
      'some days before the end of support',
      1,
      '2026-12-26T20:00:00Z',
      '2027-01-25T20:00:00Z',
      '2027-02-24T20:00:00Z',
      '2027-03-19T20:00:00Z',
    ),
    row("Berlin's clocks go forward", 1, '2027-03-27T23:30:00Z', '2027-03-28T00:20:00Z'),
    row("Berlin's clocks go back", 1, '2027-10-30T23:00:00Z', '2027-10-31T00:10:00Z'),
    row("New York's clocks go forward", 1, '2027-03-14T05:30:00Z', '2027-03-14T06:20:00Z'),
    row("New York's clocks go back", 1, '2027-11-07T04:30:00Z', '2027-11-07T05:10:00Z'),
    row("Sydney's clocks go forward", 1, '2027-10-02T14:30:00Z', '2027-10-02T15:20:00Z'),
    row("Sydney's clocks go back", 1, '2027-04-03T14:30:00Z', '2027-04-03T15:10:00Z'),
  ],
};
