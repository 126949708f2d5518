// Text that is not on the server yet stays in this browser: one copy a person, bid and section, gone once it is saved.

const PREFIX = "jb-draft";

export class LocalCopy {
  constructor(form) {
    const { user, bid, section } = form.dataset;
    this.key = [PREFIX, user, bid, section].join(":");
  }

  read() {
    try {
      const found = JSON.parse(localStorage.getItem(this.key));
      return found && Array.isArray(found.pairs) ? found : null;
    } catch {
      return null;
    }
  }

  // Answers whether the browser keeps it: a full or forbidden store must not be promised.
  write(pairs) {
    try {
      localStorage.setItem(this.key, JSON.stringify({ at: new Date().toISOString(), pairs }));
      return true;
    } catch {
      return false;
    }
  }

  forget() {
    try {
      localStorage.removeItem(this.key);
    } catch {
      // A store that cannot be written cannot hold anything either.
    }
  }

  // The choice between two versions is made on a page of its own; coming back from it the copy has served.
  decide() {
    const found = this.read();
    if (found) {
      try {
        localStorage.setItem(this.key, JSON.stringify({ ...found, isDecided: true }));
      } catch {
        // Then it is offered again: better twice than not at all.
      }
    }
  }
}
