import type { Finding } from '../../cluster-config/problem.ts';
import type { Resizing } from '../resizing.ts';
import type { FleetRule } from './rule.ts';

type Sizes = Omit<Resizing, 'select'>;

const NAMES = ['minSize', 'desiredCapacity', 'maxSize'] as const;

function sizeFindings(path: string, sizes: Sizes): Finding[] {
  if (NAMES.every((name) => sizes[name] === undefined))
    return [{ path, found: sizes, allowed: `one of ${NAMES.join(', ')}`, message: 'no size is said' }];
  if (sizes.maxSize === 0)
    return [
      {
        path: `${path}.maxSize`,
        found: 0,
        allowed: 'at least 1',
        message: 'EKS takes no group of none at most',
      },
    ];
  const said = NAMES.flatMap((name) => {
    const size = sizes[name];
    return typeof size === 'number' ? [{ name, size }] : [];
  });
  return said.slice(1).flatMap(({ name, size }, index) => {
    const before = said[index];
    if (!before || before.size <= size) return [];
    const message = `${before.name} is ${before.size}, and ${name} is less`;
    return [{ path: `${path}.${name}`, found: size, allowed: `at least ${before.size}`, message }];
  });
}

/** Sizes of which the least is more than the most. */
export const sizeOrder: FleetRule = ({ scale = [] }) =>
  scale.flatMap(({ nodeGroups }, index) => {
    const path = `spec.scale[${index}].nodeGroups`;
    if (Array.isArray(nodeGroups))
      return nodeGroups.flatMap(({ select: _select, ...sizes }, at) => sizeFindings(`${path}[${at}]`, sizes));
    const groups = Object.entries(nodeGroups);
    if (groups.length === 0)
      return [{ path, found: nodeGroups, allowed: 'a group at least', message: 'no group is named' }];
    return groups.flatMap(([name, sizes]) => sizeFindings(`${path}.${name}`, sizes));
  });
