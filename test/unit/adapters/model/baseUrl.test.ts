import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkedBaseUrl, originOf } from '../../../../src/adapters/model/baseUrl.ts';

describe('checkedBaseUrl', () => {
  const accepted = [
    ['http://127.0.0.1:11434/v1', 'http://127.0.0.1:11434/v1'],
    ['  http://localhost:8080/v1/  ', 'http://localhost:8080/v1'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
    ['http://127.0.0.53/v1', 'http://127.0.0.53/v1'],
    ['https://api.openai.com/v1', 'https://api.openai.com/v1'],
    ['HTTPS://API.Example.com:443/v1//', 'https://api.example.com/v1'],
    ['https://api.example.com/v1/chat/completions', 'https://api.example.com/v1'],
  ] as const;
  for (const [text, url] of accepted) {
    it(`accepts ${text.trim()}`, () => assert.deepEqual(checkedBaseUrl(text), { ok: true, url }));
  }

  const refused: [string, RegExp][] = [
    ['', /No model address is set/],
    ['localhost:11434/v1', /begins with http/],
    ['api.openai.com/v1', /not a complete URL/],
    ['ftp://127.0.0.1/v1', /begins with http/],
    ['file:///etc/passwd', /begins with http/],
    ['http://192.168.1.5:11434/v1', /only for a server on this machine/],
    ['http://localhost.example.com/v1', /only for a server on this machine/],
    ['http://127.0.0.1.example.com/v1', /only for a server on this machine/],
    ['http://0.0.0.0:8080/v1', /only for a server on this machine/],
    ['https://user:secret@api.example.com/v1', /user name or password/],
    ['https://api.openai.com@evil.example/v1', /user name or password/],
    ['https://api.example.com/v1?key=secret', /"\?" or "#"/],
    ['https://api.example.com/v1#x', /"\?" or "#"/],
    ['https://api.exa\tmple.com/v1', /hidden character/],
    ['https://api.exa\u200bmple.com/v1', /hidden character/],
  ];
  for (const [text, message] of refused) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      const checked = checkedBaseUrl(text);
      assert.ok(!checked.ok);
      assert.match(checked.message, message);
      assert.doesNotMatch(checked.message, /secret/);
    });
  }

  it('never throws; what it accepts is safe and accepted again unchanged', () => {
    const text = fc.oneof(
      fc.string(),
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc
        .tuple(fc.constantFrom('http://', 'https://', 'http:\\\\', 'ws://'), fc.string())
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (input) => {
        const checked = checkedBaseUrl(input);
        if (!checked.ok) return checked.message.length > 0;
        const url = new URL(checked.url);
        const local = ['localhost', '[::1]'].includes(url.hostname) || url.hostname.startsWith('127.');
        assert.ok(url.protocol === 'https:' || local);
        assert.equal(`${url.username}${url.password}${url.search}${url.hash}`, '');
        assert.deepEqual(checkedBaseUrl(checked.url), checked);
        return true;
      }),
    );
  });
});

describe('originOf', () => {
  it('is scheme, host and port, whatever the spelling', () => {
    assert.equal(originOf('https://API.example.com:443/v1'), 'https://api.example.com');
    assert.equal(originOf('https://api.example.com/other'), 'https://api.example.com');
    assert.equal(originOf('http://127.0.0.1:11434/v1'), 'http://127.0.0.1:11434');
  });

  it('tells other schemes, hosts and ports apart, and is nothing for what is no server', () => {
    const texts = [
      'https://a.example',
      'http://a.example',
      'https://b.example',
      'https://a.example:444',
      'https://a.example.evil',
    ];
    assert.equal(new Set(texts.map(originOf)).size, texts.length);
    assert.deepEqual(['', 'nonsense', 'data:text/plain,x', 'file:///x'].map(originOf), [
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
