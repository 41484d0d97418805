import { useCallback, useMemo, type ReactElement } from 'react';
import { useText } from '../../i18n/text.tsx';
import { useServices } from '../../services.ts';
import { Switch } from '../../ui/Switch.tsx';
import { ConsoleModel } from '../console/console.model.ts';
import { StanzaConsole } from '../console/StanzaConsole.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAnswer } from '../problem/use-answer.ts';
import { Card } from './Card.tsx';
import { ExportHistory } from './ExportHistory.tsx';
import styles from './Settings.module.css';
import { useSettings } from './use-settings.ts';

export function Advanced(): ReactElement {
  const say = useText();
  const { desk } = useServices();
  const { values, failure, change } = useSettings();
  const { value: capabilities } = useAnswer(useCallback(() => desk.capabilities({}), [desk]));
  const model = useMemo(() => new ConsoleModel(desk), [desk]);
  return (
    <>
      {capabilities && (capabilities.startAtLogin || capabilities.tray) && (
        <Card>
          {capabilities.startAtLogin && (
            <Switch label={say('settings.startAtLogin')} isSelected={values.startAtLogin} onChange={startAtLogin => change({ startAtLogin })} />
          )}
          {capabilities.tray && (
            <Switch
              label={say('settings.closeToTray')}
              description={say('settings.closeToTrayHelp')}
              isSelected={values.closeToTray}
              onChange={closeToTray => change({ closeToTray })}
            />
          )}
        </Card>
      )}
      <Problem failure={failure} />
      <ExportHistory />
      <Card title={say('settings.console')} text={say('settings.consoleHelp')}>
        <StanzaConsole model={model} />
      </Card>
      {capabilities && <p className={styles['quiet']}>{say('settings.version', { version: capabilities.version })}</p>}
    </>
  );
}
