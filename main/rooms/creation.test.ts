import { expect, test } from 'vitest';
import type { Field, Form } from '../xmpp/form.ts';
import { localPart, valuesFor } from './creation.ts';

const field = (name: string, options: readonly string[] = []): Field => ({
  name,
  type: undefined,
  label: undefined,
  description: undefined,
  required: false,
  value: [],
  options: options.map(value => ({ value, label: undefined })),
  media: [],
});
const form = (...fields: readonly Field[]): Form => ({ type: 'form', title: undefined, instructions: undefined, fields });

test('a group is for its members, who see each other; only what the form has is sent', () => {
  const has = form(
    field('muc#roomconfig_roomname'),
    field('muc#roomconfig_membersonly'),
    field('muc#roomconfig_whois', ['moderators', 'anyone']),
    field('other'),
  );
  expect(valuesFor(has, 'group', 'The family', 'us')).toEqual({
    'muc#roomconfig_roomname': ['The family'],
    'muc#roomconfig_membersonly': ['1'],
    'muc#roomconfig_whois': ['anyone'],
  });
});

test('what a list does not offer is left as the service has it', () => {
  expect(valuesFor(form(field('muc#roomconfig_whois', ['moderators', 'none'])), 'group', 'x', undefined)).toEqual({});
});

test('in an announcement nobody writes who was not let', () => {
  const has = form(field('muc#roomconfig_moderatedroom'), field('muc#roomconfig_publicroom'), field('members_by_default'));
  expect(valuesFor(has, 'announcement', 'x', undefined)).toEqual({
    'muc#roomconfig_moderatedroom': ['1'],
    'muc#roomconfig_publicroom': ['1'],
    members_by_default: ['0'],
  });
});

test.each([
  ['The Café!', 'the-cafe-abc123'],
  ['***', 'abc123def'],
  ['舞踏会', 'abc123def'],
])('%s lives at %s', (name, local) => {
  expect(localPart(name, 'Abc123-_def')).toBe(local);
});
