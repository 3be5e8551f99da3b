/** A cluster of the fleet `retail`, selected by its `env`, a minor below the one that its fleet is brought to. */
export const retailCluster = (name: string, region: string, env: string, more: object = {}) => ({
  source: `${name}.yaml`,
  value: {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name, region, version: '1.34', tags: { env } },
    addonsConfig: { disableDefaultAddons: true },
    ...more,
  },
});
