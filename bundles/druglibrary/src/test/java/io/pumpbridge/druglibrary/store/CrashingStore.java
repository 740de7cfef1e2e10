// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.store;

import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A disk that can lose power before or after any change, or fail with an error. What was discarded
 * without force is there again after a power cut.
 */
public final class CrashingStore implements Store {
  /** The power is gone: nobody catches this, as nobody catches a power cut. */
  public static final class PowerCut extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final Map<String, Bytes> files = new TreeMap<>();
  private final Map<String, Bytes> unforced = new TreeMap<>();
  private int changesUntilCut = Integer.MAX_VALUE;
  private boolean cutAfterTheChange;
  public boolean failing;

  /** Told the name of each file that was replaced. */
  public Consumer<String> onReplaced = name -> {};

  /** How many changes were made. */
  public int changes;

  public void cutPowerAt(int change, boolean after) {
    changesUntilCut = change;
    cutAfterTheChange = after;
  }

  /** Power is back: what was not forced has come back too. */
  public void restart() {
    files.putAll(unforced);
    unforced.clear();
    changesUntilCut = Integer.MAX_VALUE;
  }

  private void change(Runnable doing) throws IOException {
    if (failing) {
      throw new IOException("disk full");
    }
    changes++;
    changesUntilCut--;
    if (changesUntilCut == 0 && !cutAfterTheChange) {
      throw new PowerCut();
    }
    doing.run();
    if (changesUntilCut == 0) {
      throw new PowerCut();
    }
  }

  @Override
  public Optional<Bytes> read(String name) {
    return Optional.ofNullable(files.get(name));
  }

  @Override
  public void replace(String name, Bytes content) throws IOException {
    change(() -> files.put(name, content));
    onReplaced.accept(name);
  }

  @Override
  public void move(String from, String to) throws IOException {
    change(() -> files.put(to, files.remove(from)));
  }

  @Override
  public void remove(String name) throws IOException {
    change(() -> files.remove(name));
  }

  @Override
  public void discard(String name) throws IOException {
    change(
        () -> {
          Bytes gone = files.remove(name);
          if (gone != null) {
            unforced.put(name, gone);
          }
        });
  }

  @Override
  public List<String> names() {
    return List.copyOf(files.keySet());
  }

  public void put(String name, Bytes content) {
    files.put(name, content);
  }

  public void delete(String name) {
    files.remove(name);
  }

  /** Turns one bit over. */
  public void damage(String name) {
    byte[] content = files.get(name).toArray();
    content[content.length / 2] ^= 1;
    files.put(name, Bytes.of(content));
  }
}
