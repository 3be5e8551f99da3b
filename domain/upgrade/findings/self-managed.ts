import { givenPins } from '../given-pins.ts';
import { resolvedFor } from '../nodes/own-groups.ts';
import { kindOfNode } from '../nodes-seen.ts';
import { finding, insideOf, type Judge } from './judged.ts';
import { MOST_NAMED } from './nodes.ts';

/** Groups of self-managed nodes that stay as they are, and such nodes of no group that is known. */
const selfManaged: Judge = ({ facts, hops, request }) => {
  const pins = hops.flatMap(({ autoScalingGroups }) => autoScalingGroups);
  const left = new Map(
    pins.flatMap(({ name, leftBehind }) => (leftBehind === undefined ? [] : [[name, leftBehind] as const])),
  );
  const given = givenPins(request);
  const gone = new Set(
    facts.ownGroups.flatMap((group) =>
      given && resolvedFor(group, given.to, given) ? [group.nodeGroup] : [],
    ),
  );
  const found = [...left].map(([name, why]) =>
    finding(gone.has(name) ? 'pinned-image-gone' : 'custom-image', why, name),
  );
  const known = new Set(facts.ownGroups.flatMap(({ instances }) => instances));
  const nodes = (insideOf(facts)?.nodes ?? []).filter(
    (node) => kindOfNode(node) === 'selfManaged' && !known.has(node.instanceId ?? ''),
  );
  if (nodes.length === 0) return found;
  const names = nodes.slice(0, MOST_NAMED).map(({ name }) => name);
  const words = `nodes of no group that is known stay on their image: ${names.join(', ')}`;
  return [...found, finding('custom-image', words, 'self-managed')];
};

export const selfManagedJudges: readonly Judge[] = [selfManaged];
