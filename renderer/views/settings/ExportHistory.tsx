import { Download } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useText } from '../../i18n/text.tsx';
import { useServices } from '../../services.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import { Card } from './Card.tsx';
import styles from './Settings.module.css';

/** All conversations as a file that needs no Balcony to be read. */
export function ExportHistory(): ReactElement {
  const say = useText();
  const { conversations } = useServices();
  const { busy, failure, run } = useAction();
  const [saved, setSaved] = useState<{ readonly path: string; readonly messages: number }>();
  const save = (format: 'text' | 'json'): void => void run(async () => setSaved(await conversations.exportHistory({ format })));
  return (
    <Card title={say('settings.export')} text={say('settings.exportHelp')}>
      <div className={styles['buttons']}>
        <Button icon={Download} isDisabled={busy} onPress={() => save('text')}>
          {say('settings.exportText')}
        </Button>
        <Button icon={Download} isDisabled={busy} onPress={() => save('json')}>
          {say('settings.exportJson')}
        </Button>
      </div>
      {saved && (
        <Banner tone="success" role="status">
          <p>{say('settings.exported', { count: saved.messages })}</p>
          <p className={styles['path']} dir="ltr">
            {saved.path}
          </p>
        </Banner>
      )}
      <Problem failure={failure} />
    </Card>
  );
}
