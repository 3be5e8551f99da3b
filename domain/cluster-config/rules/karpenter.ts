import { type Rule, when } from './rule.ts';

/** As eksctl: "iam.withOIDC must be enabled with Karpenter". */
export const karpenter: Rule = ({ karpenter: written, iam }) =>
  when(written !== undefined && iam?.withOIDC !== true, {
    path: 'iam.withOIDC',
    found: iam?.withOIDC,
    allowed: 'true where there is karpenter',
    message: "the role of Karpenter's controller trusts the OIDC issuer of the cluster",
    alternative: 'set it, or use autoModeConfig.enabled, with which EKS runs Karpenter for you',
  });
