import { Menu, type MenuItemConstructorOptions, type WebContents } from 'electron';
import { texts } from './texts.ts';

/** A right click on text offers what can be done with it; Electron has no such menu by itself. */
export function offerEditMenu(contents: WebContents): void {
  contents.on('context-menu', (_event, { isEditable, selectionText, editFlags, dictionarySuggestions, x, y }) => {
    const { undo, cut, copy, paste, selectAll } = texts().edit;
    const suggestions: MenuItemConstructorOptions[] = dictionarySuggestions.map(word => ({ label: word, click: () => contents.replaceMisspelling(word) }));
    const items: MenuItemConstructorOptions[] = isEditable
      ? [
          ...suggestions,
          { label: undo, role: 'undo', enabled: editFlags.canUndo },
          { type: 'separator' },
          { label: cut, role: 'cut', enabled: editFlags.canCut },
          { label: copy, role: 'copy', enabled: editFlags.canCopy },
          { label: paste, role: 'pasteAndMatchStyle', enabled: editFlags.canPaste },
          { label: selectAll, role: 'selectAll' },
        ]
      : selectionText.trim() === ''
        ? []
        : [{ label: copy, role: 'copy' }];
    if (items.length > 0) Menu.buildFromTemplate(items).popup({ x, y });
  });
}

/** On macOS the editing keys live in the application menu; elsewhere there is no menu bar and Chromium knows them. */
export function setApplicationMenu(): void {
  Menu.setApplicationMenu(process.platform === 'darwin' ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }]) : null);
}
