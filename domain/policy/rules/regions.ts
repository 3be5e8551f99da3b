import type { Finding } from '../../cluster-config/problem.ts';
import type { FleetRule } from './rule.ts';

/** Regions that the fleet does not have. */
export const regions: FleetRule = ({ regions: known, home, failover = [] }) => {
  const outside = (path: string, found: string): Finding[] =>
    known.includes(found)
      ? []
      : [{ path, found, allowed: known.join(', '), message: 'the region is not one of spec.regions' }];
  return [
    ...outside('spec.home', home),
    ...failover.flatMap(({ from, to, witness }, index) => {
      const path = `spec.failover[${index}]`;
      return [
        ...outside(`${path}.from.region`, from.region),
        ...outside(`${path}.to.region`, to.region),
        ...outside(`${path}.witness`, witness),
      ];
    }),
  ];
};

/** Levels are a cluster's own, and no workflow gives them by a document yet. */
export const levels: FleetRule = ({ clusters = [] }) =>
  clusters.map((entry, index) => ({
    path: `spec.clusters[${index}]`,
    found: entry,
    allowed: 'nothing',
    message: 'no workflow carries out levels of a Fleet document yet',
    alternative: 'give each cluster its level: eks-fleet adopt NAME --level LEVEL',
  }));
