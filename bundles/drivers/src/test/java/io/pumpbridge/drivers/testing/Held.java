// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.testing;

import io.pumpbridge.model.measure.Bytes;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * How much a session keeps of what came: each byte and character that can be reached from it, and
 * something for whatever else is there. Its profile, which never changes, does not count.
 */
final class Held {
  private static final String PROFILES = "io.pumpbridge.drivers.profile.";

  private Held() {}

  static long in(Object kept) {
    if (kept instanceof Bytes bytes) {
      return bytes.length();
    }
    if (kept instanceof byte[] bytes) {
      return bytes.length;
    }
    if (kept instanceof CharSequence text) {
      return text.length();
    }
    if (kept instanceof Optional<?> maybe) {
      return maybe.map(Held::in).orElse(0L);
    }
    if (kept instanceof Collection<?> several) {
      return several.stream().mapToLong(one -> 1 + in(one)).sum();
    }
    if (kept instanceof Map<?, ?> map) {
      return in(map.keySet()) + in(map.values());
    }
    return kept instanceof Record parts && !kept.getClass().getName().startsWith(PROFILES)
        ? inParts(parts)
        : 1;
  }

  private static long inParts(Record parts) {
    long held = 0;
    for (RecordComponent part : parts.getClass().getRecordComponents()) {
      try {
        part.getAccessor().setAccessible(true);
        held += in(part.getAccessor().invoke(parts));
      } catch (ReflectiveOperationException e) {
        throw new LinkageError(e.getMessage(), e);
      }
    }
    return held;
  }
}
