import { type DesiredContent, desiredContents } from '../../../domain/contents/kinds.ts';
import { plannedFacts } from '../../../domain/plan/planned-facts.ts';
import { account, configOf } from './fixtures.ts';

export function contentsOf(
  more: Record<string, unknown>,
  facts: Record<string, unknown> = {},
): readonly DesiredContent[] {
  const config = configOf(more, { version: '1.35' });
  return desiredContents(config, { ...plannedFacts(config, account, '2026-11-24'), ...facts });
}

export function find<Kind extends DesiredContent['kind']>(
  contents: readonly DesiredContent[],
  kind: Kind,
  key: string,
): Extract<DesiredContent, { kind: Kind }> {
  const found = contents.find((resource) => resource.key === key);
  if (found?.kind !== kind)
    throw new Error(`${key} is not among ${contents.map((resource) => resource.key).join()}`);
  return found as Extract<DesiredContent, { kind: Kind }>;
}

export const needsOf = (contents: readonly DesiredContent[], key: string) =>
  contents.find((resource) => resource.key === key)?.needs ?? [];

export function launchTemplateOf(contents: readonly DesiredContent[], group: string) {
  const { stack } = find(contents, 'stack', `stack/nodegroup-${group}`);
  return stack.template.Resources.LaunchTemplate?.Properties?.LaunchTemplateData as Record<string, unknown>;
}

export function userDataOf(contents: readonly DesiredContent[], group: string): string {
  const data = launchTemplateOf(contents, group).UserData as { 'Fn::Base64': string };
  return data['Fn::Base64'];
}
