import { BellRing, X } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useText } from '../../i18n/text.tsx';
import { askForNotices, noticePermission } from '../../page/notices.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';

const LATER = 'balcony.notices.later';

/**
 * Once there is a conversation: notifications need the user's leave, and here is the button. Never asked by itself; once put off, only the
 * settings offer it. Shown where the page shows notifications itself (`capabilities.pageNotices`).
 */
export function NoticePermissionHint(): ReactElement | null {
  const say = useText();
  const [open, setOpen] = useState(() => noticePermission() === 'default' && localStorage.getItem(LATER) === null);
  if (!open) return null;
  const close = (): void => {
    localStorage.setItem(LATER, '1');
    setOpen(false);
  };
  const actions = (
    <>
      <Button kind="primary" size="small" onPress={() => void askForNotices().then(close)}>
        {say('settings.permission.ask')}
      </Button>
      <IconButton size="small" icon={X} label={say('settings.permission.later')} onPress={close} />
    </>
  );
  return (
    <Banner icon={BellRing} actions={actions}>
      {say('settings.permission.default')}
    </Banner>
  );
}
