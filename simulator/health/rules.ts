import type { Rule } from '../rule.ts';

/** The rules of AWS Health's events, kept true by `tests/simulator/rules.test.ts`. */
export const HEALTH_RULES: readonly Rule[] = [
  {
    rule: 'An event goes to the region that it is of and to a backup region: us-west-2, and for that us-east-1',
    source:
      'AWS Health user guide, Monitoring AWS Health events with EventBridge: backup Region; events schema',
    test: 'tells of an issue in %s there and in the backup region',
  },
  {
    rule: 'A region that is lost hears its own events late, the backup region at once',
    source: 'AWS Health user guide, Monitoring AWS Health events with EventBridge: backup Region',
    test: 'is heard from the backup region alone while a region is lost, and late from that itself',
  },
];
