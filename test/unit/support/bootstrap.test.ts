import assert from 'node:assert/strict';
import { installedEnv, installedNode, isComplete } from '../../support/bootstrap.mjs';

describe('whether the packages are installed', () => {
  const wanted = {
    '': {},
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '2.0.0', optional: true },
  };

  it('asks for every package in its version, except those of other platforms', () => {
    assert.equal(isComplete(wanted, { 'node_modules/a': { version: '1.0.0' } }), true);
    assert.equal(isComplete(wanted, { 'node_modules/a': { version: '1.0.1' } }), false);
    assert.equal(isComplete(wanted, {}), false);
  });

  it('puts the installed tools first on the PATH', () => {
    assert.ok(installedEnv().PATH.startsWith(installedNode().replace(/[\\/]node(\.exe)?$/, '')));
  });
});
