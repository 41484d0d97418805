import { describe, expect, test } from 'vitest';
import { actionOf, folded, textRuns } from './text-runs.ts';

const links = (body: string): string[] => textRuns(body).flatMap(run => (typeof run === 'string' ? [] : [run.href]));

describe('links', () => {
  test.each([
    ['see https://capulet.lit/garden?x=1.', 'https://capulet.lit/garden?x=1'],
    ['http://capulet.lit', 'http://capulet.lit/'],
    ['(www.capulet.org/orchard)', 'https://www.capulet.org/orchard'],
    ['mailto:nurse@capulet.org', 'mailto:nurse@capulet.org'],
    ['write to nurse@capulet.org, please', 'mailto:nurse@capulet.org'],
    ['xmpp:juliet@capulet.lit?message', 'xmpp:juliet@capulet.lit?message'],
    ['at geo:45.4419,10.9982', 'geo:45.4419,10.9982'],
    ['call tel:+39-045-8001.', 'tel:+39-045-8001'],
  ])('%s', (body, href) => expect(links(body)).toEqual([href]));

  test.each([
    'javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd',
    'ftp://capulet.lit',
    'smb://capulet.lit/share',
    'vbscript:x',
    'ms-settings:x',
    'app://balcony/x',
    '//capulet.lit/x',
    'main.rs and readme.md',
    'chrome://settings',
  ])('%s is none', body => expect(links(body)).toEqual([]));

  test('the text of a link is all of it, with nothing around it lost', () => {
    const body = 'a https://capulet.lit/x?y b\nhttps://montague.lit';
    expect(
      textRuns(body)
        .map(run => (typeof run === 'string' ? run : run.text))
        .join(''),
    ).toBe(body);
  });

  test('a turned-around text cannot hide where a link leads', () => {
    expect(textRuns('https://capulet.lit/\u202Emoc.live')).toEqual([{ text: 'https://capulet.lit/moc.live', href: 'https://capulet.lit/moc.live' }]);
  });
});

test('markup stays text', () => {
  expect(textRuns('<img src=x onerror=alert(1)> & <b>')).toEqual(['<img src=x onerror=alert(1)> & <b>']);
});

test('/me is an action only with something done', () => {
  expect(actionOf('/me climbs the wall')).toBe('climbs the wall');
  expect(actionOf('/mean')).toBeUndefined();
  expect(actionOf('so /me')).toBeUndefined();
});

describe('folding', () => {
  test('24 lines stand whole', () => expect(folded(Array.from({ length: 24 }, () => 'x').join('\n'))).toBeUndefined());
  test('of 25 lines 24 are shown', () => {
    const lines = Array.from({ length: 25 }, (_, line) => `line ${line}`);
    expect(folded(lines.join('\n'))).toBe(lines.slice(0, 24).join('\n'));
  });
  test('one endless line is cut at a word', () => {
    const part = folded('word '.repeat(20_000));
    expect(part?.endsWith('word')).toBe(true);
    expect(part?.length).toBeLessThan(24 * 84 + 1);
  });
  test('a body of 100,000 letters without a space is cut as well', () => expect(folded('x'.repeat(100_000))?.length).toBe(24 * 84));
});
