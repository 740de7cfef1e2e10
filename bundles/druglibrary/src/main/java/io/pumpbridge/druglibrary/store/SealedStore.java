// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.store;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.Sealer;
import io.pumpbridge.model.trust.TrustException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A store whose files only this gateway can read: an association may carry a weight and an
 * encounter reference. Each file is bound to its name, so none can stand in for another.
 */
public final class SealedStore {
  private final Store store;
  private final Sealer sealer;

  public SealedStore(Store store, Sealer sealer) {
    this.store = store;
    this.sealer = sealer;
  }

  public Optional<Bytes> read(String name) throws IOException, TrustException {
    Optional<Bytes> sealed = store.read(name);
    return sealed.isEmpty()
        ? Optional.empty()
        : Optional.of(sealer.open(sealed.get(), context(name)));
  }

  public void replace(String name, Bytes content) throws IOException {
    store.replace(name, sealer.seal(content, context(name)));
  }

  public void remove(String name) throws IOException {
    store.remove(name);
  }

  public void discard(String name) throws IOException {
    store.discard(name);
  }

  public List<String> names(String prefix) throws IOException {
    return store.names().stream().filter(name -> name.startsWith(prefix)).toList();
  }

  private static Bytes context(String name) {
    return Bytes.of("io.pumpbridge.druglibrary/" + name, StandardCharsets.UTF_8);
  }
}
