interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

interface Resource {
  readonly Type: string;
  readonly Properties?: { readonly Replicas?: readonly { readonly Region: string }[] };
}

/**
 * The global templates to deploy one after the other. Each adds one region that the table has no replica in yet;
 * there is one template where the table has all, or where there is no table. "You can create a new global table with
 * as many replicas as needed. You can add or remove replicas after table creation, but you can only add or remove a
 * single replica in each update" (AWS::DynamoDB::GlobalTable, Replicas). What if this runs twice? It goes on from the
 * replicas that are there.
 */
export function replicaSteps(body: string, replicated: readonly string[]): readonly string[] {
  const template = JSON.parse(body) as Template;
  const missing = Object.values(template.Resources)
    .flatMap((resource) => (isGlobalTable(resource) ? (resource.Properties?.Replicas ?? []) : []))
    .flatMap(({ Region }) => (replicated.includes(Region) ? [] : Region));
  if (replicated.length === 0 || missing.length < 2) return [body];
  return missing.map((_, index) => JSON.stringify(without(template, missing.slice(index + 1))));
}

const isGlobalTable = ({ Type }: Resource): boolean => Type === 'AWS::DynamoDB::GlobalTable';

function without(template: Template, regions: readonly string[]): Template {
  const reduced = (resource: Resource): Resource =>
    isGlobalTable(resource)
      ? {
          ...resource,
          Properties: {
            ...resource.Properties,
            Replicas: resource.Properties?.Replicas?.filter(({ Region }) => !regions.includes(Region)) ?? [],
          },
        }
      : resource;
  return {
    ...template,
    Resources: Object.fromEntries(
      Object.entries(template.Resources).map(([name, resource]) => [name, reduced(resource)]),
    ),
  };
}
