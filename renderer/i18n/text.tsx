import { useCallback, type ReactElement, type ReactNode } from 'react';
import { I18nProvider } from 'react-aria-components';
import { IntlProvider, useIntl, type IntlShape } from 'react-intl';
import { catalogue, type Language, type TextKey } from './catalogue.ts';

export type TextValues = Readonly<Record<string, string | number>>;
export type Say = (key: TextKey, values?: TextValues) => string;

/**
 * Everything below speaks `language`. `region` is the whole tag (`en-GB`) for dates and numbers, `direction` a locale that sets the reading direction
 * alone, for the gallery.
 */
export function TextProvider(props: {
  readonly language: Language;
  readonly region?: string | undefined;
  readonly direction?: string | undefined;
  readonly children: ReactNode;
}): ReactElement {
  const { language, children, direction } = props;
  const region = props.region?.startsWith(language) ? props.region : language;
  return (
    <I18nProvider locale={direction ?? region}>
      <IntlProvider locale={region} messages={catalogue[language]}>
        {children}
      </IntlProvider>
    </I18nProvider>
  );
}

/** `const say = useText(); say('composer.send')`: the text for a key, with its ICU arguments filled in. */
export function useText(): Say {
  const intl = useIntl();
  return useCallback((key, values) => intl.formatMessage({ id: key }, values), [intl]);
}

/** Dates, times and numbers of the language: `formats.formatDate(at, { dateStyle: 'medium' })`. */
export const useFormats = (): IntlShape => useIntl();
