/** One part of cloud-init's multi-part user data. */
export interface MimePart {
  readonly contentType: string;
  readonly body: string;
}

const boundary = '//eks-fleet//';

/** Multi-part user data, the form that EKS can add its own part to. */
export function multipart(parts: readonly MimePart[]): string {
  const lines = parts.flatMap(({ contentType, body }) => [
    `--${boundary}`,
    `Content-Type: ${contentType}`,
    '',
    body.trimEnd(),
    '',
  ]);
  return [
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    '',
    ...lines,
    `--${boundary}--`,
    '',
  ].join('\n');
}

export function shellScript(commands: readonly string[]): MimePart {
  return {
    contentType: 'text/x-shellscript; charset="us-ascii"',
    body: ['#!/bin/bash', 'set -o errexit', 'set -o pipefail', 'set -o nounset', ...commands].join('\n'),
  };
}
