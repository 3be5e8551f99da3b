import { describe, expect, it } from '@jest/globals';
import { unprovenFleetProblem, unprovenProblem } from '../../../domain/operation/proof-required.ts';
import type { FleetDocument } from '../../../domain/policy/schema.ts';
import { fleetOf, HOME, OFFICE, OTHER } from '../policy/documents.ts';

const stored = (...documents: readonly FleetDocument[]) =>
  documents.map((document) => ({
    ...{ name: document.metadata.name, revision: 1, home: HOME, document, regions: [] },
    ...{ writtenBy: 'op', writtenAt: '', requestedBy: '' },
  }));
const strict = fleetOf({ requireProof: true }, 'strict');
const shop = { name: 'shop', region: OTHER, forms: [{ name: 'shop', tags: { env: 'dev' } }] };
const needs = {
  path: 'detail.proof',
  message: expect.stringContaining('fleet strict takes no unproven request'),
};

describe('an unproven request about a cluster', () => {
  it('is refused where a document of its region requires a proof', () => {
    expect(unprovenProblem(shop, stored(strict))).toEqual(needs);
    expect(unprovenProblem({ ...shop, region: 'eu-west-1' }, stored(strict))).toBeUndefined();
    expect(unprovenProblem(shop, stored(fleetOf({ requireProof: false }), fleetOf({})))).toBeUndefined();
  });

  it('is refused also where another document would govern the cluster in its place', () => {
    const about = fleetOf({ requireProof: true, sleep: [{ ...OFFICE, select: { env: 'prod' } }] }, 'strict');
    const in_its_place = fleetOf({ sleep: [OFFICE] }, 'lax');
    expect(unprovenProblem(shop, stored(about, in_its_place))).toEqual(needs);
  });

  it('goes where the entries of the documents that require one are about other clusters', () => {
    const ours = fleetOf({ requireProof: true, sleep: [OFFICE] }, 'ours');
    const others = fleetOf({ requireProof: true, sleep: [{ ...OFFICE, select: { env: 'prod' } }] }, 'strict');
    expect(unprovenProblem(shop, stored(ours, others))?.message).toContain('fleet ours');
  });

  it('is not held by a document that was deleted', () => {
    expect(
      unprovenProblem(
        shop,
        stored(strict).map(({ document: _, ...gone }) => gone),
      ),
    ).toBeUndefined();
  });
});

describe('an unproven request about a Fleet document', () => {
  it('is refused where the document itself requires a proof, or another one does in a region of its', () => {
    expect(unprovenFleetProblem({ name: 'strict', regions: [] }, stored(strict))).toEqual(needs);
    expect(unprovenFleetProblem({ name: 'strict', regions: ['eu-west-1'] }, stored(strict))).toEqual(needs);
    expect(unprovenFleetProblem({ name: 'new', regions: [OTHER] }, stored(strict))).toEqual(needs);
    expect(unprovenFleetProblem({ name: 'lax', regions: [] }, stored(strict, fleetOf({}, 'lax')))).toEqual(
      needs,
    );
  });

  it('goes elsewhere', () => {
    expect(unprovenFleetProblem({ name: 'new', regions: ['eu-west-1'] }, stored(strict))).toBeUndefined();
    expect(unprovenFleetProblem({ name: 'retail', regions: [OTHER] }, stored(fleetOf({})))).toBeUndefined();
  });
});
