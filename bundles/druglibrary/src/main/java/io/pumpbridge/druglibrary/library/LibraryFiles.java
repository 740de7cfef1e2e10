// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.library;

import io.pumpbridge.druglibrary.store.Store;
import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Where the signed bytes of libraries lie: in force, staged, older ones that somebody needs. */
final class LibraryFiles {
  /** What whatever begins is judged by. */
  static final String CURRENT = "library.p7m";

  /** Verified and whole; comes into force with the next steps, if need be after a restart. */
  static final String STAGED = "library.staged.p7m";

  /** What no longer counts, for whoever looks into it; one is kept. */
  static final String SET_ASIDE = "library.set-aside.p7m";

  /** Followed by the beginning of the content's SHA-256. */
  static final String OLD = "library-old-";

  private static final int HASH_DIGITS = 32;

  private final Store store;

  LibraryFiles(Store store) {
    this.store = store;
  }

  static String old(String sha256) {
    return OLD + sha256.substring(0, Math.min(HASH_DIGITS, sha256.length())) + ".p7m";
  }

  Optional<Bytes> read(String file) throws IOException {
    return store.read(file);
  }

  void stage(Bytes signed) throws IOException {
    store.replace(STAGED, signed);
  }

  void unstage() throws IOException {
    store.remove(STAGED);
  }

  /** The staged one takes the place of what was in force, in one step. */
  void arm() throws IOException {
    store.move(STAGED, CURRENT);
  }

  /** A copy, so that something stands in its own place at any moment. */
  void keepCurrent(String sha256) throws IOException {
    Optional<Bytes> current = store.read(CURRENT);
    if (current.isPresent() && !store.names().contains(old(sha256))) {
      store.replace(old(sha256), current.get());
    }
  }

  void setAsideCurrent() throws IOException {
    if (store.names().contains(CURRENT)) {
      store.move(CURRENT, SET_ASIDE);
    }
  }

  /** An older one takes the place of what was in force, in one step. */
  void stepBack(String sha256) throws IOException {
    store.move(old(sha256), CURRENT);
  }

  /** Of the older ones only these stay. */
  void retain(Set<String> contents) throws IOException {
    Set<String> needed =
        contents.stream().map(LibraryFiles::old).collect(Collectors.toUnmodifiableSet());
    for (String name : store.names()) {
      if (name.startsWith(OLD) && !needed.contains(name)) {
        store.remove(name);
      }
    }
  }
}
