/** `start-control-plane` → `StartControlPlane`; a path's folders count as words: `create/apply-addon`. */
export const pascal = (name: string): string =>
  name
    .split(/[-/]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/** `create/apply-addon` → `createApplyAddon` */
export const camel = (name: string): string => pascal(name).replace(/^./, (first) => first.toLowerCase());
