import type { Followed, Ledger } from '../ledger.ts';

/** Facts by which a cluster falls asleep, and those by which it is awake, or nobody's, from then on. */
const SLEEPS = /^ClusterHibernated$/;
const ENDS = /^Cluster(Woken|Created|Deleted|Released)$/;

/** True where the last fact of a cluster, of other operations than this one, is that it sleeps. */
export function isAsleep(ledger: Ledger, { arn, id }: Pick<Followed, 'arn' | 'id'>): boolean {
  let asleep = false;
  const facts = [...ledger.operations]
    .filter((one) => one.arn === arn && one.id !== id)
    .flatMap((one) => one.facts)
    .sort((left, right) => left.atMs - right.atMs);
  for (const { detailType } of facts) {
    if (SLEEPS.test(detailType)) asleep = true;
    if (ENDS.test(detailType)) asleep = false;
  }
  return asleep;
}
