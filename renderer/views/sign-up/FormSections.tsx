import type { ReactElement, ReactNode } from 'react';
import type { FormField } from '../../../preload/contract/accounts.ts';
import { calmText } from '../../model/calm-text.ts';
import type { FormSection } from './form-sections.ts';
import styles from './FormSections.module.css';

interface FormSectionsProps {
  readonly sections: readonly FormSection[];
  readonly children: (field: FormField) => ReactNode;
}

/** The parts of a form, one below the other: a page is headed, a section in it is set apart. */
export function FormSections({ sections, children }: FormSectionsProps): ReactElement {
  return (
    <>
      {sections.map((section, number) => (
        <fieldset key={number} className={styles['part']} data-depth={Math.min(section.depth, 2)}>
          {section.title !== undefined && <legend>{calmText(section.title)}</legend>}
          {section.text.map((text, line) => (
            <p key={line} className={styles['text']}>
              {calmText(text)}
            </p>
          ))}
          {section.fields.map(field => children(field))}
        </fieldset>
      ))}
    </>
  );
}
