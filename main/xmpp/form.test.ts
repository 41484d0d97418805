import { expect, test } from 'vitest';
import { readForm } from './form.ts';
import { parseXml } from './xml.fixture.ts';

const form = (inside: string, more = '') => readForm(parseXml(`<x xmlns='jabber:x:data' ${more} type='form'>${inside}</x>`));
const rule = (validate: string, more = '') => form(`<field var='a' type='text-single'>${validate}</field>`, more)?.fields[0]?.rule;
const XDV = "xmlns='http://jabber.org/protocol/xdata-validate'";

test('a field says of what kind its values are, and how large', () => {
  expect(rule(`<validate ${XDV} datatype='xs:dateTime'><basic/></validate>`)).toMatchObject({ kind: 'date-time', open: false });
  expect(rule(`<validate ${XDV} datatype='xs:date'><range min='2003-10-05' max='2003-10-24'/></validate>`)).toMatchObject({
    kind: 'date',
    min: '2003-10-05',
    max: '2003-10-24',
  });
  expect(rule(`<validate ${XDV} datatype='xs:byte'/>`)).toMatchObject({ kind: 'whole', min: '-128', max: '127' });
  expect(rule(`<validate ${XDV} datatype='xs:integer'><range min='0' max='50'/></validate>`)).toMatchObject({ kind: 'whole', min: '0', max: '50' });
});

test('what is not known counts as text, and text has no range', () => {
  expect(rule(`<validate ${XDV} datatype='x:colour'><range min='a' max='z'/></validate>`)).toMatchObject({ kind: 'text', min: undefined, max: undefined });
  expect(rule(`<validate ${XDV}><regex>([0-9]{3})-([0-9]{2})</regex></validate>`)).toMatchObject({ kind: 'text', pattern: '([0-9]{3})-([0-9]{2})' });
  expect(rule('')).toBeUndefined();
});

test('a list may be open, and says how many are chosen', () => {
  expect(rule(`<validate ${XDV}><open/></validate>`)).toMatchObject({ open: true });
  expect(rule(`<validate ${XDV}><basic/><list-range min='1' max='3'/></validate>`)).toMatchObject({ open: false, least: 1, most: 3 });
});

test('a rule with a prefix, whose method has lost its namespace, is read all the same', () => {
  const prefixed = "<xdv:validate datatype='xs:integer'><range max='9'/></xdv:validate>";
  expect(rule(prefixed, "xmlns:xdv='http://jabber.org/protocol/xdata-validate'")).toMatchObject({ kind: 'whole', max: '9' });
});

test('pages and sections are told in their order; what follows a section belongs to the page', () => {
  const layout = form(`
    <page xmlns='http://jabber.org/protocol/xdata-layout' label='Personal'>
      <text>This is page
        one.</text>
      <section label='Name'><text>Who are you?</text><fieldref var='first'/><fieldref var='last'/></section>
      <fieldref var='background'/><fieldref var='first'/><reportedref/>
    </page>
    <page xmlns='http://jabber.org/protocol/xdata-layout'><fieldref var='future'/></page>`)?.layout;
  expect(layout).toEqual([
    { depth: 0, title: 'Personal', text: ['This is page one.'], fields: [] },
    { depth: 1, title: 'Name', text: ['Who are you?'], fields: ['first', 'last'] },
    { depth: 0, title: undefined, text: [], fields: ['background'] },
    { depth: 0, title: undefined, text: [], fields: ['future'] },
  ]);
  expect(form('')?.layout).toBeUndefined();
});

test('a form that nests without end is read as far as anybody would', () => {
  const deep = `${'<section>'.repeat(5000)}${'</section>'.repeat(5000)}`;
  expect(form(`<page xmlns='http://jabber.org/protocol/xdata-layout'>${deep}</page>`)?.layout?.length).toBeLessThan(20);
  const wide = '<section/>'.repeat(5000);
  expect(form(`<page xmlns='http://jabber.org/protocol/xdata-layout'>${wide}</page>`)?.layout?.length).toBeLessThanOrEqual(128);
});
