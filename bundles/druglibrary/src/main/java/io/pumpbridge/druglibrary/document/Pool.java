// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.document;

import io.pumpbridge.model.dose.Source;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Ten thousand lines say the same few names and figures again and again; each is kept once. */
final class Pool {
  private final Map<Object, Object> kept = new HashMap<>();

  String text(String text) {
    return once(text, same -> same);
  }

  Optional<BigDecimal> figure(BigDecimal figure) {
    return once(figure, Optional::of);
  }

  Source source(Source source) {
    return once(source, same -> same);
  }

  Optional<String> some(String text) {
    return once(Optional.of(text), same -> same);
  }

  @SuppressWarnings("unchecked") // one key is always mapped by one function
  private <K, V> V once(K key, Function<K, V> make) {
    return (V) kept.computeIfAbsent(key, same -> make.apply((K) same));
  }
}
