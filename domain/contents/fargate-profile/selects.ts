/**
 * Whether a selector's text stands for a name: `*` for none, one or more characters, `?` for exactly one (EKS guide, "Fargate
 * profile wildcards").
 */
export function standsFor(pattern: string, name: string): boolean {
  const parts = [...pattern].map((one) =>
    one === '*' ? '.*' : one === '?' ? '.' : one.replace(/\W/, '\\$&'),
  );
  return new RegExp(`^${parts.join('')}$`).test(name);
}

/** Whether a profile runs all pods of a namespace, whatever their labels. */
export const runsNamespace = ({ selectors }: Profile, namespace: string): boolean =>
  selectors.some(
    (selector) => standsFor(selector.namespace, namespace) && Object.keys(selector.labels ?? {}).length === 0,
  );

interface Profile {
  readonly selectors: readonly {
    readonly namespace: string;
    readonly labels?: Readonly<Record<string, string>> | undefined;
  }[];
}
