import type { ReactElement } from 'react';
import { useFormats, useText } from '../../i18n/text.tsx';
import { Select } from '../../ui/Select.tsx';
import { Problem } from '../problem/Problem.tsx';
import { Card } from './Card.tsx';
import { useSettings } from './use-settings.ts';

const THEMES = ['system', 'light', 'dark', 'contrast'] as const;
const ZOOMS = [0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3] as const;

export function Appearance(): ReactElement {
  const say = useText();
  const formats = useFormats();
  const { values, failure, change } = useSettings();
  const nearest = ZOOMS.reduce((best, zoom) => (Math.abs(zoom - values.zoom) < Math.abs(best - values.zoom) ? zoom : best), 1);
  return (
    <>
      <Card>
        <Select
          layout="row"
          label={say('settings.theme')}
          value={values.theme}
          onChange={theme => change({ theme })}
          options={THEMES.map(id => ({ id, label: say(`settings.theme.${id}`) }))}
        />
        <Select
          layout="row"
          label={say('settings.language')}
          value={values.language}
          onChange={language => change({ language })}
          options={[
            { id: 'system', label: say('settings.language.system') },
            { id: 'en', label: 'English' },
            { id: 'de', label: 'Deutsch' },
          ]}
        />
        <Select
          layout="row"
          label={say('settings.zoom')}
          description={say('settings.zoomHelp')}
          value={String(nearest)}
          onChange={zoom => change({ zoom: Number(zoom) })}
          options={ZOOMS.map(zoom => ({ id: String(zoom), label: formats.formatNumber(zoom, { style: 'percent' }) }))}
        />
      </Card>
      <Problem failure={failure} />
    </>
  );
}
