import { hasOwnImage, isBottlerocket, isUbuntu, isWindows } from '../../../cluster-config/config.ts';
import { amazonLinux2023 } from './amazon-linux-2023.ts';
import { bootstrapScript } from './bootstrap-script.ts';
import { bottlerocket } from './bottlerocket.ts';
import type { JoiningNode } from './node.ts';
import { windows } from './windows.ts';

/**
 * The user data of a group's launch template, as text; undefined where there is nothing to say. In managed groups
 * of EKS's own images EKS joins the nodes itself.
 */
export function userData(node: JoiningNode, managed: boolean): string | undefined {
  const alone = !managed || hasOwnImage(node.group) || isUbuntu(node.group);
  if (isWindows(node.group)) return windows(node, alone);
  if (isBottlerocket(node.group)) return bottlerocket(node, alone);
  if (node.group.amiFamily === 'AmazonLinux2023') return amazonLinux2023(node, alone);
  return bootstrapScript(node, alone);
}
