// What pages keep in the browser, where it lets them: an object a key, with the moment it was kept.

export const inBrowser = keeper(() => localStorage);
export const inTab = keeper(() => sessionStorage);

// Naming a storage may throw by itself: so `storage` is a function that names it.
function keeper(storage) {
  return {
    read(key) {
      try {
        return JSON.parse(storage().getItem(key));
      } catch {
        return null;
      }
    },
    write(key, fields) {
      try {
        if (fields) storage().setItem(key, JSON.stringify({ ...fields, at: Date.now() }));
        else storage().removeItem(key);
      } catch { /* No room, or storage is forbidden: then it lasts as long as the page. */ }
    },
  };
}
