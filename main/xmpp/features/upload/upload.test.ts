import { expect, test } from 'vitest';
import { el } from '../../element.ts';
import { NS } from '../../ns.ts';
import { parseXml } from '../../xml.fixture.ts';
import { outOfBand, readLimit, readOutOfBand, readSlot } from './upload.codec.ts';

const slot = (put: string, get: string, ...headers: string[]): ReturnType<typeof parseXml> =>
  parseXml(`<iq type="result"><slot xmlns="urn:xmpp:http:upload:0"><put url="${put}">${headers.join('')}</put><get url="${get}"/></slot></iq>`);
const PUT = 'https://upload.capulet.lit/a/message.wav';
const GET = 'https://files.capulet.lit/a/message.wav';

test.each([
  ['in the clear', 'http://upload.capulet.lit/a', GET],
  ['of this computer', 'file:///etc/passwd', GET],
  ['with a password', 'https://romeo:secret@upload.capulet.lit/a', GET],
  ['that is a script', PUT, 'javascript:alert(1)'],
  ['that is none', PUT, 'nowhere'],
  ['without end', `https://upload.capulet.lit/${'a'.repeat(5000)}`, GET],
])('an address %s is not gone to', (_what, put, get) => {
  expect(readSlot(slot(put, get))).toBeUndefined();
});

test('only three headers are sent, and none can bring another with it', () => {
  const read = readSlot(
    slot(
      PUT,
      GET,
      '<header name="Authorization">Basic QUJD</header>',
      '<header name="Host">elsewhere.lit</header>',
      '<header name="cookie">a=b&#10;Host: elsewhere.lit</header>',
      '<header name="Expi&#10;res">0</header>',
    ),
  );
  expect(read?.headers).toEqual([
    { name: 'Authorization', value: 'Basic QUJD' },
    { name: 'cookie', value: 'a=bHost: elsewhere.lit' },
    { name: 'Expires', value: '0' },
  ]);
});

test('a service says how large a file may be, or nothing of use', () => {
  const form = (value: string) => ({
    type: 'result' as const,
    title: undefined,
    instructions: undefined,
    fields: [
      ['FORM_TYPE', NS.upload],
      ['max-file-size', value],
    ].map(([name, text]) => ({
      name,
      type: undefined,
      label: undefined,
      description: undefined,
      required: false,
      value: [text ?? ''],
      options: [],
      media: [],
    })),
  });
  expect(readLimit([form('5242880')])).toBe(5_242_880);
  expect(readLimit([form('much')])).toBeUndefined();
  expect(readLimit([])).toBeUndefined();
});

test('a file is told of by its address, which is read again', () => {
  const message = el('message', NS.client, {}, outOfBand(GET, '0:23'));
  expect(readOutOfBand(message)).toBe(GET);
  expect(readOutOfBand(el('message', NS.client, {}, outOfBand('javascript:alert(1)')))).toBeUndefined();
});
