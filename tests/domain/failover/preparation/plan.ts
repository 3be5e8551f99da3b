import type { FailoverPlan } from '../../../../domain/policy/failover.ts';

/** A plan of the shop; `more` is laid over it. */
export const shopPlan = (more: Partial<FailoverPlan> = {}): FailoverPlan => ({
  name: 'shop',
  from: { cluster: 'shop-east', region: 'us-east-1', probe: 'https://east.example.com/' },
  to: { cluster: 'shop-west', region: 'us-west-2', probe: 'https://west.example.com/' },
  witness: 'us-east-2',
  rto: '5m',
  traffic: { records: ['shop.example.com'] },
  ...more,
});
