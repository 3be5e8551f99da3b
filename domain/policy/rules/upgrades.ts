import type { Finding } from '../../cluster-config/problem.ts';
import type { FleetDocument } from '../schema.ts';
import type { UpgradeWindow } from '../upgrades.ts';
import { windowMinutes } from '../windows.ts';
import type { FleetRule } from './rule.ts';

/** Each window of upgrades with its path. */
export function windowsOf({ upgrades }: FleetDocument['spec']) {
  if (!upgrades) return [];
  const all: { readonly path: string; readonly window: UpgradeWindow | undefined }[] = [
    { path: 'spec.upgrades.window', window: upgrades.window },
    ...upgrades.waves.map(({ window }, index) => ({ path: `spec.upgrades.waves[${index}].window`, window })),
  ];
  return all.flatMap(({ path, window }) => (window ? [{ path, window }] : []));
}

/** A window whose last start lies beyond its end. */
export const windows: FleetRule = (spec) =>
  windowsOf(spec).flatMap(({ path, window }): readonly Finding[] => {
    const { lastStart, end } = windowMinutes(window);
    if (end === undefined || lastStart < end) return [];
    const message = 'nothing can begin at its last start and end within it';
    return [
      { path: `${path}.lastStart`, found: window.lastStart, allowed: `a time before ${window.end}`, message },
    ];
  });

/** A wave without a name is called by its place. */
export const waveName = ({ name }: { readonly name?: string | undefined }, index: number): string =>
  name ?? `wave-${index + 1}`;

/** Waves are told apart by their names, and none follows one that takes every cluster. */
export const waves: FleetRule = ({ upgrades }) =>
  (upgrades?.waves ?? []).flatMap(({ name, select }, index, all): readonly Finding[] => {
    const path = `spec.upgrades.waves[${index}]`;
    const before = all.slice(0, index);
    const twin = before.findIndex((other, place) => waveName(other, place) === waveName({ name }, index));
    const same = before.findIndex((other) => JSON.stringify(other.select) === JSON.stringify(select));
    return [
      ...(twin < 0
        ? []
        : [
            {
              path: `${path}.name`,
              found: waveName({ name }, index),
              allowed: 'a name of its own',
              message: `spec.upgrades.waves[${twin}] has this name, too`,
            },
          ]),
      ...(same < 0
        ? []
        : [
            {
              path: `${path}.select`,
              found: JSON.stringify(select),
              allowed: 'clusters that no other wave selects',
              message: `spec.upgrades.waves[${same}] selects the same`,
            },
          ]),
    ];
  });
