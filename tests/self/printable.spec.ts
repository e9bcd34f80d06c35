/** What is shown of a text can neither act upon a terminal nor pretend to be another one. */
import { expect, test } from '@playwright/test';
import { printable } from '../../src/http/redaction.js';

test.describe('printable', () => {
  for (const [name, text, expected] of [
    ['escape sequences', 'a\u001b[31mred\u009b0m', 'a\\u001b[31mred\\u009b0m'],
    ['line breaks and tabs', 'a\r\nb\tc\u2028d', 'a\\u000d\\u000ab\\u0009c\\u2028d'],
    ['null bytes and DEL', '\0\u007f', '\\u0000\\u007f'],
    ['direction overrides', 'a\u202egnp\u2066x\u200f', 'a\\u202egnp\\u2066x\\u200f'],
    ['zero-width characters', 'a\u200bb\ufeffc\u00add', 'a\\u200bb\\ufeffc\\u00add'],
    ['odd spaces', 'a\u00a0b\u3000c', 'a\\u00a0b\\u3000c'],
    ['tag characters', 'a\u{e0041}', 'a\\u{e0041}'],
    ['lone surrogates', 'a\ud800b', 'a\\ud800b'],
  ] as const)
    test(`makes ${name} visible`, () => expect(printable(text)).toBe(expected));

  test('keeps text', () => {
    const text = 'pässwörd € 😀 日本語 ‹x› … "\\u0041" <b>&amp;</b> 100 %';
    expect(printable(text)).toBe(text);
  });
});
