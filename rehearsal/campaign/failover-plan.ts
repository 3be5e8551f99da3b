import type { FailoverPlan } from '../../domain/policy/failover.ts';
import type { Story } from './story.ts';

interface Side {
  readonly name: string;
  readonly region: string;
}

/** A failover plan between two clusters of a story, or none where home would be lost with the primary, or no region is left to watch. */
export function failoverPlan(
  { home, regions }: Pick<Story, 'home' | 'regions'>,
  from: Side,
  to: Side,
  floor?: number,
): FailoverPlan | undefined {
  const witness = regions.find((one) => one !== from.region && one !== to.region);
  if (witness === undefined || from.region === home || from.region === to.region) return undefined;
  const sideOf = ({ name, region }: Side) => ({
    cluster: name,
    region,
    probe: `https://${region}.shop.example.com/healthz`,
  });
  return {
    name: 'shop',
    from: sideOf(from),
    to: { ...sideOf(to), ...(floor === undefined ? {} : { floor }) },
    witness,
    rto: '5m',
    traffic: { records: ['shop.example.com'] },
  };
}
