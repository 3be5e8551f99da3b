import type { NodeGroupPin } from '../hop.ts';
import { targetOf } from './node-group.ts';

/**
 * EKS's refusal of a group's change, with what a person can do about it. EKS may take no release that is no longer the
 * newest, and no version before the group's own: its sources conflict (ADR 29).
 */
export function refusalWords(pin: NodeGroupPin, words: string, isBack: boolean): string {
  const refused = `EKS refuses to move the nodes of ${pin.name} to ${targetOf(pin)}: ${words}`;
  if (isBack)
    return `${refused}; where it takes no older version, make a node group of that version under another name, move the pods, delete ${pin.name}, and ask to go back once more`;
  return pin.release
    ? `${refused}; where a newer release has come since the plan was made, ask for the upgrade of the nodes alone, which chooses releases anew`
    : refused;
}
