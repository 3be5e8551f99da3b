import type { Resizing } from '../policy/resizing.ts';
import type { Schedule } from '../ports/schedules.ts';

/** `web to minSize 10, maxSize 20`. */
function resizingInWords({ select, ...sizes }: Resizing): string {
  const groups =
    'nodeGroups' in select
      ? select.nodeGroups.join(', ')
      : 'labels' in select
        ? `groups with ${Object.entries(select.labels)
            .map((label) => label.join('='))
            .join(', ')}`
        : 'all groups';
  const said = Object.entries(sizes).map(([name, size]) => `${name} ${size}`);
  return `${groups} to ${said.join(', ')}`;
}

export const RETURNS = 'returns to the sizes from before';

/** The action of a schedule, in words: `hibernates`, `resizes web to minSize 10`. */
export function doesInWords({ event: { detail } }: Schedule): string {
  switch (detail.action) {
    case 'wake':
      return 'wakes';
    case 'hibernate':
      return 'hibernates';
    case 'return':
      return RETURNS;
    default:
      return `resizes ${((detail.groups ?? []) as readonly Resizing[]).map(resizingInWords).join('; ')}`;
  }
}
