// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.store;

import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A few small files by name. Each operation happens wholly or not at all, also in a power cut. */
public interface Store {

  Optional<Bytes> read(String name) throws IOException;

  /** When it returns, the new content would survive a power cut. */
  void replace(String name, Bytes content) throws IOException;

  /** Gives a file another name; what had that name is gone. */
  void move(String from, String to) throws IOException;

  /** When it returns, the file would stay away after a power cut; absent is no error. */
  void remove(String name) throws IOException;

  /** Removes without waiting for the disk; after a power cut the file may be there again. */
  void discard(String name) throws IOException;

  /** Names in order. */
  List<String> names() throws IOException;
}
