import { useMemo, type ReactElement } from 'react';
import { useFormats, useText } from '../../i18n/text.tsx';
import { Select } from '../../ui/Select.tsx';
import { Problem } from '../problem/Problem.tsx';
import { Card } from './Card.tsx';
import { useSettings } from './use-settings.ts';

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
// Names of more than one country, and of none.
const NOT_COUNTRIES = new Set(['EU', 'EZ', 'UN', 'ZZ', 'QO', 'XA', 'XB']);
/** Of two codes for one country, such as that of a state that is no more, the one in use. */
const isInUse = (code: string): boolean => new Intl.Locale(`und-${code}`).region === code;

/** Every country that the language has a name for, by name. */
function countries(locale: string): readonly { readonly id: string; readonly label: string }[] {
  const names = new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' });
  const all = LETTERS.flatMap(first => LETTERS.map(second => first + second)).filter(code => !NOT_COUNTRIES.has(code) && isInUse(code));
  return all
    .flatMap(id => {
      const label = names.of(id);
      return label === undefined ? [] : [{ id, label }];
    })
    .toSorted((a, b) => a.label.localeCompare(b.label, locale));
}

/** Where a number belongs that says nothing of it. */
export function Telephone(): ReactElement {
  const say = useText();
  const { locale } = useFormats();
  const { values, failure, change } = useSettings();
  const options = useMemo(() => [{ id: 'system', label: say('sound.countrySystem') }, ...countries(locale)], [say, locale]);
  return (
    <Card title={say('sound.telephone')}>
      <Select
        layout="row"
        label={say('sound.country')}
        description={say('sound.countryHelp')}
        value={values.phoneCountry}
        onChange={phoneCountry => change({ phoneCountry })}
        options={options}
      />
      <Problem failure={failure} />
    </Card>
  );
}
