// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.store;

import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Another store as it stands; what is changed here stays in memory. For whoever only looks. */
public final class OverlaidStore implements Store {
  private final Store below;
  private final Map<String, Bytes> changed = new HashMap<>();
  private final Set<String> gone = new HashSet<>();

  public OverlaidStore(Store below) {
    this.below = below;
  }

  @Override
  public Optional<Bytes> read(String name) throws IOException {
    Bytes here = changed.get(name);
    if (here != null) {
      return Optional.of(here);
    }
    return gone.contains(name) ? Optional.empty() : below.read(name);
  }

  @Override
  public void replace(String name, Bytes content) {
    gone.remove(name);
    changed.put(name, content);
  }

  @Override
  public void move(String from, String to) throws IOException {
    Bytes content = read(from).orElseThrow(() -> new IOException("there is no " + from));
    remove(from);
    replace(to, content);
  }

  @Override
  public void remove(String name) {
    changed.remove(name);
    gone.add(name);
  }

  @Override
  public void discard(String name) {
    remove(name);
  }

  @Override
  public List<String> names() throws IOException {
    Set<String> names = new TreeSet<>(below.names());
    names.removeAll(gone);
    names.addAll(changed.keySet());
    return List.copyOf(names);
  }
}
