/** The parameters of a proof as a sender signs it in us-east-1, at 2026-11-24T23:59:00Z; the signature is made up. */
export const PARAMETERS = {
  Action: 'GetCallerIdentity',
  Version: '2011-06-15',
  'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
  'X-Amz-Credential': 'ASIAEXAMPLEEXAMPLE00/20261124/us-east-1/sts/aws4_request',
  'X-Amz-Date': '20261124T235900Z',
  'X-Amz-Expires': '900',
  'X-Amz-Security-Token': 'IQoJb3JpZ2luX2VjE/+A==',
  'X-Amz-SignedHeaders': 'host;x-eks-fleet-request',
  'X-Amz-Signature': 'a1'.repeat(32),
} as const;

export const SIGNED_AT = '2026-11-24T23:59:00Z';
export const PLACE = { region: 'us-east-1', partition: 'aws' } as const;

/** The URL of a proof; a parameter that is undefined is left out. */
export function proofUrl(
  parameters: Readonly<Record<string, string | undefined>> = PARAMETERS,
  begin = 'https://sts.us-east-1.amazonaws.com/?',
): string {
  const pairs = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return `${begin}${pairs.join('&')}`;
}
