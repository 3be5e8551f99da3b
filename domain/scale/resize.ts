import type { RequestProblem } from '../operation/request.ts';
import { NODES_MAX, type Resizing } from '../policy/resizing.ts';
import type { ScalableGroup } from './groups/group.ts';
import { type Sizes, withinBounds } from './groups/sizes.ts';

/** The new sizes of a group, or the reason why not. */
export interface Resized {
  readonly group: ScalableGroup;
  readonly sizes: Sizes;
  readonly isAutoscaled: boolean;
  readonly notes: readonly string[];
}

type Resizes = { readonly resized: readonly Resized[]; readonly problems: readonly RequestProblem[] };

/** The groups that one entry of a request selects. */
export function selectedGroups(
  select: Resizing['select'],
  groups: readonly ScalableGroup[],
): readonly ScalableGroup[] {
  if ('all' in select) return groups;
  if ('nodeGroups' in select) return groups.filter(({ name }) => select.nodeGroups.includes(name));
  const wanted = Object.entries(select.labels);
  return groups.filter(({ labels }) => wanted.every(([key, value]) => labels[key] === value));
}

/** The same, each named one of them, or why there are none. */
function selected(
  { select }: Resizing,
  path: string,
  groups: readonly ScalableGroup[],
): readonly ScalableGroup[] | readonly RequestProblem[] {
  const found = selectedGroups(select, groups);
  if ('all' in select) return found;
  if ('labels' in select) {
    if (found.length > 0) return found;
    const said = Object.entries(select.labels)
      .map(([key, value]) => `${key}=${value}`)
      .join(', ');
    const given = groups.map(({ name, labels }) => {
      const texts = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
      return `${name} ${texts.length > 0 ? texts.join(', ') : 'none'}`;
    });
    const message = `found ${said}, allowed labels that a node group gives its nodes: ${given.join('; ')}`;
    return [{ path: `${path}.labels`, message }];
  }
  const names = groups.map(({ name }) => name).join(', ');
  const unknown = select.nodeGroups.flatMap((name, index) =>
    groups.some((group) => group.name === name)
      ? []
      : [{ path: `${path}.nodeGroups[${index}]`, message: `found ${name}, allowed ${names}` }],
  );
  return unknown.length > 0 ? unknown : found;
}

const isProblem = (one: ScalableGroup | RequestProblem): one is RequestProblem => 'message' in one;

const resolve = (asked: number | string | undefined, present: number): number =>
  asked === undefined ? present : typeof asked === 'number' ? asked : present + Number(asked);

/** Mistakes in sizes after they were resolved, by the member at fault. */
function sizeProblems(sizes: Sizes, group: ScalableGroup, asked: Resizing, path: string): RequestProblem[] {
  const { minSize, desiredSize, maxSize } = sizes;
  const of = `for node group ${group.name}`;
  const say = (member: string, found: number, allowed: string): RequestProblem[] => [
    { path: `${path}.${member}`, message: `found ${found} ${of}, allowed ${allowed}` },
  ];
  if (minSize < 0) return say('minSize', minSize, '0 or more');
  if (maxSize > NODES_MAX)
    return say('maxSize', maxSize, `at most ${NODES_MAX}, EKS's quota of nodes in a group`);
  if (maxSize < 1)
    return say('maxSize', maxSize, 'at least 1: to have no nodes, set desiredCapacity and minSize to 0');
  if (minSize > maxSize)
    return asked.minSize === undefined
      ? say('maxSize', maxSize, `at least ${minSize}, its minSize`)
      : say('minSize', minSize, `at most ${maxSize}, its maxSize`);
  if (desiredSize < minSize || desiredSize > maxSize)
    return asked.desiredCapacity === undefined
      ? say(
          desiredSize < minSize ? 'minSize' : 'maxSize',
          desiredSize < minSize ? minSize : maxSize,
          `${desiredSize}, its desiredCapacity, within the bounds: name a desiredCapacity as well`,
        )
      : say('desiredCapacity', desiredSize, `${minSize} to ${maxSize}, its minSize and maxSize`);
  return [];
}

function resizeOne(
  group: ScalableGroup,
  asked: Resizing,
  path: string,
  { autoscaled, follows }: { readonly autoscaled: boolean; readonly follows: boolean },
): Resized | readonly RequestProblem[] {
  const present = group.sizes;
  const bounds = {
    minSize: resolve(asked.minSize, present.minSize),
    maxSize: resolve(asked.maxSize, present.maxSize),
  };
  const wantsNodes = asked.desiredCapacity !== undefined;
  const hasBounds = asked.minSize !== undefined || asked.maxSize !== undefined;
  if (autoscaled && wantsNodes && !hasBounds) {
    const message = `found a number of nodes for node group ${group.name}, allowed minSize and maxSize: an autoscaler owns the number between them`;
    return [{ path: `${path}.desiredCapacity`, message }];
  }
  const desiredSize =
    autoscaled || (follows && !wantsNodes)
      ? withinBounds(present.desiredSize, bounds)
      : resolve(asked.desiredCapacity, present.desiredSize);
  const sizes = { ...bounds, desiredSize };
  const problems = sizeProblems(sizes, group, asked, path);
  if (problems.length > 0) return problems;
  const note = `an autoscaler owns the number of nodes of ${group.name}: only its bounds were moved`;
  return { group, sizes, isAutoscaled: autoscaled, notes: autoscaled && wantsNodes ? [note] : [] };
}

/**
 * Resolves the sizes of each group that a request to resize asks for. Every problem is named, and nothing is guessed.
 * For a firing, which nobody watches, the number of nodes follows the bounds (`follows`) where it says none.
 */
export function resizes(
  asked: readonly Resizing[],
  groups: readonly ScalableGroup[],
  autoscaled: (group: ScalableGroup) => boolean,
  follows: boolean,
): Resizes {
  const resized: Resized[] = [];
  const problems: RequestProblem[] = [];
  for (const [index, entry] of asked.entries()) {
    const path = `detail.groups[${index}]`;
    if ([entry.minSize, entry.desiredCapacity, entry.maxSize].every((one) => one === undefined))
      problems.push({
        path,
        message: 'found no size, allowed minSize, desiredCapacity, maxSize, one or more',
      });
    for (const group of selected(entry, `${path}.select`, groups)) {
      if (isProblem(group)) problems.push(group);
      else if (resized.some((other) => other.group.key === group.key))
        problems.push({ path: `${path}.select`, message: `selects node group ${group.name} a second time` });
      else {
        const one = resizeOne(group, entry, path, { autoscaled: autoscaled(group), follows });
        if ('group' in one) resized.push(one);
        else problems.push(...one);
      }
    }
  }
  return { resized, problems };
}
