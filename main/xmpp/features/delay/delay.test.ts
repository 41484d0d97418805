import { expect, test } from 'vitest';
import { filterLive } from '../../pipeline.ts';
import { parseXml } from '../../xml.fixture.ts';
import { JULIET, ROMEO } from '../incoming.fixture.ts';

const stampOf = (...delays: readonly string[]): number | undefined =>
  filterLive(parseXml(`<message from='${ROMEO}/orchard' to='${JULIET}'><body>x</body>${delays.join('')}</message>`), {
    own: JULIET,
    features: [],
    archiveIds: false,
    sharesPresence: () => true,
  })?.stamp;
const delay = (stamp: string, from?: string): string => `<delay xmlns='urn:xmpp:delay' stamp='${stamp}'${from === undefined ? '' : ` from='${from}'`}/>`;

test.each(['capulet.lit', JULIET])('a stamp by %s, which kept the message for us, is the time', from => {
  expect(stampOf(delay('2002-09-10T23:08:25Z', from))).toBe(Date.UTC(2002, 8, 10, 23, 8, 25));
});

test('a stamp that stands before it does not hide it', () => {
  expect(stampOf(delay('1999-01-01T00:00:00Z', 'mallory@example.net'), delay('2002-09-10T23:08:25Z', 'capulet.lit'))).toBe(Date.UTC(2002, 8, 10, 23, 8, 25));
});

test.each([
  ['of the sender', delay('1999-01-01T00:00:00Z', ROMEO)],
  ['of nobody', delay('1999-01-01T00:00:00Z')],
  ['that is no time', delay('yesterday', 'capulet.lit')],
])('a stamp %s is a mere claim', (_whose, xml) => {
  expect(stampOf(xml)).toBeUndefined();
});
