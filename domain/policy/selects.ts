/** The members of a cluster by which a document selects it. */
export interface SelectableCluster {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
}

type Select = Readonly<Record<string, string>>;

/**
 * True where a cluster's tags are all as given; `name` stands for its own name. An empty selection is every cluster.
 */
export function isSelected(select: Select, { name, tags }: SelectableCluster): boolean {
  return Object.entries(select).every(([key, value]) => (key === 'name' ? name : tags[key]) === value);
}

const includes = (wide: Select, narrow: Select): boolean =>
  Object.entries(wide).every(([key, value]) => narrow[key] === value);

/** True where each cluster of one of two selections is in the other, whatever clusters there are. */
export const alwaysMeet = (one: Select, other: Select): boolean =>
  includes(one, other) || includes(other, one);
