/** The name that EKS gives a STANDARD entry whose request gives none (CreateAccessEntry, `username`). */
export function defaultUsername(principalArn: string): string {
  const [, partition, , , account, resource = ''] = principalArn.split(':');
  if (!resource.startsWith('role/')) return principalArn;
  const name = resource.split('/').at(-1);
  return `arn:${partition}:sts::${account}:assumed-role/${name}/{{SessionName}}`;
}
