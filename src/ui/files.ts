/** Files that a person chooses, drops or takes away. */

/** Asks for files, or for a folder with all that is in it. Nothing where the person thinks better of it. */
export function chooseFiles(kind: 'files' | 'folder'): Promise<readonly File[]> {
  const input = document.createElement('input');
  input.type = 'file';
  if (kind === 'files') {
    input.multiple = true;
    input.accept = '.safetensors,.json';
  } else {
    input.webkitdirectory = true;
  }
  return new Promise((resolve) => {
    input.addEventListener('change', () => resolve([...(input.files ?? [])]));
    input.addEventListener('cancel', () => resolve([]));
    input.click();
  });
}

/** Every file in what was dropped, folders walked through. Call it in the drop event itself: later its entries are gone. */
export async function droppedFiles(transfer: DataTransfer): Promise<readonly File[]> {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const files = [...transfer.files];
  return entries.length === 0 ? files : (await Promise.all(entries.map(filesOf))).flat();
}

/** What was pasted: files, or a text as the config.json that it should be. Nothing where it is neither. */
export function pastedFiles(transfer: DataTransfer): readonly File[] {
  const files = [...transfer.files];
  const text = transfer.getData('text/plain');
  return files.length > 0 || text.trim() === '' ? files : [configFile(text)];
}

export function configFile(text: string): File {
  return new File([text], 'config.json', { type: 'application/json' });
}

/** Hands a file to the browser, which puts it where it puts downloads. */
export function saveFile(file: File): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  // The browser has taken it up by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function filesOf(entry: FileSystemEntry): Promise<readonly File[]> {
  if (isFile(entry)) return [await new Promise<File>((resolve, reject) => entry.file(resolve, reject))];
  if (!isDirectory(entry)) return [];
  const reader = entry.createReader();
  const inside: FileSystemEntry[] = [];
  // A reader hands out its entries by the hundred, and an empty list at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) break;
    inside.push(...some);
  }
  return (await Promise.all(inside.map(filesOf))).flat();
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
